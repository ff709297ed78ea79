import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Emulator } from "../../lib/emulator";
import { ExitCode } from "../../lib/contract/exit-code";
import { type BackupRequest, REQUEST_VARIABLE } from "../../lib/contract/request";
import { type Ended, run } from "./support/processes";
import { armClientOf, protectVms, type ProtectedIds } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";

/**
 * A deployment that assigns its own identity the role on the vault. The role is effective only after the first requests were
 * refused.
 */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const BACKUP_OPERATOR = "00c29273-979b-4161-815c-10b084fb9324";
const BACKUP_READER = "a795c7a0-d4a2-40c1-ae25-d81f01202912";
const LATE = { clientId: "late", clientSecret: "its-secret", objectId: "0b1e0000-0000-4000-8000-00000000eeee" };

let emulator: Emulator;
let ids: ProtectedIds;
beforeEach(async () => {
  emulator = await startTestEmulator({ speed: 2_000, scheduledBackups: false, principals: [LATE] });
  ids = await protectVms(emulator, ["vm-web"]);
});

/** Ten minutes of waiting are twelve seconds. */
function deploy(timeoutMinutes = 600): Promise<Ended> {
  const request: BackupRequest = {
    ...{ version: 1, vaultId: ids.vaultId, protectedItemIds: [...ids.itemIds], retention: { days: 30 } },
    ...{ waitFor: "accepted", timeoutMinutes, concurrency: 4, onFailure: "fail" },
  };
  const signIn = { ARM_CLIENT_ID: LATE.clientId, ARM_CLIENT_SECRET: LATE.clientSecret, AZURE_VM_BACKUP_TIME_SCALE: "0.02" };
  const encoded = gzipSync(JSON.stringify(request)).toString("base64");
  const env = { PATH: process.env["PATH"], ...emulator.environment(), ...signIn, [REQUEST_VARIABLE]: encoded };
  return run(process.execPath, [PROGRAM], { env });
}

async function giveRole(role: string): Promise<void> {
  const arm = await armClientOf(emulator);
  const scope = `${ids.vaultId}/providers/Microsoft.Authorization/roleAssignments/${role.replace(/^.{8}/, "11111111")}`;
  const roleDefinitionId = `${arm.subscriptionPath}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const properties = { roleDefinitionId, principalId: LATE.objectId, principalType: "ServicePrincipal" };
  await arm.write("PUT", scope, "2022-04-01", { properties });
}

const refusals = (method: string) => emulator.journal.filter((entry) => entry.status === 403 && entry.method === method);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 20));
}

test("waits for a role that is assigned late, for reads and for the backup", async () => {
  const running = deploy();
  await until(() => refusals("GET").length > 1);
  await giveRole(BACKUP_READER);
  await until(() => refusals("POST").length > 1);
  await giveRole(BACKUP_OPERATOR);
  const { code, output } = await running;
  expect(output).toContain("a new role takes some minutes to become effective, so this is retried for up to 10 minutes");
  expect(output).toContain("vm-web: backup requested");
  expect(code).toBe(ExitCode.done);
  const backups = emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/backup"));
  expect(backups.filter(({ status }) => status === 202)).toHaveLength(1);
});

test("prints the role at the time-out if it is never assigned", async () => {
  const began = performance.now();
  const { code, output } = await deploy(2);
  expect(output).toContain("'Backup Operator' on the vault");
  expect(code).toBe(ExitCode.notAuthorised);
  expect(performance.now() - began).toBeLessThan(10_000);
});
