import type { Command } from "commander";

/** Bash without the package bash-completion has no such function. */
const WORDS_WITHOUT_PACKAGE = `
if ! declare -F _get_comp_words_by_ref >/dev/null; then
_get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
}
fi
`;

/** Adds the command `complete`, which prints scripts for shells, and completes for these scripts. */
export async function addShellCompletion(program: Command, args: readonly string[]): Promise<void> {
  (await import("@bomb.sh/tab/commander")).default(program);
  if (args[1] === "bash") printWith(sourceableTwice);
}

/** A script of bash that can be sourced again: in bash, a constant cannot be defined twice. */
export function sourceableTwice(script: string): string {
  return script.replaceAll(/^readonly (\w+=)/gm, "$1") + WORDS_WITHOUT_PACKAGE;
}

/* eslint-disable no-console -- the library prints its script with it, and returns nothing */
/** Changes the next text that the library prints. */
function printWith(change: (text: string) => string): void {
  const print = console.log.bind(console);
  console.log = (text: string) => {
    console.log = print;
    print(change(text));
  };
}
