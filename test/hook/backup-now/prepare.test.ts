import { plan } from "../../../lib/hook/backup-now/backup-now";
import type { Progress } from "../../../lib/hook/backup-now/progress";
import type { BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import type { BackupPolicy } from "../../../lib/hook/vault/backup-policy";
import { FakeClock, FakeVault, item, job, backupOptions, backupContext } from "../fakes";

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
