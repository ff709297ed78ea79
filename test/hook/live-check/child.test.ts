import { tmpdir } from "node:os";
import { type ChildEnd, runChild } from "../../../lib/hook/live-check/child";

const never = new AbortController().signal;

async function run(
  script: string,
  limits: Partial<Parameters<typeof runChild>[1]> = {},
): Promise<ChildEnd & { lines: string[] }> {
  const lines: string[] = [];
  const child = { program: process.execPath, args: ["-e", script], cwd: tmpdir(), env: process.env };
  const end = await runChild({ ...child, onLine: (line) => lines.push(line) }, { signal: never, timeoutMs: 60_000, ...limits });
  return { ...end, lines };
}

test("returns the exit code, and each line of both streams", async () => {
  const { lines, ...end } = await run("console.log('one'); console.error('two'); process.exitCode = 3");
  expect(end).toEqual({ code: 3, ended: undefined });
  expect(lines.sort()).toEqual(["one", "two"]);
});

/** Ends only by a signal, and says so. */
const WAITS =
  "process.on('SIGINT', () => { console.log('ending'); process.exit(1); }); console.log('up'); setInterval(() => 0, 1e6)";

test("ends a program that takes too long, and lets it finish", async () => {
  expect(await run(WAITS, { timeoutMs: 2_000 })).toEqual({ code: 1, ended: "timed out", lines: ["up", "ending"] });
});

test("ends a program if the run is ended", async () => {
  const ended = new AbortController();
  const child = { program: process.execPath, args: ["-e", WAITS], cwd: tmpdir(), env: process.env };
  const onLine = (line: string): void => {
    if (line === "up") ended.abort();
  };
  expect(await runChild({ ...child, onLine }, { signal: ended.signal, timeoutMs: 60_000 })).toEqual({
    code: 1,
    ended: "interrupted",
  });
});

test("throws if the program does not exist", async () => {
  const child = { program: "no-such-program", args: [], cwd: tmpdir(), env: process.env, onLine: () => undefined };
  await expect(runChild(child, { signal: never, timeoutMs: 60_000 })).rejects.toThrow(/ENOENT/);
});
