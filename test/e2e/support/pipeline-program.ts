import { resolve } from "node:path";
import type { PipelineStep } from "../../support/pipeline-steps";
import { type Ended, run } from "./processes";

const PROGRAM = resolve(__dirname, "../../../bundle/azure-vm-backup.cjs");

/** Runs the step of a pipeline's job that starts the program by npx, in a folder and with these variables. */
export async function runProgramStep(
  steps: readonly PipelineStep[],
  directory: string,
  variables: NodeJS.ProcessEnv,
): Promise<Ended> {
  const scripts = steps.filter(({ script = "" }) => script.includes("npx azure-vm-backup"));
  const [step] = scripts;
  if (step?.script === undefined || scripts.length > 1) throw new Error("the job must have one step that runs the program");
  const script = step.script.replace("npx azure-vm-backup", `"${process.execPath}" "${PROGRAM}"`);
  const env = { PATH: process.env["PATH"], ...step.env, ...variables };
  return run("bash", ["-c", script], { env, cwd: directory });
}
