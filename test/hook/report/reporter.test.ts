import type { VmRun } from "../../../lib/hook/backup-now/progress";
import type { Clock } from "../../../lib/hook/clock";
import { ExitCode } from "../../../lib/contract/exit-code";
import { HookError } from "../../../lib/hook/hook-error";
import { beat, Heartbeat, heartbeatText } from "../../../lib/hook/report/heartbeat";
import { bar, liveTable, percentOf, remainingOf } from "../../../lib/hook/report/live-table";
import { Reporter, type ReporterOptions } from "../../../lib/hook/report/reporter";
import { isLive, terminalOf, wantsColour } from "../../../lib/hook/report/terminal";
import { HOUR_MS } from "../../../lib/azure/durations";
import { FakeClock, item, job, backupOptions, START } from "../fakes";
import { VirtualClock } from "../virtual-clock";

const running = (vmName: string, overrides = {}): VmRun => ({
  item: item(vmName),
  label: vmName,
  retainedUntil: undefined,
  progress: { kind: "running", job: job(vmName, overrides), snapshotTaken: false },
});
const done: VmRun = {
  ...running("vm-done"),
  progress: { kind: "completed", job: job("vm-done", { status: "Completed" }), note: undefined },
};

test.each<[NodeJS.ProcessEnv, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ TERM: "dumb" }, true, false],
])("colour in %j, on a terminal: %s, is wanted: %s", (environment, isTTY, wanted) => {
  expect(wantsColour(environment, isTTY)).toBe(wanted);
});

test.each<[NodeJS.ProcessEnv, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ CI: "true" }, true, false],
  [{ CI: "false" }, true, true],
  [{ GITHUB_ACTIONS: "true" }, true, false],
  [{ TF_BUILD: "True" }, true, false],
  [{ TERM: "dumb" }, true, false],
])("a live table in %j, on a terminal: %s, is drawn: %s", (environment, isTTY, live) => {
  expect(isLive(environment, isTTY)).toBe(live);
});

test("draws a bar as long as the percentage", () => {
  expect(bar(0)).toBe("░░░░░░░░░░░░░░░░░░░░   0 %");
  expect(bar(25)).toBe("█████░░░░░░░░░░░░░░░  25 %");
  expect(bar(140)).toBe("████████████████████ 100 %");
});

test("how far a job is: as Azure says, else by its phases, and whole at its end only", () => {
  const tasks = (...statuses: string[]) => statuses.map((status, index) => ({ name: `task ${index}`, status }));
  expect(percentOf(job("vm"))).toBeUndefined();
  expect(percentOf(job("vm", { tasks: tasks("Completed", "InProgress") }))).toBe(50);
  expect(percentOf(job("vm", { tasks: tasks("Completed", "InProgress"), progressPercent: 73 }))).toBe(73);
  expect(percentOf(job("vm", { tasks: tasks("Completed", "Completed"), progressPercent: 100 }))).toBe(99);
  expect(percentOf(job("vm", { status: "Completed" }))).toBe(100);
});

test.each([
  ["PT1H5M", "1 h 05 min"],
  ["PT45.5S", "45 s"],
  ["P1DT2H", "26 h 00 min"],
  ["01:05:00", "1 h 05 min"],
  ["1.02:00:00.123", "26 h 00 min"],
  ["PT0S", undefined],
  ["soon", undefined],
  [undefined, undefined],
])("what remains, %s", (span, text) => {
  expect(remainingOf(span)).toBe(text);
});

test("shows running VMs first in the live table, with phase, bar, elapsed and remaining time", () => {
  const tasks = [
    { name: "Take Snapshot", status: "Completed" },
    { name: "Transfer data to vault", status: "InProgress" },
  ];
  const runs = [done, running("vm-web", { tasks, progressPercent: 25, estimatedRemaining: "PT1H5M" })];
  const { colours } = terminalOf({ NO_COLOR: "1" });
  const drawn = liveTable(runs, "completed", new Date(START.getTime() + 600_000), { colours, rows: 40 });
  expect(drawn).toMatchInlineSnapshot(`
   "┌─────────┬────────────────────────┬────────────────────────────┬─────────┬────────────┐
   │ VM      │ Phase                  │ Progress                   │ Elapsed │ Remaining  │
   ├─────────┼────────────────────────┼────────────────────────────┼─────────┼────────────┤
   │ vm-web  │ Transfer data to vault │ █████░░░░░░░░░░░░░░░  25 % │ 10 min  │ 1 h 05 min │
   ├─────────┼────────────────────────┼────────────────────────────┼─────────┼────────────┤
   │ vm-done │ Completed              │ ████████████████████ 100 % │ 10 min  │ -          │
   └─────────┴────────────────────────┴────────────────────────────┴─────────┴────────────┘
   2 VMs: 1 completed, 1 running"
  `);
});

test("draws the live table no higher than the terminal", () => {
  const runs = Array.from({ length: 200 }, (_, index) => running(`vm-${index}`));
  const { colours } = terminalOf({ NO_COLOR: "1" });
  const drawn = liveTable(runs, "completed", START, { colours, rows: 24 });
  expect(drawn.split("\n").length).toBeLessThan(24);
  expect(drawn).toContain("and 191 more");
});

interface Written {
  readonly out: string[];
  readonly err: string[];
}

function options(
  overrides: Partial<ReporterOptions> = {},
  isTTY = false,
  clock: Clock = new FakeClock(),
): ReporterOptions & Written {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = terminalOf({}, { isTTY, write: (text) => out.push(text) }, { write: (text) => err.push(text) });
  return { backup: backupOptions(), clock, terminal, env: {}, files: {}, insideDeployment: true, out, err, ...overrides };
}

test("lines are printed as they come, and the end in a table", async () => {
  const given = options();
  const reporter = await Reporter.open(given);
  reporter.print("vm-done: completed");
  reporter.onChange(done);
  await reporter.end({ result: { runs: [done], ended: "settled" }, exitCode: ExitCode.done, resumeCommand: undefined });
  expect(given.out[0]).toBe("vm-done: completed\n");
  expect(given.out[1]).toContain("│ vm-done │ Backup    │ Completed │");
  expect(given.out[2]).toBe("1 VM: 1 completed\n");
});

test("prints lines above the live table, and removes the table at the end of the run", async () => {
  const calls: string[] = [];
  const area = {
    draw: () => void calls.push("drawn"),
    clear: () => void calls.push("cleared"),
    persist: (line: string) => void calls.push(line),
    end: () => void calls.push("ended"),
  };
  const given = options({ insideDeployment: false, rows: () => 24, openArea: () => Promise.resolve(area) }, true);
  jest.useFakeTimers();
  try {
    const reporter = await Reporter.open(given);
    jest.advanceTimersByTime(1_500);
    reporter.onChange(running("vm-web"));
    reporter.print("vm-web: backup requested");
    jest.advanceTimersByTime(1_000);
    const end = { runs: [running("vm-web")], ended: "timedOut" as const };
    await reporter.end({ result: end, exitCode: ExitCode.timedOut, resumeCommand: "the command" });
    jest.advanceTimersByTime(10_000);
  } finally {
    jest.useRealTimers();
  }
  expect(calls).toEqual(["vm-web: backup requested", "drawn", "drawn", "cleared", "ended"]);
  expect(given.out.at(-1)).toBe("started backups continue in Azure; to continue watching them: the command\n");
});

test("prints annotations only in a step of its own", async () => {
  const env = { GITHUB_ACTIONS: "true" };
  for (const insideDeployment of [true, false]) {
    const given = options({ env, insideDeployment }, false, idleClock());
    const reporter = await Reporter.open(given);
    await reporter.failed(new HookError(ExitCode.notAuthenticated, "no credential was found"));
    const annotation = "::error title=Backup of rsv-app::no credential was found\n";
    expect(given.out).toEqual(insideDeployment ? [] : [annotation]);
  }
});

/** A clock on which a sleep ends with its signal only. */
function idleClock(): Clock {
  return {
    now: () => START,
    elapsed: () => 0,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        signal?.addEventListener("abort", () => {
          resolve();
        });
      }),
  };
}

test("prints a heartbeat a minute after a change, then less often, up to every eight minutes", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const minutes: number[] = [];
  const heartbeat = new Heartbeat(clock);
  const print = (): void => {
    minutes.push(clock.elapsed() / 60_000);
    if (minutes.length === 10) controller.abort();
    if (minutes.length === 6) heartbeat.restart();
  };
  await beat(heartbeat, clock, controller.signal, print, () => "alive");
  expect(minutes).toEqual([1, 3, 7, 15, 23, 31, 32, 34, 38, 46]);
});

test("a heartbeat is no change, on a clock that goes on while a line is printed", async () => {
  const clock = new VirtualClock();
  let reads = 0;
  const given = options({ insideDeployment: false }, false, {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    elapsed: () => clock.elapsed() + ++reads / 1_000,
  });
  const reporter = await Reporter.open(given);
  reporter.onChange(running("vm-web"));
  await clock.sleep(HOUR_MS);
  await reporter.failed(new HookError(ExitCode.notAuthenticated, "no credential was found"));
  expect(given.out.filter((line) => line.startsWith("following "))).toHaveLength(9);
});

test("returns the counts for a heartbeat, and nothing if no backup runs", () => {
  expect(heartbeatText([running("vm-web"), done], "completed", 600_000)).toBe(
    "following 1 of 2 VMs: 1 running, 1 completed (after 10 min)",
  );
  expect(heartbeatText([done], "completed", 600_000)).toBeUndefined();
});
