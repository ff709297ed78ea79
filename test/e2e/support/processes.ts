import { spawn } from "node:child_process";

/** How a program ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** The output of both streams, in order. */
  readonly output: string;
}

/** Runs a program to its end. */
export function run(command: string, args: readonly string[], options: { cwd?: string; env: NodeJS.ProcessEnv }): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, output] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once("error", reject).once("close", (code) => {
      resolve({ code, stdout, output });
    });
  });
}

/** Returns the output of a program. @throws an error with its output if it failed */
export function succeeded({ code, output }: Ended): string {
  if (code !== 0) throw new Error(`ended with exit code ${String(code)}:\n${output}`);
  return output;
}
