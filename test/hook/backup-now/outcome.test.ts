import { exitCodeOf, isForgiven } from "../../../lib/hook/backup-now/outcome";
import { failed, type Progress, vmIsGone } from "../../../lib/hook/backup-now/progress";
import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { item, job } from "../fakes";

const done: Progress = { kind: "completed", job: job("vm"), note: undefined };
const skipped: Progress = { kind: "skipped", cause: "alreadyBackedUp", reason: "already backed up", warn: false };
const warned: Progress = { kind: "completedWithWarnings", job: job("vm"), reason: "transfer failed" };
const gone = vmIsGone("the VM was deleted");
const broken = failed("x");
const forbidden = failed("x", undefined, ExitCode.notAuthorised);
const throttled = failed("x", undefined, ExitCode.throttledOut);

test.each<[string, Progress[], "settled" | "timedOut" | "interrupted", ExitCode]>([
  ["all done", [done, skipped], "settled", ExitCode.done],
  ["one with warnings", [done, warned], "settled", ExitCode.completedWithWarnings],
  ["one gone", [done, gone], "settled", ExitCode.completedWithWarnings],
  ["one gone, one failed", [gone, broken], "settled", ExitCode.backupFailed],
  ["one failed", [done, warned, broken], "settled", ExitCode.backupFailed],
  ["timed out", [done, warned], "timedOut", ExitCode.timedOut],
  ["timed out, one failed", [done, broken], "timedOut", ExitCode.backupFailed],
  ["not authorised", [broken, forbidden], "settled", ExitCode.notAuthorised],
  ["throttled out", [broken, throttled], "settled", ExitCode.throttledOut],
  ["interrupted", [done, broken], "interrupted", ExitCode.interrupted],
])("%s", (_, progress, ended, code) => {
  expect(
    exitCodeOf({
      ended,
      runs: progress.map((one) => ({ item: item("vm"), label: "vm", retainedUntil: undefined, progress: one })),
    }),
  ).toBe(code);
});

test("returns the exit code of the error that ended the run", () => {
  const error = new ArmError("cannot list", { status: 403, code: "AuthorizationFailed", detail: "no" });
  expect(exitCodeOf({ ended: "settled", runs: [], error })).toBe(ExitCode.notAuthorised);
});

test("ignores only failures of backups with onFailure: warn", () => {
  const forgiven = Object.values(ExitCode).filter((code) => isForgiven(code, "warn"));
  expect(forgiven).toEqual([ExitCode.backupFailed, ExitCode.completedWithWarnings, ExitCode.timedOut]);
  expect(Object.values(ExitCode).some((code) => isForgiven(code, "fail"))).toBe(false);
});
