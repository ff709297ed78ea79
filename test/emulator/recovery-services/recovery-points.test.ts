import type { Job, ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import {
  backupOfPoint,
  findPoint,
  recoveryPointsOf,
  settleExpired,
} from "../../../lib/emulator/recovery-services/recovery-points/recovery-points";
import { moveReadiness, vaultTiers } from "../../../lib/emulator/recovery-services/restores/archive-tier";
import { backupOf, contextOf, dailyRetention, DAY, itemOf, MINUTE, NOW, policyOf } from "./records";

const DAY_MINUTES = 24 * 60;

/** The recovery points of an item with these jobs, as tiers. */
function pointsOf(jobs: Job[], item: ProtectedItem = itemOf()) {
  const context = contextOf(jobs, { item });
  for (const policy of [policyOf("days-30"), policyOf("days-1", { retentionPolicy: dailyRetention(1) })])
    context.state.policies.set(policy.id, policy);
  return recoveryPointsOf(context, item);
}
const tiers = (jobs: Job[], item?: ProtectedItem): string[] =>
  pointsOf(jobs, item).map(({ instant, vaulted, archived }) =>
    [instant && "snapshot", vaulted && "vault", archived && "archive"].filter(Boolean).join("+"),
  );
const withBackup = (id: string, minutesAgo: number, backup: object, more: Partial<Job> = {}): Job => {
  const job = backupOf(id, minutesAgo, more);
  return { ...job, backup: { snapshotDays: 2, sizeInMegabytes: 1, ...backup } };
};
const failing = (id: string, minutesAgo: number, outcomes: ["Completed" | "Failed", "Skipped" | "Failed"]): Job => {
  const job = backupOf(id, minutesAgo);
  return { ...job, tasks: job.tasks.map((task, index) => ({ ...task, outcome: outcomes[index] ?? "Failed" })) };
};

test("a recovery point exists after the snapshot, and is in the vault after the transfer", () => {
  expect(tiers([backupOf("j", 9)])).toEqual([]);
  expect(tiers([backupOf("j", 10)])).toEqual(["snapshot"]);
  expect(tiers([backupOf("j", 29)])).toEqual(["snapshot"]);
  expect(tiers([backupOf("j", 30)])).toEqual(["snapshot+vault"]);
});

test("a recovery point loses its snapshot after the days of the backup", () => {
  expect(tiers([backupOf("j", 2 * DAY_MINUTES)])).toEqual(["snapshot+vault"]);
  expect(tiers([backupOf("j", 2 * DAY_MINUTES + 10)])).toEqual(["vault"]);
  expect(tiers([withBackup("j", 5 * DAY_MINUTES, { snapshotDays: 5 })])).toEqual(["snapshot+vault"]);
});

test("a backup without a transfer has a recovery point while its snapshot is kept", () => {
  expect(tiers([failing("j", 60, ["Completed", "Skipped"])])).toEqual(["snapshot"]);
  expect(tiers([failing("j", 3 * DAY_MINUTES, ["Completed", "Skipped"])])).toEqual([]);
  expect(tiers([failing("j", 60, ["Failed", "Failed"])])).toEqual([]);
  expect(tiers([backupOf("j", 60, { tasks: [] })])).toEqual([]);
  expect(tiers([withBackup("j", 60, { isExpired: true })])).toEqual([]);
  const { backup: _, ...without } = backupOf("j", 60);
  expect(tiers([without])).toEqual([]);
});

test("a backup whose transfer is not known has a snapshot only", () => {
  const job = backupOf("j", 60);
  expect(tiers([{ ...job, tasks: job.tasks.slice(0, 1) }])).toEqual(["snapshot"]);
});

test("loses its snapshot at the very end of its days", () => {
  const [snapshot, ...others] = backupOf("j", 60).tasks;
  // The moment of the data lies in the snapshot, which here has no length.
  const taken = { ...snapshot, startTime: NOW - 2 * DAY, endTime: NOW - 2 * DAY } as Job["tasks"][number];
  expect(tiers([backupOf("j", 60, { tasks: [taken, ...others] })])).toEqual(["vault"]);
});

test("keeps the snapshot of a long transfer until its end", () => {
  const job = backupOf("j", 3 * DAY_MINUTES);
  const [snapshot, transfer] = job.tasks;
  const tasks = [snapshot, { ...transfer, endTime: NOW + MINUTE }] as Job["tasks"];
  expect(tiers([{ ...job, tasks, endTime: NOW + MINUTE }])).toEqual(["snapshot"]);
});

test("lists the newest first, with the moment inside the snapshot as name", () => {
  const points = pointsOf([backupOf("old", 300), backupOf("new", 60)]);
  expect(points.map(({ time }) => time)).toEqual([...points.map(({ time }) => time)].sort((a, b) => b - a));
  for (const [index, start] of [NOW - 60 * MINUTE, NOW - 300 * MINUTE].entries()) {
    const { time = 0, name } = points[index] ?? {};
    expect(time).toBeGreaterThan(start);
    expect(time).toBeLessThan(start + 7.6 * MINUTE);
    expect(name).toBe(String(Math.floor(time) * 10_000));
  }
});

test("counts the backups since the protection was enabled only", () => {
  const item = itemOf({ protectedAt: NOW - 100 * MINUTE });
  expect(tiers([backupOf("before", 101), backupOf("at", 100)], item)).toHaveLength(1);
  expect(tiers([backupOf("restore", 60, { operation: "Restore" })])).toEqual([]);
});

test.each<[string, boolean, Partial<ProtectedItem>, object, number]>([
  ["an on-demand backup before its expiry", true, {}, { expiry: NOW + 1 }, 60],
  ["an on-demand backup at its expiry", false, {}, { expiry: NOW }, 60],
  ["an on-demand backup without an expiry", true, {}, {}, 300 * DAY_MINUTES],
  [
    "a scheduled backup in its retention",
    true,
    { policyId: policyOf("days-30").id },
    { scheduled: { day: "2026-11-20" } },
    29 * DAY_MINUTES,
  ],
  [
    "a scheduled backup after its retention",
    false,
    { policyId: policyOf("days-30").id },
    { scheduled: { day: "2026-11-20" } },
    31 * DAY_MINUTES,
  ],
  [
    "a scheduled backup after a shorter retention",
    false,
    { policyId: policyOf("days-1").id },
    { scheduled: { day: "2026-11-20" } },
    2 * DAY_MINUTES,
  ],
  ["a scheduled backup without a policy", true, {}, { scheduled: { day: "2026-11-20" } }, 300 * DAY_MINUTES],
  ["an expired backup whose protection is stopped", true, { protection: "ProtectionStopped" }, { expiry: NOW - 1 }, 60],
  [
    "an expired backup of a soft-deleted item",
    true,
    { deletion: { at: NOW, recoverableUntil: NOW + DAY } },
    { expiry: NOW - 1 },
    60,
  ],
  ["an expired backup whose protection is suspended", false, { protection: "BackupsSuspended" }, { expiry: NOW - 1 }, 60],
])("%s has a recovery point: %s", (_, exists, item, backup, minutesAgo) => {
  expect(tiers([withBackup("j", minutesAgo, backup)], itemOf(item))).toHaveLength(exists ? 1 : 0);
});

test("an archived recovery point is in the vault again only while it is rehydrated", () => {
  const archivedAt = NOW - DAY;
  const of = (backup: object): string[] => tiers([withBackup("j", 100 * DAY_MINUTES, backup)]);
  expect(of({ archivedAt })).toEqual(["archive"]);
  expect(of({ archivedAt: NOW + 1 })).toEqual(["vault"]);
  expect(of({ archivedAt: NOW })).toEqual(["archive"]);
  expect(of({ archivedAt, rehydrated: { from: NOW, until: NOW + 1 } })).toEqual(["vault+archive"]);
  expect(of({ archivedAt, rehydrated: { from: NOW + 1, until: NOW + 2 } })).toEqual(["archive"]);
  expect(of({ archivedAt, rehydrated: { from: NOW - 2, until: NOW } })).toEqual(["archive"]);
});

test("finds a point by its name, and the backup that made it", () => {
  const [old, recent] = [backupOf("old", 300), backupOf("new", 60)];
  const context = contextOf([old, recent]);
  const [point] = recoveryPointsOf(context, itemOf());
  expect(findPoint(context, itemOf(), point?.name ?? "")).toEqual(point);
  expect(point && backupOfPoint(context, itemOf(), point)?.id).toBe("new");
  expect(() => findPoint(context, itemOf(), "1")).toThrow(expect.objectContaining({ status: 404 }) as Error);
  expect(point).toMatchObject({ scheduled: false, expiry: Infinity });
  const scheduled = withBackup("s", 60, { scheduled: { day: "2026-11-20" } });
  expect(recoveryPointsOf(contextOf([scheduled]), itemOf())).toMatchObject([{ scheduled: true }]);
});

test("a recovery point that has expired stays so under a longer policy", () => {
  const item = itemOf({ policyId: policyOf("daily").id });
  const backup = { scheduled: { day: "2026-11-20" } };
  const context = contextOf([withBackup("expired", 40 * DAY_MINUTES, backup), withBackup("kept", 20 * DAY_MINUTES, backup)], {
    item,
  });
  const setDays = (days: number): void => {
    const policy = policyOf("daily", { retentionPolicy: dailyRetention(days) });
    context.state.policies.set(policy.id, policy);
  };
  setDays(30);
  settleExpired(context, item);
  setDays(90);
  expect(recoveryPointsOf(context, item).map((point) => backupOfPoint(context, item, point)?.id)).toEqual(["kept"]);
});

test("settles what has expired to the millisecond, whatever else the item has", () => {
  const job = backupOf("at", 60);
  const [snapshot, ...others] = job.tasks;
  const tasks = [{ ...snapshot, endTime: job.startTime } as Job["tasks"][number], ...others];
  const { backup: _, ...without } = backupOf("without", 60);
  const expiring = (id: string, expiry: number): Job => withBackup(id, 60, { expiry }, { tasks });
  const jobs = [without, backupOf("no-tasks", 60, { tasks: [] }), expiring("at", NOW), expiring("after", NOW + 1)];
  const context = contextOf(jobs);
  settleExpired(context, itemOf());
  expect(context.state.jobs.ofItem(itemOf().id).map(({ backup }) => backup?.isExpired)).toEqual([
    ...[undefined, undefined, true, undefined],
  ]);
});

test("shows the tiers and whether a point can be archived, or why not", () => {
  const context = contextOf();
  const point = findPoint(contextOf([backupOf("j", 60)]), itemOf(), pointsOf([backupOf("j", 60)])[0]?.name ?? "");
  const of = (more: object) => moveReadiness(context, { ...point, ...more });
  const old = { vaulted: true, archived: false, time: NOW - 90 * DAY };
  expect(of({ ...old, expiry: NOW + 180 * DAY })).toEqual({ isReadyForMove: true, additionalInfo: "" });
  expect(of({ ...old, expiry: NOW + 180 * DAY - 1 })).toEqual({
    isReadyForMove: false,
    additionalInfo: "Recovery point will expire in less than 180 days.",
  });
  for (const young of [
    { ...old, time: NOW - 90 * DAY + 1 },
    { ...old, vaulted: false },
  ]) {
    expect(of(young)).toEqual({
      isReadyForMove: false,
      additionalInfo: "Whether this recovery point can be moved is not determined yet.",
    });
  }
  expect(of({ ...old, archived: true })).toEqual({
    isReadyForMove: false,
    additionalInfo: "Recovery point is already in the archive tier.",
  });
  const tierOf = (vaulted: boolean, archived: boolean) => vaultTiers({ ...point, vaulted, archived });
  expect([tierOf(false, false), tierOf(true, false), tierOf(false, true), tierOf(true, true)]).toEqual([
    [],
    [{ type: "HardenedRP", status: "Valid" }],
    [{ type: "ArchivedRP", status: "Valid" }],
    [{ type: "ArchivedRP", status: "Rehydrated" }],
  ]);
});
