import { backUp, plan } from "../../../lib/hook/backup-now/backup-now";
import type { Progress } from "../../../lib/hook/backup-now/progress";
import type { BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import type { BackupPolicy } from "../../../lib/hook/vault/backup-policy";
import { FakeClock, FakeVault, item, job, backupOptions, backupContext, START } from "../fakes";

const DAILY: BackupPolicy = { id: "/p/daily", name: "daily", timeZone: "UTC", schedule: { kind: "daily", times: ["12:00"] } };
const SCHEDULED = item("vm-web", { policyId: DAILY.id });

async function planned(
  items = [SCHEDULED],
  overrides: Partial<BackupOptions> = {},
): Promise<{ vault: FakeVault; kinds: Progress[] }> {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, items, {}, [job("vm-busy")], [], [DAILY]);
  const { runs } = await plan(backupOptions(overrides), backupContext(vault, clock));
  return { vault, kinds: runs.map(({ progress }) => progress) };
}

test("returns what would be done, and changes nothing", async () => {
  const backedUp = item("vm-done", { protectionState: "Protected", lastRecoveryPoint: new Date("2026-11-01T00:00:00Z") });
  const stopped = item("vm-off", { protectionState: "ProtectionStopped" });
  const { vault, kinds } = await planned([SCHEDULED, item("vm-busy"), backedUp, stopped]);
  expect(kinds).toMatchObject([
    { kind: "waiting" },
    { kind: "running", job: { id: "job-vm-busy" } },
    { kind: "skipped", reason: "already backed up" },
    { kind: "skipped", warn: true },
  ]);
  expect(vault.triggers).toEqual([]);
  expect(vault.calls).toEqual(["listProtectedItems", "listJobs", "listJobs"]);
});

test("skips a VM whose scheduled backup is near, only if the option is set", async () => {
  // It is 10:00; the backup is due at 12:00.
  expect((await planned()).kinds).toMatchObject([{ kind: "waiting" }]);
  expect((await planned([SCHEDULED], { skipIfScheduledWithinMinutes: 119 })).kinds).toMatchObject([{ kind: "waiting" }]);
  expect((await planned([SCHEDULED], { skipIfScheduledWithinMinutes: 120 })).kinds).toEqual([
    {
      kind: "skipped",
      cause: "leftToSchedule",
      warn: false,
      reason: "left to its scheduled backup at 2026-11-20 12:00 UTC (policy 'daily'), which is due within 120 min",
    },
  ]);
});

test("reads a policy once for all its VMs, and not at all if nothing is pending", async () => {
  const items = ["a", "b", "c"].map((name) => item(name, { policyId: DAILY.id }));
  const { vault } = await planned(items, { skipIfScheduledWithinMinutes: 120 });
  expect(vault.calls.filter((call) => call === "getBackupPolicy")).toHaveLength(1);
  const done = await planned([item("a", { protectionState: "Protected" })], { skipIfScheduledWithinMinutes: 120 });
  expect(done.vault.calls).not.toContain("getBackupPolicy");
});

test("leaves only pending VMs with a policy to a scheduled backup", async () => {
  const near = { skipIfScheduledWithinMinutes: 120 };
  const backedUp = item("vm-done", { policyId: DAILY.id, protectionState: "Protected" });
  const { kinds } = await planned([item("vm-busy", { policyId: DAILY.id }), backedUp, item("vm-free")], near);
  expect(kinds).toMatchObject([{ kind: "running" }, { kind: "skipped", cause: "alreadyBackedUp" }, { kind: "waiting" }]);
});

test("fails a VM that cannot be backed up if a person named it, and skips it otherwise", async () => {
  const stopped = item("vm-off", { protectionState: "ProtectionStopped" });
  const reason = "protection is stopped and no recovery point exists; resume its protection first";
  const skipped = { kind: "skipped", cause: "cannotBeBackedUp", reason, warn: true };
  expect((await planned([stopped])).kinds).toEqual([skipped]);
  expect((await planned([stopped], { vms: [stopped.id], found: true })).kinds).toEqual([skipped]);
  expect((await planned([stopped], { vms: [stopped.id] })).kinds).toMatchObject([{ kind: "failed", reason }]);
});

test("follows a running backup of a VM that completed an earlier one", async () => {
  const clock = new FakeClock();
  const times = [90, 60].map((minutes) => new Date(START.getTime() - minutes * 60_000));
  const earlier = job("vm-web", { id: "earlier", status: "Completed", startTime: times[0], endTime: times[1] });
  const vault = new FakeVault(clock, [item("vm-web"), item("vm-db")], {}, [job("vm-web", { id: "now" }), earlier]);
  const { runs } = await plan(backupOptions(), backupContext(vault, clock));
  expect(runs.map(({ progress }) => progress)).toMatchObject([{ kind: "running", job: { id: "now" } }, { kind: "waiting" }]);
});

test("waits for the snapshot of a running backup, too", async () => {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")], {}, [job("vm-web")]);
  await backUp(backupOptions({ waitFor: "snapshot" }), backupContext(vault, clock));
  expect(clock.elapsed()).toBeGreaterThanOrEqual(10 * 60_000);
});

test("skips a pending VM that is known to be gone, and leaves the others as they are", async () => {
  const group = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines";
  const ids = ["vm-web", "vm-busy", "vm-done", "vm-nowhere"].map((name) => `${group}/${name}`);
  const backedUp = item("vm-done", { protectionState: "Protected" });
  const items = [item("vm-web"), item("vm-busy"), backedUp, item("vm-free")];
  const { kinds } = await planned(items, { vms: items.map(({ id }) => id), found: true, gone: ids });
  expect(kinds).toMatchObject([
    { kind: "skipped", cause: "vmIsGone", warn: true },
    { kind: "running" },
    { kind: "skipped", cause: "alreadyBackedUp" },
    { kind: "waiting" },
  ]);
});
