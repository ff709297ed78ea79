import { ArmError } from "../../../lib/hook/arm/arm-error";
import { Attempts } from "../../../lib/hook/backup-now/attempts";
import { discountScheduled } from "../../../lib/hook/backup-now/scheduled-attempts";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import { FakeClock, FakeVault, job, START } from "../fakes";

const TASKS = [{ name: "Take Snapshot", status: "Failed" }];

/** The jobs of a VM in the last hours: by a schedule, unless they have a retention date of their own. */
function jobsOf(vmName: string, count: number, details: Partial<BackupJob> = { tasks: TASKS }): BackupJob[] {
  return Array.from({ length: count }, (_, index) =>
    job(vmName, {
      id: `${vmName}-${index}`,
      status: "Failed",
      startTime: new Date(START.getTime() - (index + 1) * 3_600_000),
      endTime: START,
      ...details,
    }),
  );
}

/** Discounts what schedules started, and returns the attempts that are left of each VM, and the jobs that were read. */
async function discounted(jobs: BackupJob[], fail?: (id: string) => Error | undefined) {
  const vault = new FakeVault(new FakeClock(), [], {}, jobs);
  const attempts = new Attempts();
  attempts.learn(jobs.map((one) => ({ ...one, tasks: undefined, retainedUntil: undefined })));
  const reads: string[] = [];
  const read = vault.getJob.bind(vault);
  vault.getJob = (id) => {
    reads.push(id);
    const error = fail?.(id);
    return error ? Promise.reject(error) : read(id);
  };
  const vmKeys = [...new Set(jobs.map(({ vmKey }) => vmKey))];
  await discountScheduled(vmKeys, attempts, { vault, now: START, concurrency: 1 });
  return { counts: vmKeys.map((vmKey) => attempts.count(vmKey, START)), reads };
}

test("reads no job of a VM that has attempts left", async () => {
  expect(await discounted(jobsOf("vm", 1))).toEqual({ counts: [1], reads: [] });
});

test("does not count what a schedule started, from two attempts on", async () => {
  expect(await discounted(jobsOf("vm", 2))).toEqual({ counts: [0], reads: ["vm-0", "vm-1"] });
});

test("counts a job that has a retention date of its own, and one without steps", async () => {
  const own = jobsOf("own", 2, { tasks: TASKS, retainedUntil: "2026-12-20" });
  const early = jobsOf("early", 2, { tasks: [] });
  const without = jobsOf("without", 2, { tasks: undefined });
  const get = await discounted([...own, ...early]);
  expect(get.counts).toEqual([2, 2]);
  const vault = new FakeVault(new FakeClock(), []);
  vault.getJob = (id) => Promise.resolve(without.find((one) => one.id === id));
  const attempts = new Attempts();
  attempts.learn(without);
  await discountScheduled([without[0]?.vmKey ?? ""], attempts, { vault, now: START, concurrency: 1 });
  expect(attempts.count(without[0]?.vmKey ?? "", START)).toBe(2);
});

test("does not read a job that Azure says a person started", async () => {
  expect(await discounted(jobsOf("vm", 3, { tasks: TASKS, userTriggered: true }))).toEqual({ counts: [3], reads: [] });
});

test("reads a hundred jobs, those of the VMs with the most attempts first", async () => {
  const few = Array.from({ length: 60 }, (_, index) => jobsOf(`few-${index}`, 2)).flat();
  const { reads, counts } = await discounted([...few, ...jobsOf("many", 5), ...jobsOf("more", 3)]);
  expect(reads).toHaveLength(100);
  expect(reads.slice(0, 9)).toEqual([0, 1, 2, 3, 4].map((n) => `many-${n}`).concat(["more-0", "more-1", "more-2", "few-0-0"]));
  expect(counts.slice(-2)).toEqual([0, 0]);
});

test("counts a job that cannot be read at the moment, and throws what does not pass", async () => {
  const error = (status: number) => new ArmError("cannot read the job", { status, detail: "no" });
  expect((await discounted(jobsOf("vm", 2), (id) => (id === "vm-0" ? error(503) : undefined))).counts).toEqual([1]);
  await expect(discounted(jobsOf("vm", 2), () => error(403))).rejects.toThrow("cannot read the job");
  await expect(discounted(jobsOf("vm", 2), () => new TypeError("a defect"))).rejects.toThrow("a defect");
});
