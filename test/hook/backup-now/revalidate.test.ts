import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { backUp, type BackupResult } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import type { BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import type { ProtectedItem } from "../../../lib/hook/vault/protected-item";
import { backupContext, backupOptions, FakeClock, FakeVault, item, job, START } from "../fakes";

const MINUTE = 60_000;
const PROTECTED = { protectionState: "Protected", lastRecoveryPoint: new Date("2026-11-01T00:00:00Z") };

interface Scene {
  readonly vault: FakeVault;
  readonly clock: FakeClock;
  readonly lines: string[];
  readonly run: (overrides?: Partial<BackupOptions>) => Promise<BackupResult>;
}

/** A run whose first request is refused because another operation locks the item: five minutes later the VM is checked again. */
function locked(initial = item("vm-web"), jobs: BackupJob[] = []): Scene {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [initial], {}, jobs);
  const around = backupContext(vault, clock);
  const trigger = vault.triggerBackup.bind(vault);
  let refusals = 0;
  vault.triggerBackup = (request) =>
    refusals++ === 0
      ? Promise.reject(
          new ArmError("cannot start the backup", { status: 409, code: "BMSUserErrorObjectLocked", detail: "locked" }),
        )
      : trigger(request);
  return { vault, clock, lines: around.lines, run: (overrides = {}) => backUp(backupOptions(overrides), around) };
}

function itemIs(vault: FakeVault, state: Partial<ProtectedItem>): void {
  vault.getProtectedItem = () => Promise.resolve(item("vm-web", state));
}

const unavailable = (status: number): ArmError => new ArmError("cannot read", { status, detail: "no" });

test.each<[string, Partial<ProtectedItem>, string, boolean]>([
  ["has a backup", PROTECTED, "already backed up", false],
  [
    "has one and is in error",
    { ...PROTECTED, protectionState: "ProtectionError" },
    "already backed up, but Azure reports ProtectionError",
    true,
  ],
])("skips a VM that %s when it is checked again", async (_, state, reason, warn) => {
  const { vault, run } = locked();
  itemIs(vault, state);
  const result = await run();
  expect(result.runs[0]?.progress).toEqual({ kind: "skipped", cause: "alreadyBackedUp", reason, warn });
  expect(vault.triggers).toEqual([]);
});

test("fails a VM whose protection was stopped meanwhile", async () => {
  const { vault, run } = locked();
  itemIs(vault, { protectionState: "ProtectionStopped" });
  const result = await run();
  expect(exitCodeOf(result)).toBe(ExitCode.backupFailed);
  expect(result.runs[0]?.progress).toMatchObject({
    kind: "failed",
    reason: "protection is stopped and no recovery point exists; resume its protection first",
  });
  expect(vault.triggers).toEqual([]);
});

test("starts the backup of a VM that is still pending, or that Azure does not return", async () => {
  for (const answer of [item("vm-web"), undefined]) {
    const { vault, run } = locked();
    vault.getProtectedItem = () => Promise.resolve(answer);
    expect(exitCodeOf(await run())).toBe(ExitCode.done);
    expect(vault.triggers).toHaveLength(1);
  }
});

test("starts the backup of a backed-up VM with force after the wait", async () => {
  const { vault, run } = locked(item("vm-web", PROTECTED));
  expect(exitCodeOf(await run({ force: true }))).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
});

test("checks a VM a minute later if it cannot be read at the moment", async () => {
  const { vault, clock, lines, run } = locked();
  const times: number[] = [];
  vault.getProtectedItem = () => {
    times.push(clock.elapsed());
    return times.length < 3 ? Promise.reject(unavailable(503)) : Promise.resolve(item("vm-web"));
  };
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(times.map((time, index) => time - (times[index - 1] ?? 0)).slice(1)).toEqual([MINUTE, MINUTE]);
  expect(vault.triggers).toHaveLength(1);
  expect(lines.filter((line) => line.includes("retrying in 5 min"))).toHaveLength(1);
});

test.each([
  ["is refused", unavailable(403), ExitCode.notAuthorised],
  ["fails by a defect", new TypeError("a defect"), ExitCode.unexpected],
])("ends if the read of a VM %s", async (_, error, code) => {
  const { vault, run } = locked();
  vault.getProtectedItem = () => Promise.reject(error);
  expect(exitCodeOf(await run())).toBe(code);
  expect(vault.triggers).toEqual([]);
});

test("follows a backup that began since the start of the run, even if it has completed", async () => {
  const { vault, clock, run } = locked();
  const sleep = clock.sleep.bind(clock);
  const [startTime, endTime] = [MINUTE, 2 * MINUTE].map((ms) => new Date(START.getTime() + ms));
  clock.sleep = (ms) => {
    if (vault.jobs.length === 0) vault.jobs.push(job("vm-web", { id: "other", status: "Completed", startTime, endTime }));
    return sleep(ms);
  };
  const result = await run();
  expect(exitCodeOf(result)).toBe(ExitCode.done);
  expect(result.runs[0]).toMatchObject({ progress: { kind: "completed", job: { id: "other" } }, retainedUntil: undefined });
  expect(vault.triggers).toEqual([]);
});

test("does not follow a backup that failed since the start of the run", async () => {
  const { vault, clock, run } = locked();
  const sleep = clock.sleep.bind(clock);
  const startTime = new Date(START.getTime() + MINUTE);
  clock.sleep = (ms) => {
    if (vault.jobs.length === 0) vault.jobs.push(job("vm-web", { id: "other", status: "Failed", startTime, endTime: startTime }));
    return sleep(ms);
  };
  expect((await run()).runs[0]?.progress).toMatchObject({ kind: "completed" });
  expect(vault.triggers).toHaveLength(1);
});

test.each([
  ["again in a minute if that cannot be read at the moment", unavailable(503), ExitCode.done],
  ["not again if that is refused", unavailable(403), ExitCode.notAuthorised],
])("checks whether a completed backup still counts, %s", async (_, error, code) => {
  const times = [-45 * MINUTE, -5 * MINUTE].map((ms) => new Date(START.getTime() + ms));
  const ended = job("vm-web", { id: "earlier", status: "Completed", startTime: times[0], endTime: times[1] });
  const { vault, run } = locked(item("vm-web"), [ended]);
  const list = vault.listJobs.bind(vault);
  let failures = 0;
  vault.listJobs = (query) => (query.operations === undefined && failures++ === 0 ? Promise.reject(error) : list(query));
  const result = await run();
  expect(exitCodeOf(result)).toBe(code);
  expect(failures).toBe(code === ExitCode.done ? 2 : 1);
  expect(vault.triggers).toEqual([]);
});
