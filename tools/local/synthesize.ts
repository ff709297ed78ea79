import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** Runs the real cdktf CLI in a project's folder and returns the folder of each synthesized stack. */
export async function synthesize(project: string, output = "cdktf.out"): Promise<string[]> {
  const cli = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle/bin/cdktf");
  try {
    await promisify(execFile)(process.execPath, [cli, "synth", "--output", output], {
      cwd: project,
      env: { ...process.env, CHECKPOINT_DISABLE: "1", CI: "1", FORCE_COLOR: "0" },
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`cdktf synth failed\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
  }
  const manifest = JSON.parse(await readFile(join(project, output, "manifest.json"), "utf8")) as {
    stacks: Record<string, { workingDirectory: string }>;
  };
  return Object.values(manifest.stacks).map(({ workingDirectory }) => join(project, output, workingDirectory));
}
