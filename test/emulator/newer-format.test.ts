import { BACKUP, makeVault, protect, triggerBackup, vaultId } from "./azurerm";
import { at, startClient, type Client } from "./client";

/** What api-versions from 2026-05-01 on answer beyond the older ones. */

const NEWER = ["2026-05-01", "2026-07-01"];
const MINUTES = 60;

let client: Client;
beforeEach(async () => {
  client = await startClient();
  await makeVault(client);
});

const propertiesOf = async (id: string, version: string) =>
  at(await client.arm("GET", id, version), "properties") as Record<string, unknown>;

test("a vault tells more", async () => {
  for (const version of NEWER) {
    expect(await propertiesOf(vaultId(client), version)).toMatchObject({
      restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: "Enabled" } },
      securitySettings: { sourceScanConfiguration: { state: "Disabled" }, multiUserAuthorization: "Disabled" },
      ...{ regionOfChoiceSettings: { status: "Disabled" }, secureScore: "Adequate", bcdrSecurityLevel: "Good" },
    });
  }
  const older = await propertiesOf(vaultId(client), "2025-08-01");
  for (const name of ["restoreSettings", "regionOfChoiceSettings", "secureScore"]) expect(older).not.toHaveProperty(name);
});

test("what a vault tells may be sent back", async () => {
  const { body } = await client.arm("GET", vaultId(client), "2026-07-01");
  expect((await client.arm("PUT", vaultId(client), "2026-07-01", body as object)).status).toBe(200);
});

test("an item tells of its source, a recovery point of threats, and a backup of its validation", async () => {
  const id = await protect(client, "vm1");
  await triggerBackup(client, id);
  const jobsOf = async (version: string) => {
    const jobs = at(await client.arm("GET", `${vaultId(client)}/backupJobs`, version), "value") as {
      id: string;
      properties: { operation: string };
    }[];
    const job = jobs.find(({ properties }) => properties.operation === "Backup");
    return (await propertiesOf(job?.id ?? "", version))["extendedInfo"] as {
      tasksList: { taskId: string; status: string }[];
      progressPercentage?: number;
    };
  };
  expect((await jobsOf("2026-07-01")).progressPercentage).toBeLessThan(100);
  client.emulator.advance(3 * MINUTES * 60_000);
  for (const version of NEWER) {
    expect(await propertiesOf(id, version)).toMatchObject({
      sourceLocation: "westeurope",
      sourceSideScanInfo: { sourceSideScanStatus: "NotConfigured", sourceSideScanSummary: "Unknown" },
    });
    const info = await jobsOf(version);
    expect(info.tasksList.map(({ taskId, status }) => `${taskId}: ${status}`)).toEqual([
      ...["Take Snapshot: Completed", "Transfer data to vault: Completed", "Validate Backup: Completed"],
    ]);
    expect(info.progressPercentage).toBe(100);
    const points = at(await client.arm("GET", `${id}/recoveryPoints`, version), "value") as { properties: object }[];
    expect(points[0]?.properties).toMatchObject({ threatStatus: "Unknown" });
  }
  expect(await propertiesOf(id, BACKUP)).not.toHaveProperty("sourceSideScanInfo");
  const older = await jobsOf(BACKUP);
  expect(older.tasksList).toHaveLength(2);
  expect(older).not.toHaveProperty("progressPercentage");
});
