import { backUp, type BackupResult } from "../../../lib/hook/backup-now/backup-now";
import { intervalBefore } from "../../../lib/hook/vault/rounds";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import type { BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import type { ProtectedItem } from "../../../lib/hook/vault/protected-item";
import { FakeClock, FakeVault, item, itemId, job, backupOptions, type Script, START, backupContext } from "../fakes";

const PROTECTED = { protectionState: "Protected", lastRecoveryPoint: new Date("2026-11-01T00:00:00Z") };

interface Scene {
  readonly vault: FakeVault;
  readonly clock: FakeClock;
  readonly lines: string[];
  readonly result: BackupResult;
  readonly code: ExitCode;
}

async function play(
  items: ProtectedItem[],
  overrides: Partial<BackupOptions> = {},
  scripts: Record<string, Script> = {},
  jobs: BackupJob[] = [],
): Promise<Scene> {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, items, scripts, jobs);
  const around = backupContext(vault, clock, undefined, overrides.timeoutMinutes);
  const result = await backUp(backupOptions(overrides), around);
  return { vault, clock, lines: around.lines, result, code: exitCodeOf(result) };
}

function kinds(result: BackupResult): string[] {
  return result.runs.map((run) => `${run.item.vmName} ${run.progress.kind}`);
}

test("triggers a pending VM once with its retention, and follows it to completed", async () => {
  const { vault, lines, result, code } = await play([item("vm-web")]);
  expect(code).toBe(ExitCode.done);
  expect(vault.triggers).toEqual([{ itemId: itemId("vm-web"), expiresAt: "2026-12-20T23:59:59Z", requestId: "request-1" }]);
  expect(result.runs[0]?.retainedUntil).toBe("2026-12-20");
  expect(lines).toEqual([
    "vm-web: backup requested, retained until 2026-12-20 (sent as 2026-12-20T23:59:59Z)",
    "vm-web: backup job job-vm-web is running",
    "vm-web: snapshot taken",
    "vm-web: completed after 40 min",
  ]);
});

test("skips VMs that have a backup, with two lists only", async () => {
  const { vault, lines, code } = await play([item("vm-web", PROTECTED), item("vm-db", PROTECTED)]);
  expect(code).toBe(ExitCode.done);
  expect(vault.calls).toEqual(["listProtectedItems", "listJobs"]);
  expect(lines).toEqual(["vm-web: already backed up", "vm-db: already backed up"]);
});

test("adds a note to the backup of a VM that Azure's threat scan reports as suspicious", async () => {
  const warning = "Azure's threat scan reports the VM as Suspicious, so its recovery points may be unhealthy";
  const { lines, code } = await play([
    item("vm-web", { scanSummary: "Suspicious" }),
    item("vm-db", { ...PROTECTED, scanSummary: "Suspicious" }),
  ]);
  expect(code).toBe(ExitCode.done);
  expect(lines.find((line) => line.startsWith("vm-db"))).toContain(`already backed up, but ${warning}`);
  expect(lines.at(-1)).toMatch(/^vm-web: completed after 40 min; Azure's/);
  expect(lines.at(-1)).toContain(warning);
});

test("follows a running backup instead of triggering one", async () => {
  const started = new Date(START.getTime() - 26 * 3_600_000);
  const jobs = [job("vm-web", { startTime: started })];
  const { vault, lines, code } = await play([item("vm-web")], {}, { "vm-web": { endsAfter: 27 * 60 } }, jobs);
  expect(code).toBe(ExitCode.done);
  expect(vault.triggers).toEqual([]);
  expect(lines[0]).toBe(
    "vm-web: a backup is running already (job job-vm-web); following it; it keeps the retention it was started with, not the one asked for here",
  );

  expect(lines.at(-1)).toBe("vm-web: completed after 27 h 00 min");
});

test("reports a failed job with Azure's message while the others complete", async () => {
  const errors = [{ number: 380008, title: "AzureVmOffline", text: "The VM is offline.", recommendations: ["Start it."] }];
  const { lines, result, code } = await play(
    [item("vm-web"), item("vm-db"), item("vm-old", PROTECTED)],
    {},
    {
      "vm-db": { endsAfter: 5, end: { status: "Failed", errors } },
    },
  );
  expect(code).toBe(ExitCode.backupFailed);
  expect(kinds(result)).toEqual(["vm-web completed", "vm-db failed", "vm-old skipped"]);
  expect(lines).toContain(
    "vm-db: failed: AzureVmOffline (380008): The VM is offline. Recommended: Start it. [the VM or its agent is offline: start the VM and check its agent]",
  );
});

test("ends when the job exists for accepted, and when the snapshot is taken for snapshot", async () => {
  const accepted = await play([item("vm-web")], { waitFor: "accepted" });
  expect(accepted.code).toBe(ExitCode.done);
  expect(accepted.clock.sleeps).toEqual([5_000]);
  expect(accepted.vault.calls).toEqual(["listProtectedItems", "listJobs", "listJobs", "triggerBackup", "listJobs"]);

  const snapshot = await play([item("vm-web")], { waitFor: "snapshot" });
  expect(snapshot.code).toBe(ExitCode.done);
  expect(snapshot.result.runs[0]?.progress).toMatchObject({ kind: "running", snapshotTaken: true });
});

test("ends at the time-out without reporting a failure", async () => {
  const { clock, result, code } = await play([item("vm-web")], { timeoutMinutes: 20 });
  expect(code).toBe(ExitCode.timedOut);
  expect(kinds(result)).toEqual(["vm-web running"]);
  expect(clock.now().getTime() - START.getTime()).toBe(20 * 60_000);
});

test("throws for a past date before a backup is triggered, and only if one would be", async () => {
  const until = { retention: { until: "2026-11-19" } };
  expect((await play([item("vm-web", PROTECTED)], until)).code).toBe(ExitCode.done);

  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web", PROTECTED), item("vm-db")]);
  await expect(backUp(backupOptions(until), backupContext(vault, clock))).rejects.toMatchObject({ exitCode: ExitCode.badInput });
  expect(vault.triggers).toEqual([]);
});

test("throws if a VM is not protected, before anything is triggered", async () => {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")]);
  const both = backupOptions({ vms: [itemId("vm-web"), itemId("vm-db")] });
  await expect(backUp(both, backupContext(vault, clock))).rejects.toMatchObject({ exitCode: ExitCode.notFound });
  expect(vault.triggers).toEqual([]);
});

test("fails a stopped VM if it is named, and skips it otherwise", async () => {
  const stopped = item("vm-db", { protectionState: "ProtectionStopped" });
  const named = await play([item("vm-web"), stopped], { vms: ["vm-web", "vm-db"] });
  expect(named.code).toBe(ExitCode.backupFailed);
  expect(kinds(named.result)).toEqual(["vm-web completed", "vm-db failed"]);
  expect((await play([item("vm-web"), stopped])).code).toBe(ExitCode.done);
});

test("finds the job of a lost answer by its activity id, without a second request", async () => {
  const refusal = new ArmError("cannot start the backup", { code: "ECONNRESET", detail: "socket hang up" });
  const { vault, lines, code } = await play([item("vm-web")], {}, { "vm-web": { refusal, madeAllTheSame: true } });
  expect(code).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
  expect(lines[0]).toBe("vm-web: the answer to the backup request was lost; looking for its job");
});

test("repeats a lost request that made no job within the budget, and then fails", async () => {
  const refusal = new ArmError("cannot start the backup", { status: 502, detail: "" });
  const { vault, code } = await play([item("vm-web")], {}, { "vm-web": { refusal } });
  expect(code).toBe(ExitCode.backupFailed);
  expect(new Set(vault.triggers.map((trigger) => trigger.requestId)).size).toBe(3);
  expect(vault.triggers).toHaveLength(3);
});

test("reports the error of an operation that fails after it was accepted", async () => {
  const operation = { status: "Failed", jobId: undefined, error: "UserErrorBcmDatasourceNotPresent: the VM is not protected" };
  const { vault, lines, code } = await play([item("vm-web")], {}, { "vm-web": { operation } });
  expect(code).toBe(ExitCode.backupFailed);
  expect(lines.at(-1)).toMatch(/^vm-web: failed: UserErrorBcmDatasourceNotPresent: the VM is not protected/);
  expect(vault.calls.filter((call) => call === "getBackupOperation")).toHaveLength(1);
});

test("finds the job through the operation if the list has no activity id", async () => {
  const operation = { status: "Succeeded", jobId: "job-1", error: undefined };
  const { vault, lines, code } = await play([item("vm-web")], {}, { "vm-web": { operation } });
  expect(code).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
  expect(lines).toContain("vm-web: backup job job-1 is running");
});

test("sends no further triggers after a missing role", async () => {
  const refusal = new ArmError("cannot start the backup", { status: 403, code: "AuthorizationFailed", detail: "no" });
  const items = ["a", "b", "c"].map((name) => item(name));
  const { vault, code } = await play(items, { concurrency: 1 }, { a: { refusal }, b: { refusal }, c: { refusal } });
  expect(code).toBe(ExitCode.notAuthorised);
  expect(vault.triggers).toHaveLength(1);
});

test("waits as Azure asks while throttled, a limited number of times", async () => {
  const refusal = new ArmError("cannot start the backup", { status: 429, detail: "", retryAfterMs: 7_000 });
  const { clock, vault, code } = await play([item("vm-web")], {}, { "vm-web": { refusal } });
  expect(code).toBe(ExitCode.throttledOut);
  expect(clock.sleeps).toEqual(Array(5).fill(7_000));
  expect(new Set(vault.triggers.map((trigger) => trigger.requestId)).size).toBe(1);
});

test("never exceeds the concurrency", async () => {
  const items = Array.from({ length: 20 }, (_, index) => item(`vm-${index}`));
  const { vault } = await play(items, { concurrency: 3, waitFor: "accepted" });
  expect(vault.triggers).toHaveLength(20);
  expect(vault.mostAtOnce).toBe(3);
});

test("retries a list after a transient error, and ends with the current state after a refusal", async () => {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")]);
  const list = vault.listJobs.bind(vault);
  const answers = [() => list, () => list, () => down(503), () => list, () => down(403)].map((answer) => answer());
  vault.listJobs = (span) => (answers.shift() ?? list)(span);
  const around = backupContext(vault, clock);
  const result = await backUp(backupOptions(), around);
  expect(around.lines).toContain("cannot list: Azure answered 503; the backups continue, and this run goes on following them");
  expect(exitCodeOf(result)).toBe(ExitCode.notAuthorised);
  expect(kinds(result)).toEqual(["vm-web running"]);
});

test("returns the state of every VM after an interruption", async () => {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")]);
  const controller = new AbortController();
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms) => {
    if (clock.sleeps.length === 2) controller.abort();
    return sleep(ms);
  };
  const result = await backUp(backupOptions(), backupContext(vault, clock, controller.signal));
  expect(exitCodeOf(result)).toBe(ExitCode.interrupted);
  expect(kinds(result)).toEqual(["vm-web running"]);
});

test("polls after 5 s, then from every 30 s up to every 5 minutes", () => {
  const intervals = Array.from({ length: 10 }, (_, round) => intervalBefore(round));
  expect(intervals.slice(0, 4)).toEqual([5_000, 30_000, 45_000, 67_500]);
  expect(intervals.at(-1)).toBe(300_000);
});

function down(status: number): () => Promise<never> {
  return () => Promise.reject(new ArmError("cannot list", { status, detail: "" }));
}

test("adds the note about a threat to that about a skipped step", async () => {
  const tasks = [
    { name: "Take Snapshot", status: "Completed" },
    { name: "Transfer data to vault", status: "Skipped" },
  ];
  const { lines } = await play(
    [item("vm-web", { scanSummary: "Suspicious" })],
    { waitFor: "snapshot" },
    {
      "vm-web": { snapshotAfter: 10, endsAfter: 0, end: { status: "Completed", tasks } },
    },
  );
  expect(lines.at(-1)).toMatch(
    /^vm-web: completed after .*; '.*' was skipped, so this backup exists as a snapshot only; Azure's threat/,
  );
});
