import { commandLine } from "../../../lib/hook/command/command-line";
import type { BackupOrder } from "../../../lib/hook/backup-now/surroundings";
import { EXIT_CODE_MEANINGS, ExitCode } from "../../../lib/hook/exit-code";
import { VAULT_ID } from "../fakes";

async function parse(...args: string[]): Promise<{ order?: BackupOrder; onFailure?: string; printed: string }> {
  const result: { order?: BackupOrder; onFailure?: string; printed: string } = { printed: "" };
  const program = commandLine({
    backupNow: (order, onFailure) => {
      Object.assign(result, { order, onFailure });
      return Promise.resolve();
    },
  });
  const write = (text: string): void => void (result.printed += text);
  for (const command of [program, ...program.commands]) command.configureOutput({ writeOut: write, writeErr: write });
  await program.parseAsync(args, { from: "user" }).catch((error: unknown) => {
    if (!(error as { code?: string }).code?.startsWith("commander.")) throw error;
  });
  return result;
}

test("a vault alone means all its VMs, kept 30 days, followed to the snapshot", async () => {
  expect(await parse("backup-now", VAULT_ID)).toMatchObject({
    onFailure: "fail",
    order: {
      vaultId: VAULT_ID,
      vms: undefined,
      retention: { days: 30 },
      waitFor: "snapshot",
      timeoutMinutes: 120,
      concurrency: 8,
    },
  });
});

test("every flag arrives", async () => {
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
  ];
  expect(await parse("backup-now", VAULT_ID, ...flags)).toMatchObject({
    onFailure: "warn",
    order: { vms: ["a", "b"], retention: { until: "2027-01-31" }, waitFor: "completed", timeoutMinutes: 5, concurrency: 2 },
  });
});

test.each<[string[], string]>([
  [["backup-now", "rsv-app"], "'rsv-app' is invalid for argument 'vault-id'. it must be /subscriptions/"],
  [["backup-now", VAULT_ID, "--retain-days", "0"], "'0' is invalid. it must be a whole number from 1 to 36159"],
  [["backup-now", VAULT_ID, "--retain-days", "36160"], "whole number from 1 to 36159"],
  [
    ["backup-now", VAULT_ID, "--retain-until", "31-12-2027"],
    "'31-12-2027' is invalid. it must be a date of the calendar, such as 2027-01-31",
  ],
  [["backup-now", VAULT_ID, "--retain-until", "2027-02-30"], "a date of the calendar"],
  [["backup-now", VAULT_ID, "--retain-days", "3", "--retain-until", "2027-01-31"], "cannot be used with"],
  [["backup-now", VAULT_ID, "--wait-for", "vault"], "Allowed choices are accepted, snapshot, completed"],
  [["backup-now", VAULT_ID, "--timeout", "-1"], "whole number from 1"],
])("%j is refused before anything is done", async (args, message) => {
  const { order, printed } = await parse(...args);
  expect(order).toBeUndefined();
  expect(printed).toContain(message);
});

test("help lists every exit code once", async () => {
  const { printed } = await parse("--help");
  for (const [code, meaning] of EXIT_CODE_MEANINGS) expect(printed).toContain(`${code}  ${meaning}`);
  expect(EXIT_CODE_MEANINGS.map(([code]) => code)).toEqual(Object.values(ExitCode));
  expect(new Set(Object.values(ExitCode)).size).toBe(Object.values(ExitCode).length);
});
