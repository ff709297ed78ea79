import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { commandLine } from "../../lib/hook/commands/command-line";
import { EXIT_CODE_MEANINGS } from "../../lib/contract/exit-code";
import { REPORT_VARIABLES } from "../../lib/hook/report/report-files";

const PAGE = readFileSync(resolve(__dirname, "../../docs/hook.md"), "utf8");
const SOURCES = ["hook", "contract"].map((root) => resolve(__dirname, "../../lib", root));
const VAULT_FLAGS = ["--vault-id", "--resource-group", "--vault-name", "--subscription", "--from-outputs", "--from-stack"];

const commands = commandLine().program.commands.filter((command) => command.name() !== "emulator");

/** The text below a heading, to the next of its rank or higher. */
function section(heading: string): string {
  const start = PAGE.indexOf(`\n${heading}\n`);
  if (start === -1) throw new Error(`docs/hook.md has no '${heading}'`);
  const rest = PAGE.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${heading.indexOf(" ")}} `, "m"));
  return end === -1 ? rest : rest.slice(0, end);
}

function flagsOf(command: Command): string[] {
  return command.options.map(({ long }) => long ?? "");
}

test.each(commands.map((command) => [command.name(), command] as const))(
  "the flags of %s are those of its help",
  (name, command) => {
    const documented = [...section(`### ${name}`).matchAll(/^\| `(--[\w-]+)` \| (.*?) \|/gm)];
    const own = flagsOf(command).filter((flag) => !VAULT_FLAGS.includes(flag));
    expect(documented.map(([, flag]) => flag).sort()).toEqual(own.sort());
  },
);

test.each(commands.map((command) => [command.name(), command] as const))(
  "the defaults of %s are the documented ones",
  (name, command) => {
    const documented = new Map(
      [...section(`### ${name}`).matchAll(/^\| `(--[\w-]+)` \| (.*?) \|/gm)].map(([, flag, text]) => [flag, text]),
    );
    for (const { long, defaultValue, defaultValueDescription } of command.options) {
      const value = defaultValueDescription ?? (defaultValue as string | number | undefined);
      if (value !== undefined) expect(documented.get(long ?? "")?.replaceAll("`", "")).toBe(String(value));
    }
  },
);

test("every way of naming the vault is documented, and every command has them", () => {
  for (const flag of VAULT_FLAGS) expect(section("## Naming the vault")).toContain(`\`${flag}\``);
  for (const command of commands) expect(flagsOf(command)).toEqual(expect.arrayContaining(VAULT_FLAGS));
});

test("every command is in the first table", () => {
  const documented = [...PAGE.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
  expect(documented).toEqual(expect.arrayContaining(commands.map((command) => command.name())));
});

test("the exit codes are the hook's", () => {
  const rows = [...section("## Exit codes").matchAll(/^\| (\d+) \| (.+) \|$/gm)];
  expect(rows.map(([, code, meaning]) => [Number(code), meaning])).toEqual(EXIT_CODE_MEANINGS);
});

test("the report's variables and flags are the hook's", () => {
  const rows = [...section("## Reports").matchAll(/^\| `([A-Z_]+)` \| `(--[\w-]+)` \|/gm)];
  expect(rows.map(([, variable, flag]) => [variable, flag])).toEqual(
    Object.entries(REPORT_VARIABLES).map(([kind, variable]) => [variable, `--report-${kind}`]),
  );
});

test("every documented variable is one that the hook reads", () => {
  const source = SOURCES.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(resolve(root, name), "utf8")),
  ).join("\n");
  const names = [...PAGE.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(15);
  expect([...new Set(names)].filter((name) => !source.includes(`"${name}"`))).toEqual([]);
});
