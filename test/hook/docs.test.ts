import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command, Option } from "commander";
import { commandLine } from "../../lib/hook/commands/command-line";
import { ERROR_CATALOGUE } from "../../lib/azure/error-catalogue";
import { COVERAGE_EXIT_CODE_MEANINGS, ExitCode, PLAN_EXIT_CODE_MEANINGS } from "../../lib/contract/exit-code";
import { FINDING_KINDS } from "../../lib/hook/coverage/finding";
import { REPORT_VARIABLES } from "../../lib/hook/report/report-files";
import { exitCodeTable } from "../support/exit-codes";
import { expectGenerated, tableLines } from "../support/generated";

const PAGE = "docs/hook.md";
const TEXT = readFileSync(resolve(__dirname, "../..", PAGE), "utf8");
const SOURCES = ["hook", "contract"].map((root) => resolve(__dirname, "../../lib", root));
const VAULT_FLAGS = ["--vault-id", "--resource-group", "--vault-name", "--subscription", "--from-outputs", "--from-stack"];

const all = commandLine().program.commands;
const commands = all.filter((command) => command.name() !== "emulator");

function flagsOf(command: Command): string[] {
  return command.options.map(({ long }) => long ?? "");
}

/** The cells of a flag in the table of its command; the default stands in its own column. */
function flagRow({ flags, description, defaultValue, defaultValueDescription, argChoices }: Option): string[] {
  const value = defaultValueDescription ?? (defaultValue as string | number | undefined);
  const [, meaning = "", stated] = /^(.*?)(?: \(default: (.*)\))?$/.exec(description) ?? [];
  const choices = argChoices ? `: ${argChoices.map((choice) => `\`${choice}\``).join(", ")}` : "";
  return [`\`${flags}\``, value === undefined ? (stated ?? "") : `\`${String(value)}\``, meaning + choices];
}

test("docs/hook.md lists every command", () => {
  const rows = all.map((command) => [`\`${command.name()}\``, command.description()]);
  expectGenerated(PAGE, "commands", tableLines(["command", "what it does"], rows));
});

test.each(commands.map((command) => [command.name(), command] as const))(
  "docs/hook.md lists the flags of %s",
  (name, command) => {
    const own = command.options.filter(({ long }) => !VAULT_FLAGS.includes(long ?? ""));
    expectGenerated(PAGE, `flags of ${name}`, tableLines(["flag", "default", "meaning"], own.map(flagRow)));
  },
);

test("docs/hook.md lists every way to name the vault, and every command about a vault has them", () => {
  for (const flag of VAULT_FLAGS) expect(TEXT).toContain(`\`${flag}\``);
  const ofVaults = commands.filter(
    (command) => !["coverage", "explain-plan", "fleet", "live-check", "preview"].includes(command.name()),
  );
  for (const command of ofVaults) expect(flagsOf(command)).toEqual(expect.arrayContaining(VAULT_FLAGS));
});

test("docs/hook.md lists the exit codes", () => {
  expectGenerated(PAGE, "exit-codes", exitCodeTable());
});

test("docs/explain-plan.md lists its exit codes", () => {
  const rows = PLAN_EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning]);
  expectGenerated("docs/explain-plan.md", "plan-exit-codes", tableLines(["exit code", "meaning"], rows));
});

test("docs/error-codes.md lists every code of the catalogue, with its cause and its remedy", () => {
  const retried = { later: "yes, some minutes later", afterOtherBackup: "yes, after the other backup" };
  const rows = Object.entries(ERROR_CATALOGUE).map(([code, { number, cause, remedy, retry }]) => [
    `\`${code}\`${number === undefined ? "" : ` (${number})`}`,
    ...[cause, remedy, retry ? retried[retry] : "no"],
  ]);
  expectGenerated("docs/error-codes.md", "backup-errors", tableLines(["code", "cause", "what to do", "repeated"], rows));
});

test("docs/troubleshooting.md explains each exit code of a failure", () => {
  const page = readFileSync(resolve(__dirname, "../../docs/troubleshooting.md"), "utf8");
  const explained = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(explained).toEqual(Object.values(ExitCode).filter((code) => code !== ExitCode.done));
});

test("docs/troubleshooting.md quotes errors as this package, Azure or Node writes them", () => {
  const page = readFileSync(resolve(__dirname, "../../docs/troubleshooting.md"), "utf8");
  const headings = [...page.matchAll(/^## .*$/gm)].map(([heading]) => heading);
  const quoted = headings.flatMap((heading) => [...heading.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text));
  const foreign = /^(Cannot find module|self-signed|unable to get|cdktf init)/;
  const own = quoted.filter((text) => text.includes(" ") && !foreign.test(text));
  expect(own.length).toBeGreaterThan(1);
  const lib = resolve(__dirname, "../../lib");
  const sources = readdirSync(lib, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(resolve(lib, file), "utf8").replaceAll("${name}", "HTTPS_PROXY"));
  expect(own.filter((text) => !sources.some((source) => source.includes(text)))).toEqual([]);
});

test("docs/coverage.md lists its exit codes and the kinds of findings", () => {
  const codes = COVERAGE_EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning]);
  expectGenerated("docs/coverage.md", "coverage-exit-codes", tableLines(["exit code", "meaning"], codes));
  const kinds = Object.entries(FINDING_KINDS).map(([kind, { title, fails }]) => [`\`${kind}\``, title, fails ? "yes" : "no"]);
  expectGenerated("docs/coverage.md", "finding-kinds", tableLines(["kind", "what it is", "fails a run by default"], kinds));
});

test("docs/hook.md lists the variables and flags of the reports", () => {
  const backupNow = commands.find((command) => command.name() === "backup-now");
  const rows = Object.entries(REPORT_VARIABLES).map(([kind, variable]) => {
    const flag = `--report-${kind}`;
    const description = backupNow?.options.find(({ long }) => long === flag)?.description ?? "";
    return [`\`${variable}\``, `\`${flag}\``, description.replace(` (${variable})`, "")];
  });
  expectGenerated(PAGE, "reports", tableLines(["variable", "flag", "what it does"], rows));
});

test("documents no variable that the hook does not read", () => {
  const source = SOURCES.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(resolve(root, name), "utf8")),
  ).join("\n");
  const names = [...TEXT.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(15);
  expect([...new Set(names)].filter((name) => !source.includes(`"${name}"`))).toEqual([]);
});
