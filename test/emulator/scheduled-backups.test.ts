import { BACKUP, ITEMS, POLICIES, VAULTS, itemBody, makeVault, policyBody, protect, triggerBackup, vmId } from "./azurerm";
import { at, startClient, type Client } from "./client";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BAG = "properties.extendedInfo.propertyBag";
const TYPE = "Microsoft.Compute/virtualMachines";

let client: Client;
let vault: string;
let item: string;
beforeEach(async () => {
  client = await startClient({ speed: 0, startTime: "2041-03-04T12:00:00Z" });
  vault = await makeVault(client);
  item = await protect(client, "vm1");
});

interface Listed {
  readonly name: string;
  readonly properties: Record<string, unknown>;
}
const listed = async (path: string) => at(await client.arm("GET", path, BACKUP), "value") as Listed[];
const jobs = () => listed(`${vault}/backupJobs?$filter=${encodeURIComponent("operation eq 'Backup'")}`);
const points = () => listed(`${item}/recoveryPoints`);
const tiers = ({ properties }: Listed) =>
  (properties["recoveryPointTierDetails"] as { type: string }[]).map(({ type }) => type).join("+");
const put = async (properties: object) => client.follow(await client.arm("PUT", item, ITEMS, { properties }));

function goTo(moment: string): void {
  client.emulator.advance(Date.parse(moment) - client.emulator.now().getTime());
}

test("a VM is backed up when its policy says so, without anybody asking", async () => {
  goTo("2041-03-04T19:31:00Z");
  expect((await jobs()).map(({ properties }) => properties)).toMatchObject([
    { status: "InProgress", startTime: "2041-03-04T19:30:00.0000000Z", actionsInfo: ["Cancellable"] },
  ]);
  goTo("2041-03-05T12:00:00Z");
  expect(at(await client.arm("GET", item, ITEMS), "properties")).toMatchObject({
    protectionState: "Protected",
    lastBackupTime: "2041-03-04T19:30:00.0000000Z",
  });
});

test("the clock may jump by years: what would still be there is, and no more", async () => {
  goTo("2051-03-04T12:00:00Z");
  const times = (await points()).map(({ properties }) => String(properties["recoveryPointTime"]).slice(0, 10));
  expect(times).toHaveLength(30);
  expect([times[0], times.at(-1)]).toEqual(["2051-03-03", "2051-02-02"]);
  expect((await jobs()).length).toBeLessThanOrEqual(62);
  expect(at(await client.arm("GET", item, ITEMS), "properties.protectionState")).toBe("Protected");
});

test("a snapshot is kept for the instant restore days, its copy in the vault for the retention", async () => {
  goTo("2041-03-06T12:00:00Z");
  expect((await points()).map(tiers)).toEqual(["InstantRP+HardenedRP", "InstantRP+HardenedRP"]);
  expect((await points())[1]?.properties["recoveryPointProperties"]).toEqual({
    expiryTime: expect.stringMatching(/^2041-04-03T19:3/) as string,
    ruleName: "Daily",
    isSoftDeleted: false,
    immutabilityProperties: { isImmutable: true },
  });
  goTo("2041-03-07T12:00:00Z");
  expect((await points()).map(tiers)).toEqual(["InstantRP+HardenedRP", "InstantRP+HardenedRP", "HardenedRP"]);
});

test("a changed retention holds for the recovery points there are, but brings none back", async () => {
  const policyId = `${vault}/backupPolicies/daily`;
  const setDays = async (count: number) => {
    const { properties } = policyBody();
    const { weeklySchedule: _, ...retention } = properties.retentionPolicy;
    const daily = { ...retention.dailySchedule, retentionDuration: { count, durationType: "Days" } };
    const retentionPolicy = { ...retention, dailySchedule: daily };
    expect((await client.arm("PUT", policyId, POLICIES, { properties: { ...properties, retentionPolicy } })).status).toBe(200);
  };
  await client.arm("PATCH", vault, VAULTS, { properties: { securitySettings: { immutabilitySettings: { state: "Disabled" } } } });
  await setDays(20);
  await put(itemBody(client, "vm1", policyId).properties);
  client.emulator.advance(30 * DAY);
  expect(await points()).toHaveLength(20);
  await setDays(10);
  expect(await points()).toHaveLength(10);
  await setDays(20);
  expect(await points()).toHaveLength(10);
});

test("a stopped VM is not backed up, keeps its recovery points, and goes on if it is resumed", async () => {
  goTo("2041-03-06T12:00:00Z");
  await put({ protectionState: "ProtectionStopped", protectedItemType: TYPE, sourceResourceId: vmId(client, "vm1") });
  client.emulator.advance(365 * DAY);
  const kept = await points();
  expect(kept).toHaveLength(2);
  expect(kept[0]?.properties["recoveryPointProperties"]).not.toHaveProperty("expiryTime");
  await put({ ...itemBody(client, "vm1").properties, protectionState: "Protected" });
  expect(await points()).toEqual([]);
  client.emulator.advance(2 * DAY);
  expect(await points()).toHaveLength(2);
});

test("a suspended VM is not backed up, and its recovery points expire as the policy says", async () => {
  goTo("2041-03-06T12:00:00Z");
  await put({ protectionState: "BackupsSuspended", protectedItemType: TYPE });
  client.emulator.advance(20 * DAY);
  expect(await points()).toHaveLength(2);
  client.emulator.advance(20 * DAY);
  expect(await points()).toEqual([]);
});

test("a scheduled backup fails while the snapshot of another is taken", async () => {
  goTo("2041-03-04T19:29:00Z");
  await triggerBackup(client, item);
  goTo("2041-03-05T12:00:00Z");
  expect((await jobs()).map(({ properties }) => properties["status"])).toEqual(["Failed", "Completed"]);
});

test("a scheduled backup leaves only a snapshot while another transfer runs", async () => {
  // A first backup of this VM takes its snapshot in 5 minutes and transfers it in 38.
  goTo("2041-03-04T19:10:00Z");
  await triggerBackup(client, item);
  goTo("2041-03-04T22:00:00Z");
  const [scheduled] = await jobs();
  const tasks = at(await client.arm("GET", `${vault}/backupJobs/${scheduled?.name ?? ""}`, BACKUP), "properties");
  expect(tasks).toMatchObject({
    status: "Completed",
    extendedInfo: { tasksList: [{ status: "Completed" }, { status: "Skipped" }] },
  });
  expect((await points()).map(tiers)).toEqual(["InstantRP", "InstantRP+HardenedRP"]);
});

test("the nine on-demand backups of a day do not count scheduled ones", async () => {
  goTo("2041-03-05T00:30:00Z");
  for (let n = 0; n < 9; n++) {
    await triggerBackup(client, item);
    client.emulator.advance(2 * HOUR);
  }
  goTo("2041-03-05T23:00:00Z");
  const bags = await Promise.all(
    (await jobs()).map(async ({ name }) => at(await client.arm("GET", `${vault}/backupJobs/${name}`, BACKUP), BAG) as object),
  );
  expect(bags.filter((bag) => !("Recovery Point Expiry Time in UTC" in bag))).toHaveLength(2);
});
