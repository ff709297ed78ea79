import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";

/** A program and its arguments. */
export type CommandWords = readonly [string, ...string[]];

/**
 * Splits the text of `--verify` at its spaces. Single and double quotes hold words together. No shell reads it, so that there are no
 * variables, pipes or escapes.
 * @throws HookError if it names no program, or a quote is not closed
 */
export function splitCommand(text: string): CommandWords {
  const words: string[] = [];
  const pattern = /\s*((?:[^\s"']+|"[^"]*"|'[^']*')+)/y;
  let end = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    end = pattern.lastIndex;
    words.push((match[1] ?? "").replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""));
  }
  const [program, ...args] = words;
  if (program === undefined || program === "" || text.slice(end).trim() !== "") {
    throw new HookError(
      ExitCode.badInput,
      `--verify must be a program with its arguments, each quote closed, got '${text}'; correct it`,
    );
  }
  return [program, ...args];
}
