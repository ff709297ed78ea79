import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoverageExitCode, ExitCode } from "../../../lib/contract/exit-code";
import { commandLine } from "../../../lib/hook/commands/command-line";
import type { CoverageOptions } from "../../../lib/hook/commands/coverage/options";
import { runCoverage } from "../../../lib/hook/commands/coverage/run";
import { type EstateRows, estateAnswers, subscriptionRow, vmRow } from "./estate-answers";

const FILE = join(tmpdir(), "no-such-file");
const ROWS: EstateRows = { subscriptions: [subscriptionRow("s1")], vms: [vmRow("web")] };

async function run(rows: EstateRows, ...flags: string[]): Promise<{ code: ExitCode; sent: number }> {
  const azure = estateAnswers(rows);
  const { options } = (await commandLine({ print: () => undefined, note: () => undefined }).parse(["coverage", ...flags])) ?? {};
  try {
    return { code: await runCoverage(options as CoverageOptions, azure.context), sent: azure.sent.length };
  } catch (error) {
    throw Object.assign(error as Error, { sent: azure.sent.length });
  }
}

test.each<[string[], string]>([
  [["--max", "gone=0"], "--max must name a kind that fails a run, got 'gone', which does not; add --fail-on gone"],
  [["--fail-on", "stale", "--max", "unprotected=1"], "got 'unprotected'"],
  [["--fail-on", "none", "--max", "stale=1"], "got 'stale'"],
  [
    ["--tag", "env", "--fail-on", "vaultGuard"],
    "--fail-on must name a kind of findings about VMs if --tag chooses them, got 'vaultGuard'",
  ],
  [["--reason-tag", "why"], "--reason-tag needs --exempt, got it alone"],
  [["--report-json", FILE, "--report-csv", FILE], `--report-csv must name a file of its own, got '${FILE}', as --report-json`],
  [["--baseline", FILE, "--report-json", FILE], "as --baseline"],
  [["--write-baseline", FILE, "--report-html", `${tmpdir()}/./no-such-file`], "as --write-baseline"],
])("throws if %j contradict one another, and asks nothing", async (flags, message) => {
  await expect(run(ROWS, ...flags)).rejects.toMatchObject({
    exitCode: ExitCode.badInput,
    message: expect.stringContaining(message) as unknown,
    sent: 0,
  });
  expect(existsSync(FILE)).toBe(false);
});

test.each<[string[], string]>([
  [["--fail-on", "none", "--fail-on", "stale"], "none must stand alone"],
  [["--fail-on", "stale", "--fail-on", "None"], "none must stand alone"],
  [["--rpo", "36160d"], "of at most 36159 days"],
  [["--rpo-for", "tier=gold:99999999999d"], "of at most 36159 days"],
  [["--rpo", "26"], "a duration such as 60m, 26h or 7d"],
  [["--rpo", "PT26H"], "a duration such as 60m, 26h or 7d"],
  [["--rpo", "0h"], "a duration such as 60m, 26h or 7d"],
  [["--min-retention", "30"], "a duration such as 60m, 26h or 7d"],
  [["--rpo-for", "gold"], "a tag and a duration"],
  [["--rpo-for", ":5h"], "a tag and a duration"],
  [["--max", "unprotected"], "a kind of findings and a whole number"],
  [["--max", "unprotected=-1"], "a kind of findings and a whole number"],
  [["--max", "vaults=1"], "it must be one of unprotected"],
  [["--exempt", "=x"], "the name of a tag"],
])("throws if the flags are %j", async (flags, message) => {
  await expect(commandLine({ print: () => undefined, note: () => undefined }).parse(["coverage", ...flags])).rejects.toThrow(
    message,
  );
});

describe("with files", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "coverage-flags-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test("deletes the report of an earlier run if the estate cannot be read", async () => {
    const file = join(directory, "coverage.xml");
    writeFileSync(file, "of an earlier run");
    await expect(run({ subscriptions: [] }, "--report-junit", file)).rejects.toMatchObject({ exitCode: ExitCode.notAuthorised });
    expect(existsSync(file)).toBe(false);
  });

  test("keeps the baseline if the estate cannot be read", async () => {
    const file = join(directory, "baseline.json");
    await run(ROWS, "--write-baseline", file);
    await expect(run({ subscriptions: [] }, "--write-baseline", file)).rejects.toMatchObject({
      exitCode: ExitCode.notAuthorised,
    });
    expect((await run(ROWS, "--baseline", file)).code).toBe(CoverageExitCode.covered);
  });

  test("reads and writes the baseline in one run", async () => {
    const file = join(directory, "baseline.json");
    await run(ROWS, "--write-baseline", file);
    const more = { ...ROWS, vms: [vmRow("web"), vmRow("new")] };
    expect((await run(more, "--baseline", file, "--write-baseline", file)).code).toBe(CoverageExitCode.covered);
    expect((await run(more, "--baseline", file)).code).toBe(CoverageExitCode.covered);
  });

  test("git merges baselines of two branches, and the merged one knows the findings of both", async () => {
    const fileOf = async (name: string, vms: readonly string[]): Promise<string> => {
      const file = join(directory, name);
      await run({ ...ROWS, vms: vms.map((vm) => vmRow(vm)) }, "--write-baseline", file);
      return file;
    };
    const vms = ["b", "d", "f", "h", "j"];
    const base = await fileOf("base.json", vms);
    const ours = await fileOf("ours.json", [...vms, "c"].reverse());
    const theirs = await fileOf("theirs.json", [...vms.filter((vm) => vm !== "f"), "i"]);
    expect(spawnSync("git", ["merge-file", ours, base, theirs]).status).toBe(0);
    const known = ["b", "c", "d", "h", "i", "j"];
    const rows = { ...ROWS, vms: known.map((vm) => vmRow(vm)) };
    expect((await run(rows, "--baseline", ours)).code).toBe(CoverageExitCode.covered);
    expect((await run({ ...rows, vms: [vmRow("f")] }, "--baseline", ours)).code).toBe(CoverageExitCode.gaps);
  });

  test("asks nothing if a report cannot be written", async () => {
    writeFileSync(join(directory, "file"), "");
    await expect(run(ROWS, "--report-csv", join(directory, "file/x.csv"))).rejects.toMatchObject({
      exitCode: ExitCode.badInput,
      sent: 0,
    });
  });
});
