import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ExitCode } from "../../../lib/contract/exit-code";

export const PROGRAM = resolve(__dirname, "../../../bundle/azure-vm-backup.cjs");
const PROBE = resolve(__dirname, "../../../bench/hook/probe.cjs");
const MOST_MEMORY_MB = 350;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly output: string;
  readonly seconds: number;
  /** Peak of its memory, in MB. */
  readonly memory: number;
}

/** Runs the bundled program in a folder, with little memory, and measures it. */
export function runHook(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Ended> {
  const probe = join(tmpdir(), `${basename(cwd)}-probe.json`);
  const began = performance.now();
  const node = ["--max-old-space-size=256", "--require", PROBE, PROGRAM, ...args];
  const child = spawn(process.execPath, node, { cwd, env: { PROBE_FILE: probe, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, output] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const tooLong = setTimeout(() => child.kill("SIGKILL"), 100_000);
  return new Promise((done) => {
    child.once("close", (code) => {
      clearTimeout(tooLong);
      const { memory } = code === null ? { memory: NaN } : (JSON.parse(readFileSync(probe, "utf8")) as { memory: number });
      rmSync(probe, { force: true });
      done({ code, stdout, output, seconds: (performance.now() - began) / 1_000, memory });
    });
  });
}

/** Expects a known exit code, no stack trace, and little memory. */
export function expectNoDefect({ code, output, memory }: Ended): void {
  expect(output).not.toMatch(/defect of azure-vm-backup:|\n\s+at |Maximum call stack|heap out of memory/);
  expect([null, ExitCode.unexpected]).not.toContain(code);
  expect(memory).toBeLessThan(MOST_MEMORY_MB);
}
