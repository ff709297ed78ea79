import { JobTable } from "../../../lib/emulator/recovery-services/jobs/job-table";
import { backupOf, ITEM_ID, VAULT_ID } from "./records";

const ids = (jobs: readonly { readonly id: string }[]): string[] => jobs.map(({ id }) => id);
const [a, b] = [backupOf("A", 60), backupOf("b", 30)];
const other = backupOf("c", 10, { itemId: `${ITEM_ID}-2` });
const foreign = backupOf("d", 5, { vaultId: `${VAULT_ID}-2`, itemId: "/items/d" });

function table(): { jobs: JobTable; changes: () => number } {
  let count = 0;
  const jobs = new JobTable([a, b, other, foreign], () => count++);
  return { jobs, changes: () => count };
}

test("finds jobs by vault and id, and those of a vault and of an item, in any case", () => {
  const { jobs, changes } = table();
  expect(jobs.get(VAULT_ID.toUpperCase(), "a")).toBe(a);
  expect(jobs.get(`${VAULT_ID}-2`, "a")).toBeUndefined();
  expect(jobs.get("/vaults/none", "a")).toBeUndefined();
  expect(ids(jobs.ofVault(VAULT_ID.toUpperCase()))).toEqual(["A", "b", "c"]);
  expect(ids(jobs.ofItem(ITEM_ID.toUpperCase()))).toEqual(["A", "b"]);
  expect([jobs.ofVault("/vaults/none"), jobs.ofItem("/items/none")]).toEqual([[], []]);
  expect(ids(jobs.toJSON())).toEqual(["A", "b", "c", "d"]);
  expect(changes()).toBe(0);
});

test("adds and replaces a job, and tells each change", () => {
  const { jobs, changes } = table();
  const added = backupOf("e", 0);
  jobs.add(added);
  const replaced = { ...b, outcome: "Failed" as const };
  jobs.replace(replaced);
  expect(jobs.ofItem(ITEM_ID)).toEqual([a, replaced, added]);
  expect(jobs.get(VAULT_ID, "b")).toBe(replaced);
  expect(ids(jobs.ofVault(VAULT_ID))).toEqual(["A", "b", "c", "e"]);
  expect(changes()).toBe(2);
});

test("removes the jobs of an item that match, and tells it only then", () => {
  const { jobs, changes } = table();
  jobs.remove(ITEM_ID, () => false);
  jobs.remove("/items/none", () => true);
  expect(changes()).toBe(0);
  jobs.remove(ITEM_ID.toUpperCase(), ({ id }) => id === "A");
  expect(ids(jobs.ofItem(ITEM_ID))).toEqual(["b"]);
  expect(ids(jobs.ofVault(VAULT_ID))).toEqual(["b", "c"]);
  expect(changes()).toBe(1);
});

test("removes the jobs of a vault", () => {
  const { jobs, changes } = table();
  jobs.removeVault(VAULT_ID.toUpperCase());
  expect([jobs.ofVault(VAULT_ID), jobs.ofItem(ITEM_ID), jobs.ofItem(other.itemId)]).toEqual([[], [], []]);
  expect(ids(jobs.toJSON())).toEqual(["d"]);
  expect(changes()).toBe(1);
});
