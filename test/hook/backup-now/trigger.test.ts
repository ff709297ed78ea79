import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError, type FailedAnswer } from "../../../lib/hook/arm/arm-error";
import { backUp, type BackupResult } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import type { BackupContext, BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import { RunEnded } from "../../../lib/hook/run-ended";
import { backupContext, backupOptions, FakeClock, FakeVault, item } from "../fakes";

const MINUTE = 60_000;

interface Scene {
  readonly vault: FakeVault;
  readonly clock: FakeClock;
  readonly run: (overrides?: Partial<BackupOptions>, more?: Partial<BackupContext>) => Promise<BackupResult>;
}

/** A run over VMs whose requests are answered by these errors first. */
function scene(names: string[], ...answers: (Error | undefined)[]): Scene {
  const clock = new FakeClock();
  const vault = new FakeVault(
    clock,
    names.map((name) => item(name)),
  );
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = async (request) => {
    const error = answers.shift();
    if (error === undefined) return trigger(request);
    vault.triggers.push(request);
    throw error;
  };
  const run: Scene["run"] = (overrides = {}, more = {}) => {
    const options = backupOptions({ concurrency: 1, ...overrides });
    return backUp(options, { ...backupContext(vault, clock, undefined, options.timeoutMinutes), ...more });
  };
  return { vault, clock, run };
}

const refusal = (answer: Partial<FailedAnswer>): ArmError => new ArmError("cannot start the backup", { detail: "no", ...answer });

function kinds({ runs }: BackupResult): string[] {
  return runs.map(({ progress }) => progress.kind);
}

test("sends nothing more after the time limit while Azure throttles", async () => {
  const { vault, clock, run } = scene(["a", "b"], refusal({ status: 429, retryAfterMs: 60 * MINUTE }));
  const result = await run({ timeoutMinutes: 10 });
  expect(exitCodeOf(result)).toBe(ExitCode.timedOut);
  expect(kinds(result)).toEqual(["waiting", "waiting"]);
  expect(vault.triggers).toHaveLength(1);
  expect(clock.elapsed()).toBe(10 * MINUTE);
});

test("holds back every VM while Azure throttles one", async () => {
  const { vault, clock, run } = scene(["a", "b"], refusal({ status: 429, retryAfterMs: 7_000 }));
  expect(exitCodeOf(await run({ waitFor: "accepted", concurrency: 2 }))).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(3);
  expect(clock.sleeps[0]).toBe(7_000);
});

test.each<[string, Partial<FailedAnswer>, number, ExitCode]>([
  ["a rejected token", { status: 401 }, 1, ExitCode.notAuthenticated],
  ["a missing role", { status: 403, code: "AuthorizationFailed" }, 1, ExitCode.notAuthorised],
  ["a lock of one VM", { status: 403, code: "ScopeLocked" }, 3, ExitCode.azureError],
  ["a refusal of one VM", { status: 400, code: "SomethingNew" }, 3, ExitCode.backupFailed],
])("sends as many requests as can help after %s", async (_, answer, requests, code) => {
  const { vault, run } = scene(["a", "b", "c"], refusal(answer));
  const result = await run();
  expect(vault.triggers).toHaveLength(requests);
  const [first] = result.runs;
  expect(first?.progress).toMatchObject({ kind: "failed", exitCode: code });
  expect(kinds(result).slice(1)).toEqual(Array(2).fill(requests === 1 ? "failed" : "completed"));
});

test("names the missing role and Azure's answer", async () => {
  const { run } = scene(["a"], refusal({ status: 403, code: "AuthorizationFailed" }));
  const [first] = (await run()).runs;
  expect(first?.progress).toMatchObject({
    reason: expect.stringMatching(/^cannot start the backup: Azure answered 403 AuthorizationFailed: no; .*role/) as string,
  });
});

test.each([
  ["the token is missing", refusal({ code: "ENOTFOUND", notSent: true }), ExitCode.azureError],
  ["of a defect", new TypeError("a defect"), ExitCode.unexpected],
])("ends without another request if %s", async (_, error, code) => {
  const { vault, run } = scene(["a", "b"], error);
  const result = await run();
  expect(exitCodeOf(result)).toBe(code);
  expect(kinds(result)).toEqual(["waiting", "waiting"]);
  expect(vault.triggers).toHaveLength(1);
});

test("says that it was interrupted, not what the interrupted request threw", async () => {
  const controller = new AbortController();
  const { vault, run } = scene(["a", "b"]);
  vault.triggerBackup = () => {
    controller.abort(new RunEnded("interrupted"));
    return Promise.reject(refusal({ code: "ABORT_ERR", notSent: true }));
  };
  const result = await run({}, { signal: controller.signal });
  expect(result).toMatchObject({ ended: "interrupted" });
  expect(result).not.toHaveProperty("error");
  expect(exitCodeOf(result)).toBe(ExitCode.interrupted);
});

test("starts nothing after an interruption, even between two VMs", async () => {
  const controller = new AbortController();
  const { vault, run } = scene(["a", "b", "c"]);
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) => {
    controller.abort(new RunEnded("interrupted"));
    return trigger(request);
  };
  const result = await run({}, { signal: controller.signal });
  expect(kinds(result)).toEqual(["requested", "waiting", "waiting"]);
  expect(vault.triggers).toHaveLength(1);
});

test("fails a VM whose retention date has passed since the run began", async () => {
  const { vault, clock, run } = scene(["a"]);
  const beforeFirstTrigger = (): void => void clock.sleep(15 * 60 * MINUTE);
  const result = await run({ retention: { until: "2026-11-20" }, timeoutMinutes: 24 * 60 }, { beforeFirstTrigger });
  expect(vault.triggers).toEqual([]);
  expect(result.runs[0]?.progress).toMatchObject({
    kind: "failed",
    exitCode: ExitCode.badInput,
    reason: expect.stringContaining("must be today (2026-11-21, UTC) or later") as string,
  });
});

test("keeps no retention of a VM whose request was refused", async () => {
  const { run } = scene(["a", "b"], refusal({ status: 400, code: "SomethingNew" }));
  const { runs } = await run();
  expect(runs.map(({ retainedUntil }) => retainedUntil)).toEqual([undefined, "2026-12-20"]);
});

test("sends the retention of each VM, and shows it", async () => {
  const { vault, run } = scene(["a", "b"]);
  const retentions = [{ retention: { days: 7 }, protectedItemIds: [item("b").id] }];
  const { runs } = await run({ retentions });
  expect(vault.triggers.map(({ expiresAt }) => expiresAt)).toEqual(["2026-12-20T23:59:59Z", "2026-11-27T23:59:59Z"]);
  expect(runs.map(({ retainedUntil }) => retainedUntil)).toEqual(["2026-12-20", "2026-11-27"]);
});

test("adds the remedy to a refusal that is known", async () => {
  const { run } = scene(["a"], refusal({ status: 400, code: "AzureVmOffline" }));
  expect((await run()).runs[0]?.progress).toMatchObject({
    reason:
      "cannot start the backup: Azure answered 400 AzureVmOffline: no [the VM or its agent is offline: start the VM and check its agent]",
  });
});

test("does not repeat what a person must allow, whatever its code", async () => {
  const { vault, run } = scene(["a"], refusal({ status: 403, code: "BMSUserErrorObjectLocked" }));
  expect(kinds(await run())).toEqual(["failed"]);
  expect(vault.triggers).toHaveLength(1);
});

test("tells that the run is settled, and by which error", async () => {
  const error = new TypeError("a defect");
  expect(await scene(["a"], error).run()).toMatchObject({ ended: "settled", error });
});

test("tells what it will do before the first backup if only one of the VMs needs it", async () => {
  const clock = new FakeClock();
  const done = item("b", { protectionState: "Protected" });
  const vault = new FakeVault(clock, [item("a"), done]);
  let told = 0;
  await backUp(backupOptions(), { ...backupContext(vault, clock), beforeFirstTrigger: () => told++ });
  expect(told).toBe(1);
});
