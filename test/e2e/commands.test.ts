import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { XMLValidator } from "fast-xml-parser";
import type { Emulator } from "../../lib/emulator";
import { ExitCode } from "../../lib/contract/exit-code";
import { type Ended, run } from "./support/processes";
import { type ProtectedIds, armClientOf, protectVms } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";

/** The commands of the bundled program, against the emulator. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");

let emulator: Emulator;
let ids: ProtectedIds;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "commands-"));
  emulator = await startTestEmulator({ speed: 1_000, principals: [READER] });
  ids = await protectVms(emulator, ["vm-web", "vm-db"]);
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function command(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = { PATH: process.env["PATH"], ...emulator.environment(), ...environment };
  return run(process.execPath, [PROGRAM, ...args], { env });
}

/** A principal that may read the vault, but needs another role to back up its items. */
const READER = { clientId: randomUUID(), clientSecret: "reader", objectId: randomUUID(), roles: ["Reader"] };
const AS_READER = { ARM_CLIENT_ID: READER.clientId, ARM_CLIENT_SECRET: READER.clientSecret };

/** Gives the reader the role on the vault. */
async function assignBackupOperator(): Promise<void> {
  const arm = await armClientOf(emulator);
  const role = "00c29273-979b-4161-815c-10b084fb9324";
  const assignment = `${ids.vaultId}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
  const roleDefinitionId = `${arm.subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const properties = { roleDefinitionId, principalId: READER.objectId, principalType: "ServicePrincipal" };
  await arm.write("PUT", assignment, "2022-04-01", { properties });
}

/** Waits until a watching command has listed the jobs. */
async function watchHasBegun({ journal }: Emulator): Promise<void> {
  const lists = (): number => journal.filter(({ path }) => path.endsWith("/backupJobs")).length;
  for (const before = lists(); lists() === before;) await delay(20);
}

async function json(...args: string[]): Promise<unknown> {
  const { code, stdout, output } = await command([...args, "--output", "json"]);
  if (code !== ExitCode.done) throw new Error(output);
  return JSON.parse(stdout);
}

test("preflight, backup-now, status, jobs and recovery-points of a first backup", async () => {
  expect(await json("status", ids.vaultId)).toEqual([
    expect.objectContaining({ vm: "vm-db", initialBackupPending: true, lastRecoveryPoint: null, policy: "daily" }),
    expect.objectContaining({ vm: "vm-web", nextScheduledBackup: expect.stringMatching(/T22:00:00/) as string }),
  ]);
  expect(await json("backup-now", "-g", "rg-backup", "-v", "rsv-e2e", "--plan")).toEqual([
    expect.objectContaining({ vm: "vm-db", action: "back up" }),
    expect.objectContaining({ vm: "vm-web", action: "back up" }),
  ]);
  expect(emulator.journal.filter(({ path }) => path.endsWith("/backup"))).toEqual([]);

  emulator.failNextBackup("vm-db");
  const outputs = join(directory, "outputs.json");
  writeFileSync(outputs, JSON.stringify({ backup: { vault: ids.vaultId } }));
  const [report, junit, summary] = ["report.json", "junit.xml", "summary.md"].map((name) => join(directory, name));
  const backup = await command(
    ["backup-now", "--from-outputs", outputs, "--wait-for", "completed", "--timeout", "600", "--report-json", report ?? ""],
    { AZURE_VM_BACKUP_REPORT_JUNIT: junit, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary },
  );
  expect(backup.code).toBe(ExitCode.backupFailed);
  expect(backup.stdout).toMatch(/^::error title=Backup of vm-db%3A Failed::UserErrorGuestAgentStatusUnavailable/m);
  expect(JSON.parse(readFileSync(report ?? "", "utf8"))).toMatchObject({
    exitCode: ExitCode.backupFailed,
    vms: [
      { vm: "vm-db", outcome: "failed" },
      { vm: "vm-web", outcome: "completed" },
    ],
  });
  expect(XMLValidator.validate(readFileSync(junit ?? "", "utf8"))).toBe(true);
  expect(readFileSync(summary ?? "", "utf8")).toContain("**2 VMs: 1 failed, 1 completed**");

  expect(await json("jobs", ids.vaultId, "--status", "failed", "--operation", "backup")).toEqual([
    expect.objectContaining({ vm: "vm-db", error: expect.stringMatching(/UserErrorGuestAgentStatusUnavailable/) as string }),
  ]);
  expect(await json("recovery-points", ids.vaultId, "--vm", "vm-web")).toEqual([
    expect.objectContaining({ tiers: ["Snapshot", "Vault-Standard"], consistency: "Application consistent" }),
  ]);
});

test("preflight reports why a backup would fail", async () => {
  const bare = await command(["preflight", ids.vaultId], AS_READER);
  expect(bare.output).toMatch(/problem the identity may not .*give it the role 'Backup Operator' on the vault/);
  expect(bare.code).toBe(ExitCode.notAuthorised);
  await assignBackupOperator();
  const good = await command(["preflight", ids.vaultId], AS_READER);
  expect(good.output).toContain("ok      vault 'rsv-e2e' exists in westeurope");
  expect(good.code).toBe(ExitCode.done);

  const place = ids.vaultId.replace(
    /\/resourceGroups\/.*$/,
    "/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines",
  );
  emulator.addVirtualMachine(`${place}/vm-new`);
  expect((await command(["preflight", ids.vaultId, "--vm", `${place}/vm-new`])).output).toContain(
    "ok      VM 'vm-new' is not protected yet, and can be",
  );
  emulator.addVirtualMachine({ id: `${place}/vm-far`, location: "northeurope" });
  const far = await command(["preflight", ids.vaultId, "--vm", `${place}/vm-far`]);
  expect(far.output).toContain("problem VM 'vm-far' is in northeurope and the vault in westeurope");
  expect(far.code).toBe(ExitCode.backupFailed);
});

test("cancel ends a backup during its snapshot, and jobs --watch shows its end", async () => {
  const slow = await startTestEmulator({ speed: 60 });
  const { vaultId } = await protectVms(slow, ["vm-web"]);
  const environment = slow.environment();
  const started = await command(["backup-now", vaultId, "--wait-for", "accepted"], environment);
  expect(started.code).toBe(ExitCode.done);
  const watching = command(["jobs", vaultId, "--operation", "backup", "--watch"], environment);
  await watchHasBegun(slow);
  const cancelled = await command(["cancel", vaultId, "--vm", "vm-web"], environment);
  expect(cancelled.output).toMatch(
    /vm-web: asked Azure to cancel job .*, which may still complete\nvm-web: Backup Cancelled after/,
  );
  expect(cancelled.code).toBe(ExitCode.done);
  const watched = await watching;
  expect(watched.stdout).toMatch(/^vm-web: Backup InProgress .*\n(.*\n)*vm-web: Backup Cancelled/);
  expect(watched.code).toBe(ExitCode.backupFailed);
});

test("completes commands, flags and their values in a shell", async () => {
  expect((await command(["complete", "bash"])).stdout).toMatch(/^# bash completion for azure-vm-backup/);
  expect((await command(["complete", "--", "recov"])).stdout).toMatch(/^recovery-points\t/);
  expect((await command(["complete", "--", "backup-now", "--wait-for", ""])).stdout).toMatch(
    /^accepted\b.*\nsnapshot\b.*\ncompleted\b/,
  );
});
