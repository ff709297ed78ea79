import type { Progress } from "../../../lib/hook/backup-now/progress";
import { restoreHeartbeat, restoreLine } from "../../../lib/hook/restore/restore-line";
import { job } from "../fakes";

const at = (progressPercent: number, task = "Transfer data from vault"): Progress => ({
  kind: "running",
  job: job("vm-web", {
    progressPercent,
    tasks: [{ name: task, status: "InProgress" }],
    estimatedRemaining: `${100 - progressPercent} min`,
  }),
  snapshotTaken: false,
});

test("returns a line for every ten percent of a task, and for another task", () => {
  const steps = [...Array.from({ length: 99 }, (_, index) => at(index + 1)), at(99, "Create the restored virtual machine")];
  const lines = steps.flatMap((step, index) => restoreLine(step, steps[index - 1] ?? step) ?? []);
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe("Transfer data from vault (10 %, 90 min left by Azure's estimate)");
  expect(lines.at(-1)).toMatch(/^Create the restored virtual machine/);
});

test("returns a heartbeat while the job runs", () => {
  expect(restoreHeartbeat(at(42), 3_600_000)).toBe(
    "the restore still runs: Transfer data from vault (42 %, 58 min left by Azure's estimate) (after 1 h 00 min)",
  );
  expect(restoreHeartbeat({ kind: "waiting" }, 0)).toBeUndefined();
});
