import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sample } from "../constructs/sample";

/** Why nothing can be measured here; undefined if it can. */
export function missing(): string | undefined {
  if (spawnSync("terraform", ["version"]).status !== 0) return "there is no terraform on the PATH";
  const { stdout, stderr } = spawnSync("time", ["--version"], { encoding: "utf8" });
  return `${stdout}${stderr}`.includes("GNU") ? undefined : "there is no GNU time on the PATH (Debian: apt-get install time)";
}

/**
 * Runs a program to its end and returns the CPU time of it and all its children, which other load hardly changes, and the most memory
 * that one of them had.
 */
export async function measured(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Sample> {
  const directory = mkdtempSync(join(tmpdir(), "bench-time-"));
  const file = join(directory, "time");
  try {
    const child = spawn("time", ["-f", "%U %S %M", "-o", file, ...command], { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await new Promise<void>((done, fail) => {
      child.once("error", fail).once("close", (code) => {
        if (code === 0) done();
        else fail(new Error(`${command.join(" ")} ended with ${String(code)}\n${output.slice(-4_000)}`));
      });
    });
    const [user = NaN, system = NaN, peak = NaN] = readFileSync(file, "utf8").trim().split(" ").map(Number);
    return { milliseconds: (user + system) * 1_000, peakBytes: peak * 1_024, jsonBytes: 0 };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
