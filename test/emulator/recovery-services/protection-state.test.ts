import {
  reducedRetention,
  requireDeletable,
  requireNoLessRetention,
} from "../../../lib/emulator/recovery-services/items/immutable-rules";
import {
  canonicalItemId,
  isInitialBackupPending,
  isLive,
  isPresent,
  isSoftDeleted,
  liveItems,
  remainingItems,
} from "../../../lib/emulator/recovery-services/items/protection-state";
import type { ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import {
  backupOf,
  contextOf,
  dailyRetention,
  DAY,
  ITEM_ID,
  itemOf,
  NOW,
  policyOf,
  refusalOf,
  VAULT_ID,
  vaultOf,
  VM_ID,
} from "./records";

const IMMUTABLE = vaultOf({ securitySettings: { immutabilitySettings: { state: "Unlocked" } } });

test.each<[string, Partial<ProtectedItem>, { present: boolean; softDeleted: boolean; live: boolean }]>([
  ["protected", {}, { present: true, softDeleted: false, live: true }],
  ["enabled at this moment", { protectedAt: NOW }, { present: true, softDeleted: false, live: true }],
  ["being enabled", { protectedAt: NOW + 1 }, { present: false, softDeleted: false, live: true }],
  [
    "being deleted",
    { deletion: { at: NOW + 1, recoverableUntil: NOW + DAY } },
    { present: true, softDeleted: false, live: true },
  ],
  ["soft-deleted", { deletion: { at: NOW, recoverableUntil: NOW + DAY } }, { present: true, softDeleted: true, live: false }],
  [
    "at the end of its soft delete",
    { deletion: { at: NOW - 1, recoverableUntil: NOW } },
    { present: false, softDeleted: false, live: false },
  ],
  [
    "being deleted for good",
    { deletion: { at: NOW + 1, recoverableUntil: undefined } },
    { present: true, softDeleted: false, live: true },
  ],
  [
    "deleted for good",
    { deletion: { at: NOW, recoverableUntil: undefined } },
    { present: false, softDeleted: false, live: false },
  ],
])("an item that is %s", (_, more, { present, softDeleted, live }) => {
  const item = itemOf(more);
  expect([isPresent(item, NOW), isSoftDeleted(item, NOW), isLive(item, NOW)]).toEqual([present, softDeleted, live]);
  const context = contextOf([], { item });
  expect(liveItems(context, VAULT_ID)).toHaveLength(live ? 1 : 0);
  expect(remainingItems(context, VAULT_ID)).toHaveLength(live || present ? 1 : 0);
});

test.each([
  ["no backup", [], true],
  ["a running one", [backupOf("j", 29)], true],
  ["one that completed at this moment", [backupOf("j", 30)], false],
  ["one that failed", [backupOf("j", 60, { outcome: "Failed" })], true],
  ["one with warnings", [backupOf("j", 60, { outcome: "CompletedWithWarnings" })], true],
  ["one before its protection was enabled", [backupOf("j", 1000 * 24 * 60)], true],
  ["a restore", [backupOf("j", 60, { operation: "Restore" })], true],
])("the initial backup of an item with %s is pending: %#", (_, jobs, pending) => {
  expect(isInitialBackupPending(contextOf([...jobs]), itemOf(), NOW)).toBe(pending);
});

test("names an item as Azure does: the group in lower case, the VM as it is written", () => {
  const id = VM_ID.replace("rg-app", "RG-App").replace("vm-web", "VM-Web");
  const written = ITEM_ID.replace(/;vm-web$/, ";VM-Web");
  expect(canonicalItemId(VAULT_ID, id)).toEqual({ id: written, containerName: "iaasvmcontainerv2;rg-app;vm-web" });
  expect(canonicalItemId(VAULT_ID, "vm-web")).toBeUndefined();
});

test("does not delete an item of an immutable vault that has recovery points", () => {
  const backups = [backupOf("j", 60)];
  expect(
    refusalOf(() => {
      requireDeletable(contextOf(backups), IMMUTABLE, itemOf());
    }),
  ).toContain("recovery points have not expired yet");
  expect(
    refusalOf(() => {
      requireDeletable(contextOf([]), IMMUTABLE, itemOf());
    }),
  ).toBeUndefined();
  expect(
    refusalOf(() => {
      requireDeletable(contextOf(backups), vaultOf(), itemOf());
    }),
  ).toBeUndefined();
});

const weekly = (count: number): object => ({
  weeklySchedule: { daysOfTheWeek: ["Sunday"], retentionDuration: { count, durationType: "Weeks" } },
});

test("names the schedules that keep backups for less time, also if one is missing", () => {
  const with30 = policyOf("a", { retentionPolicy: { ...dailyRetention(30), ...weekly(4) } });
  const with7 = policyOf("b", { retentionPolicy: { ...dailyRetention(7), ...weekly(8) } });
  expect(reducedRetention(with30, with7)).toEqual(["dailySchedule"]);
  expect(reducedRetention(with7, with30)).toEqual(["weeklySchedule"]);
  expect(reducedRetention(with30, with30)).toEqual([]);
  expect(reducedRetention(with30, policyOf("c"))).toEqual(["weeklySchedule"]);
  expect(reducedRetention(policyOf("c"), with30)).toEqual([]);
});

test("refuses less retention in an immutable vault only", () => {
  const [long, short] = [policyOf("a"), policyOf("b", { retentionPolicy: dailyRetention(7) })];
  expect(
    refusalOf(() => {
      requireNoLessRetention(IMMUTABLE, long, short);
    }),
  ).toContain("dailySchedule");
  expect(
    refusalOf(() => {
      requireNoLessRetention(IMMUTABLE, short, long);
    }),
  ).toBeUndefined();
  expect(
    refusalOf(() => {
      requireNoLessRetention(IMMUTABLE, undefined, short);
    }),
  ).toBeUndefined();
  expect(
    refusalOf(() => {
      requireNoLessRetention(vaultOf(), long, short);
    }),
  ).toBeUndefined();
});
