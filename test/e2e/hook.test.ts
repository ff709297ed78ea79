import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Emulator } from "../../lib/emulator";
import { ExitCode } from "../../lib/contract/exit-code";
import { type BackupRequest, REQUEST_VARIABLE } from "../../lib/contract/request";
import { type Ended, run } from "./support/processes";
import { type ProtectedIds, protectVms } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";

/** The bundled program against the emulator, started by a stack or a shell. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const BACKUP = /\/backup$/;

let emulator: Emulator;
let ids: ProtectedIds;

async function start(speed: number): Promise<void> {
  emulator = await startTestEmulator({ speed, scheduledBackups: false });
  ids = await protectVms(emulator, ["vm-web", "vm-db"]);
}

beforeEach(() => start(2_000));

function command(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = { PATH: process.env["PATH"], ...emulator.environment(), ...environment };
  return run(process.execPath, [PROGRAM, ...args], { env });
}

function deploy(overrides: Partial<BackupRequest> = {}, environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const request: BackupRequest = {
    version: 1,
    vaultId: ids.vaultId,
    protectedItemIds: [...ids.itemIds],
    retention: { days: 30 },
    waitFor: "completed",
    timeoutMinutes: 600,
    concurrency: 4,
    onFailure: "fail",
    ...overrides,
  };
  return command([], { [REQUEST_VARIABLE]: gzipSync(JSON.stringify(request)).toString("base64"), ...environment });
}

function triggers(): Emulator["journal"] {
  return emulator.journal.filter((entry) => entry.method === "POST" && BACKUP.test(entry.path));
}

test("backs up each VM once with its retention date; the next deployment does nothing", async () => {
  const day = new Date(emulator.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  const first = await deploy();
  expect(first.output).toContain("2 VMs: 2 completed");
  expect(first.code).toBe(ExitCode.done);
  expect(triggers().map((entry) => entry.body)).toEqual(
    Array(2).fill({ properties: { objectType: "IaasVMBackupRequest", recoveryPointExpiryTimeInUTC: `${day}T23:59:59Z` } }),
  );
  expect(first.stdout).toMatch(new RegExp(`│ vm-db +│ Backup +│ Completed +│ .* UTC │ .* │ ${day} +│`));

  const second = await deploy();
  expect(second.code).toBe(ExitCode.done);
  expect(second.output).toContain("2 VMs: 2 already backed up");
  expect(triggers()).toHaveLength(2);
});

test("fails with Azure's text of a failed job; the next deployment repairs it", async () => {
  emulator.failNextBackup("vm-db", { code: "UserErrorGuestAgentStatusUnavailable" });
  const first = await deploy();
  expect(first.code).toBe(ExitCode.backupFailed);
  expect(first.output).toContain("vm-db: failed: UserErrorGuestAgentStatusUnavailable");
  expect(first.output).toContain("Recommended: Make sure that the VM agent is installed");

  const second = await deploy();
  expect(second.code).toBe(ExitCode.done);
  expect(second.output).toContain("vm-web: already backed up");
  expect(triggers()).toHaveLength(3);
});

test("ends with warnings if the transfer fails; onFailure warn accepts them", async () => {
  emulator.failNextBackup("vm-db", { code: "CloudInternalError", phase: "transfer" });
  const failing = await deploy();
  expect(failing.output).toContain("vm-db: completed with warnings");
  expect(failing.code).toBe(ExitCode.completedWithWarnings);
});

test("prints a warning with onFailure warn, and the deployment continues", async () => {
  emulator.failNextBackup("vm-db");
  const { code, output } = await deploy({ onFailure: "warn" });
  expect(code).toBe(ExitCode.done);
  expect(output).toContain("vm-db: failed");
  expect(output).toContain("instead of 1 because onFailure is 'warn'");
});

test("follows a running backup", async () => {
  await emulator.stop();
  await start(500);
  const accepted = await deploy({ waitFor: "accepted" });
  expect(accepted.code).toBe(ExitCode.done);
  const followed = await deploy({ waitFor: "snapshot" });
  expect(followed.output).toMatch(/vm-web: a backup is running already \(job .*\); following it/);
  expect(followed.code).toBe(ExitCode.done);
  expect(triggers()).toHaveLength(2);
});

test("backs up VMs by the command line", async () => {
  const until = "2099-12-31";
  const { code, output } = await command([
    "backup-now",
    ids.vaultId,
    "--vm",
    "vm-web",
    "--retain-until",
    until,
    "--wait-for",
    "snapshot",
  ]);
  expect(code).toBe(ExitCode.done);
  expect(output).toContain(`vm-web: backup requested, retained until ${until} (sent as ${until}T23:59:59Z)`);
  expect(output).not.toContain("vm-db");
  expect(triggers()).toHaveLength(1);
});

test("prints the command to continue after a time-out", async () => {
  await emulator.stop();
  await start(500);
  const { code, output } = await deploy({ timeoutMinutes: 15 });
  expect(code).toBe(ExitCode.timedOut);
  expect(output).toContain(`to continue watching them: azure-vm-backup backup-now "${ids.vaultId}" --vm "vm-web" --vm "vm-db"`);
});

test.each<[string, () => Promise<Ended>, ExitCode, string]>([
  ["no credential", () => deploy({}, { ARM_CLIENT_SECRET: "" }), ExitCode.notAuthenticated, "no credential was found"],
  [
    "a wrong secret",
    () => deploy({}, { ARM_CLIENT_SECRET: "wr0ng" }),
    ExitCode.notAuthenticated,
    "AADSTS7000215: Invalid client secret provided",
  ],
  [
    "a vault that does not exist",
    () => command(["backup-now", ids.vaultId.replace("rsv-e2e", "rsv-none")]),
    ExitCode.notFound,
    "cannot list what the vault protects: Azure answered 404 ResourceNotFound",
  ],
  [
    "a VM that is not protected",
    () => deploy({ protectedItemIds: [...ids.itemIds, ids.itemIds[0]?.replaceAll("vm-web", "vm-other") ?? ""] }),
    ExitCode.notFound,
    "vault 'rsv-e2e' does not protect 'vm-other'",
  ],
  [
    "a date that is past",
    () => deploy({ retention: { until: "2020-01-01" } }),
    ExitCode.badInput,
    "retention.until must be today",
  ],
])("reports %s before it starts a backup", async (_, start, exitCode, message) => {
  const { code, output } = await start();
  expect(output).toContain(message);
  expect(output).not.toMatch(/wr0ng|emulator-client-secret|Trace ID/);
  expect(code).toBe(exitCode);
  expect(triggers()).toEqual([]);
});
