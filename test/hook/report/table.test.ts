import { failed, type Progress, retainedUntilOf, type VmRun } from "../../../lib/hook/backup-now/progress";
import { formatDuration } from "../../../lib/hook/report/duration";
import { jobsTable, rowOf, summary } from "../../../lib/hook/report/table";
import { item, job } from "../fakes";

const NOW = new Date("2026-11-20T12:30:00Z");
const ended = new Date("2026-11-20T10:42:00Z");

function run(vmName: string, progress: Progress, retainedUntil?: string): VmRun {
  return { item: item(vmName), label: vmName, progress, retainedUntil };
}

const completed = run(
  "vm-web",
  { kind: "completed", job: job("vm-web", { status: "Completed", endTime: ended }), note: undefined },
  "2026-12-20",
);
const running = run("vm-app", { kind: "running", job: job("vm-app"), snapshotTaken: true }, "2026-12-20");
const skipped = run("vm-old", { kind: "skipped", cause: "alreadyBackedUp", reason: "already backed up", warn: false });
const stopped = run("vm-db", failed("protection is stopped"));
const cancelled = run("vm-x", failed("was cancelled", job("vm-x", { status: "Cancelled", endTime: ended })));

test.each<[VmRun, string[]]>([
  [completed, ["vm-web", "Backup", "Completed", "2026-11-20 10:00 UTC", "42 min", "2026-12-20"]],
  [running, ["vm-app", "Backup", "InProgress (snapshot taken)", "2026-11-20 10:00 UTC", "2 h 30 min", "2026-12-20"]],
  [skipped, ["vm-old", "-", "Already backed up", "-", "-", "-"]],
  [stopped, ["vm-db", "-", "Failed", "-", "-", "-"]],
  [cancelled, ["vm-x", "Backup", "Cancelled", "2026-11-20 10:00 UTC", "42 min", "-"]],
])("row %#", (of, cells) => {
  expect(rowOf(of, NOW)).toEqual(cells);
});

test("formats a plain table, sorted by name", () => {
  expect(jobsTable([completed, skipped], NOW)).toMatchInlineSnapshot(`
   "┌────────┬───────────┬───────────────────┬──────────────────────┬──────────┬────────────────┐
   │ VM     │ Operation │ Status            │ Started              │ Duration │ Retained until │
   ├────────┼───────────┼───────────────────┼──────────────────────┼──────────┼────────────────┤
   │ vm-old │ -         │ Already backed up │ -                    │ -        │ -              │
   ├────────┼───────────┼───────────────────┼──────────────────────┼──────────┼────────────────┤
   │ vm-web │ Backup    │ Completed         │ 2026-11-20 10:00 UTC │ 42 min   │ 2026-12-20     │
   └────────┴───────────┴───────────────────┴──────────────────────┴──────────┴────────────────┘"
  `);
});

test("counts the outcomes in the summary", () => {
  expect(summary([completed, completed, running, skipped, stopped], "completed")).toBe(
    "5 VMs: 2 completed, 1 with the snapshot taken, 1 already backed up, 1 failed",
  );
  expect(summary([completed], "completed")).toBe("1 VM: 1 completed");
});

test.each([
  [0, "0 s"],
  [59_400, "59 s"],
  [60_000, "1 min"],
  [3_599_000, "1 h 00 min"],
  [7_500_000, "2 h 05 min"],
])("%d ms", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each<[string, Progress]>([
  ["failed", { kind: "failed", job: job("vm", { status: "Failed", retainedUntil: "2026-12-20" }), reason: "no", exitCode: 1 }],
  ["waits to be tried again", { kind: "waiting", because: "retrying in 5 min" }],
  ["was left alone", { kind: "skipped", cause: "leftToSchedule", reason: "left to its scheduled backup", warn: false }],
])("shows no day until which a backup is retained that %s", (_, progress) => {
  expect(rowOf(run("vm", progress, "2026-12-20"), NOW).at(-1)).toBe("-");
  expect(retainedUntilOf(run("vm", progress, "2026-12-20"))).toBeUndefined();
});

test("shows the day of the job for a backup that somebody else has started", () => {
  const completed: Progress = { kind: "completed", job: job("vm", { retainedUntil: "2026-12-31" }), note: undefined };
  expect(rowOf(run("vm", completed), NOW).at(-1)).toBe("2026-12-31");
});
