import { ArmError } from "../../../lib/hook/arm/arm-error";
import { backUp } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import { ExitCode } from "../../../lib/contract/exit-code";
import { backupContext, backupOptions, FakeClock, FakeVault, item, job } from "../fakes";

/** VMs in three groups of the backups that are started without reading the jobs again. */
const ITEMS = Array.from({ length: 120 }, (_, index) => item(`vm-${index}`));
const LATER = ["vm-70", "vm-119"];

/** A run during whose first requests another run starts the backups of two later VMs. */
function race(vault: FakeVault): void {
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) => {
    if (vault.triggers.length === 0) vault.jobs.push(...LATER.map((name) => job(name, { id: `other-${name}` })));
    return trigger(request);
  };
}

function triggered({ triggers }: FakeVault): string[] {
  return triggers.map(({ itemId }) => itemId.split(";").at(-1) ?? "");
}

test("does not start a backup that another run started meanwhile, but follows it", async () => {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, ITEMS);
  race(vault);
  const result = await backUp(backupOptions(), backupContext(vault, clock));
  expect(exitCodeOf(result)).toBe(ExitCode.done);
  expect(triggered(vault)).toHaveLength(ITEMS.length - LATER.length);
  expect(triggered(vault)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^vm-(70|119)$/)]));
  const followed = result.runs.filter(({ item: { vmName } }) => LATER.includes(vmName));
  expect(followed.map(({ progress }) => "job" in progress && progress.job?.id)).toEqual(LATER.map((name) => `other-${name}`));
  expect(followed.map(({ progress }) => progress.kind)).toEqual(["completed", "completed"]);
  expect(followed.map(({ retainedUntil }) => retainedUntil)).toEqual([undefined, undefined]);
});

test.each([
  ["starts the others if the jobs cannot be read at the moment", 503, ITEMS.length],
  ["ends if the jobs may not be read", 403, 50],
])("%s", async (_, status, requests) => {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, ITEMS);
  const list = vault.listJobs.bind(vault);
  vault.listJobs = (query) =>
    query.statuses && vault.triggers.length > 0 && vault.triggers.length < ITEMS.length
      ? Promise.reject(new ArmError("cannot list the jobs", { status, detail: "no" }))
      : list(query);
  await backUp(backupOptions({ waitFor: "accepted" }), backupContext(vault, clock)).catch(() => undefined);
  expect(vault.triggers).toHaveLength(requests);
});

test("reads the jobs again before the 51st backup, not before", async () => {
  const lists = async (count: number): Promise<number> => {
    const clock = new FakeClock();
    const vault = new FakeVault(clock, ITEMS.slice(0, count));
    await backUp(backupOptions({ waitFor: "accepted" }), backupContext(vault, clock));
    return vault.calls.filter((call) => call === "listJobs").length;
  };
  // Two before the first backup, and one after the last.
  expect([await lists(50), await lists(51)]).toEqual([3, 4]);
});
