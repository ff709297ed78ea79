import { commandLine } from "../../../lib/hook/commands/command-line";
import { EXIT_CODE_MEANINGS, ExitCode } from "../../../lib/contract/exit-code";
import { HookError } from "../../../lib/hook/hook-error";
import { VAULT_ID } from "../fakes";

interface Parsed {
  options?: unknown;
  printed: string;
  error?: Error;
}

async function parse(...args: string[]): Promise<Parsed> {
  const result: Parsed = { printed: "" };
  const { program, parse: parseArguments } = commandLine();
  const write = (text: string): void => void (result.printed += text);
  for (const command of [program, ...program.commands]) command.configureOutput({ writeOut: write, writeErr: write });
  try {
    result.options = (await parseArguments(args))?.options;
  } catch (error) {
    if (error instanceof HookError) result.error = error;
    else if (!(error as { code?: string }).code?.startsWith("commander.")) throw error;
  }
  return result;
}

const vault = { by: "id", vaultId: VAULT_ID };

test("backs up all VMs of a vault for 30 days, and follows them to the snapshot, by default", async () => {
  expect(await parse("backup-now", VAULT_ID)).toMatchObject({
    options: {
      vault,
      onFailure: "fail",
      reports: { json: undefined },
      vms: undefined,
      retention: { days: 30 },
      waitFor: "snapshot",
      timeoutMinutes: 120,
      concurrency: 4,
      force: false,
    },
  });
});

test("reads every flag", async () => {
  const flags = [
    "--vm",
    "a",
    "--vm",
    "b",
    "--retain-until",
    "2027-01-31",
    "--wait-for",
    "completed",
    "--timeout",
    "5",
    "--concurrency",
    "2",
    "--on-failure",
    "warn",
    "--force",
    "--report-json",
    "r.json",
    "--report-junit",
    "r.xml",
    "--report-markdown",
    "r.md",
    "--report-html",
    "r.html",
  ];
  expect(await parse("backup-now", VAULT_ID, ...flags)).toMatchObject({
    options: {
      onFailure: "warn",
      reports: { json: "r.json", junit: "r.xml", markdown: "r.md", html: "r.html" },
      vms: ["a", "b"],
      retention: { until: "2027-01-31" },
      waitFor: "completed",
      timeoutMinutes: 5,
      concurrency: 2,
      force: true,
    },
  });
});

test.each<[string[], string]>([
  [["backup-now", "rsv-app"], "'rsv-app' is invalid for argument 'vault-id'. it must be /subscriptions/"],
  [["backup-now", VAULT_ID, "--retain-days", "0"], "'0' is invalid. it must be a whole number from 1 to 36159"],
  [["backup-now", VAULT_ID, "--retain-days", "36160"], "whole number from 1 to 36159"],
  [
    ["backup-now", VAULT_ID, "--retain-until", "31-12-2027"],
    "'31-12-2027' is invalid. it must be a calendar date, such as 2027-01-31",
  ],
  [["backup-now", VAULT_ID, "--retain-until", "2027-02-30"], "a calendar date"],
  [["backup-now", VAULT_ID, "--retain-days", "3", "--retain-until", "2027-01-31"], "cannot be used with"],
  [["backup-now", VAULT_ID, "--wait-for", "vault"], "Allowed choices are accepted, snapshot, completed"],
  [["backup-now", VAULT_ID, "--timeout", "-1"], "whole number from 1"],
])("%j is refused before anything is done", async (args, message) => {
  const { options, printed } = await parse(...args);
  expect(options).toBeUndefined();
  expect(printed).toContain(message);
});

test("shows the last day as a table by default", async () => {
  expect(await parse("jobs", VAULT_ID)).toMatchObject({
    options: {
      ...{ vault, vms: undefined, statuses: undefined, operations: undefined, output: "table", watch: false },
      ...{ since: { agoMs: 86_400_000 }, until: undefined },
    },
  });
  expect(await parse("status", VAULT_ID)).toMatchObject({ options: { vault, output: "table" } });
});

test("takes --skip-if-scheduled-within, and not beside --force", async () => {
  const flags = ["--skip-if-scheduled-within", "90"];
  expect(await parse("backup-now", VAULT_ID, ...flags)).toMatchObject({ options: { skipIfScheduledWithinMinutes: 90 } });
  expect((await parse("backup-now", VAULT_ID, ...flags, "--force")).printed).toMatch(
    /^error: option '--force' cannot be used with option '--skip-if-scheduled-within <minutes>'/,
  );
});

test("does not read the vault after a repeatable flag as its value, in each command", () => {
  const { program } = commandLine();
  const variadic = program.commands.flatMap((command) => command.options.filter((option) => option.variadic));
  expect(variadic.map(({ flags }) => flags)).toEqual([]);
});

test.each([
  ["status", "--vm", "vm-web"],
  ["jobs", "--vm", "vm-web", "--status", "failed", "--operation", "backup"],
  ["cancel", "--job", "1", "--vm", "vm-web"],
  ["backup-now", "--force", "--vm", "vm-web"],
])("the vault may stand behind the flags of %s", async (...args) => {
  expect(await parse(...args, VAULT_ID)).toMatchObject({ options: { vault, vms: ["vm-web"] } });
});

test("reads Azure's words in any case, and times in every usual form", async () => {
  const flags = ["--status", "FAILED", "--status", "completed-with-warnings", "--operation", "configure backup", "--watch"];
  expect(await parse("jobs", VAULT_ID, ...flags, "--since", "2026-11-20", "--until", "2026-11-20T10:30:00+02:00")).toMatchObject({
    options: {
      statuses: ["Failed", "CompletedWithWarnings"],
      operations: ["ConfigureBackup"],
      since: { at: new Date("2026-11-20T00:00:00Z") },
      until: { at: new Date("2026-11-20T08:30:00Z") },
      watch: true,
    },
  });
  expect(await parse("jobs", VAULT_ID, "--since", "90m")).toMatchObject({ options: { since: { agoMs: 5_400_000 } } });
});

test.each<[string[], string]>([
  [["jobs", VAULT_ID, "--status", "broken"], "'broken' is invalid. it must be one of InProgress, Cancelling"],
  [["jobs", VAULT_ID, "--since", "yesterday"], "'yesterday' is invalid. it must be how long ago, such as 90m"],
  [["status", VAULT_ID, "--output", "yaml"], "Allowed choices are table, json"],
])("%j is refused by a view", async (args, message) => {
  const { options, printed } = await parse(...args);
  expect(options).toBeUndefined();
  expect(printed).toContain(message);
});

test("reads a plan with the options of the run", async () => {
  const [plan, run] = [await parse("backup-now", VAULT_ID, "--plan", "-o", "json"), await parse("backup-now", VAULT_ID)];
  expect(plan.options).toEqual({ ...(run.options as object), plan: true, output: "json" });
  expect((await parse("backup-now", VAULT_ID, "-o", "json")).error?.message).toMatch(/^--output json needs --plan/);
});

test("cancel takes jobs and VMs, and nothing is too little", async () => {
  expect(await parse("cancel", VAULT_ID, "--vm", "a", "--job", "1", "--job", "2")).toMatchObject({
    options: { vault, vms: ["a"], jobIds: ["1", "2"], timeoutMinutes: 30 },
  });
  expect((await parse("cancel", VAULT_ID)).error?.message).toMatch(/^cancel needs --job or --vm, got neither/);
});

test("throws for a command without a vault, and says how to name one", async () => {
  expect((await parse("status")).error?.message).toMatch(
    /^the vault must be named, got none; use one of \[vault-id\], --vault-id/,
  );
});

test("has help for every command, with examples that it parses", async () => {
  const { printed } = await parse("--help");
  for (const name of ["backup-now", "jobs", "status", "recovery-points", "preflight", "cancel"]) {
    expect(printed).toMatch(new RegExp(`^  ${name} `, "m"));
    const help = await parse(name, "--help");
    const examples = [...help.printed.matchAll(/^ {2}azure-vm-backup (.*)$/gm)].map(([, line = ""]) => line);
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const args = example.replace('"$VAULT_ID"', VAULT_ID).replace('"$VM_ID"', "vm").split(" ");
      const { options } = await parse(...args);
      const by = expect.stringMatching(/^(id|name|outputs|stack)$/) as string;
      expect(options).toMatchObject(example.includes("--all-pending") ? { selection: {} } : { vault: { by } });
    }
  }
});

test("help lists every exit code once", async () => {
  const { printed } = await parse("--help");
  for (const [code, meaning] of EXIT_CODE_MEANINGS) expect(printed).toContain(`${code}  ${meaning}`);
  expect(EXIT_CODE_MEANINGS.map(([code]) => code)).toEqual(Object.values(ExitCode));
  expect(new Set(Object.values(ExitCode)).size).toBe(Object.values(ExitCode).length);
});

test("emulator takes what follows its name as it is", async () => {
  expect(await parse("emulator", "--port", "0", "--help", "-v", "x")).toMatchObject({
    options: ["--port", "0", "--help", "-v", "x"],
  });
  expect((await parse("emulator")).options).toEqual([]);
});
