import { spawnSync } from "node:child_process";
import { Command, Option } from "commander";
import { sourceableTwice } from "../../lib/hook/shell-completion";
import { commandLine } from "../../lib/hook/commands/command-line";

const SCRIPT = `# completion
readonly ShellCompDirectiveError=1
__complete() {
    local cur prev words cword
    _get_comp_words_by_ref -n "=:" cur prev words cword
    echo "$cur of \${words[1]}, $prev, $cword, $ShellCompDirectiveError"
}
`;

const hasBash = spawnSync("bash", ["--version"]).status === 0;
if (!hasBash) console.warn("there is no bash: the test of its completion is skipped");

(hasBash ? test : test.skip)("the script of bash can be sourced twice, with and without bash-completion", () => {
  const script = sourceableTwice(SCRIPT);
  const run = `set -e; source /dev/stdin <<'END'\n${script}${script}END\nCOMP_WORDS=(program jobs --output js); COMP_CWORD=3; __complete`;
  const { stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-c", run], { encoding: "utf8" });
  expect([stdout, stderr]).toEqual(["js of jobs, --output, 3, 1\n", ""]);
});

test("every flag whose help lists words has them as choices, which shells complete", () => {
  const options = commandLine().program.commands.flatMap((command: Command) => command.options);
  const listed = options.filter((option: Option) => /: \w+(, \w+){2,}$/.test(option.description) && !option.argChoices);
  expect(listed.map((option) => option.long)).toEqual([]);
  const choices = options.filter((option) => option.argChoices !== undefined).map((option) => option.long);
  expect(choices).toEqual(expect.arrayContaining(["--status", "--operation", "--output", "--wait-for"]));
});
