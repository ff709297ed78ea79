import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { withoutAzure } from "../../../../tools/local/real-terraform";

/** Runs Terraform in a folder with the environment of an emulator. @throws with the whole output if it fails */
export async function terraformIn(
  folder: string,
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<string> {
  const env = { ...withoutAzure(process.env), ...environment, CHECKPOINT_DISABLE: "1" };
  const { stdout } = await promisify(execFile)("terraform", [...args, "-no-color"], {
    ...{ cwd: folder, env, maxBuffer: 64 * 1024 * 1024 },
  }).catch((error: unknown) => {
    const { stdout: out = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`terraform ${args.join(" ")} failed in ${folder}\n${out}${stderr}`);
  });
  return stdout;
}
