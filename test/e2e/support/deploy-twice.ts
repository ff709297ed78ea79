import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { existingIn, valuesOfVariables } from "../../../tools/local/live-stack";
import { withoutAzure } from "../../../tools/local/real-terraform";
import type { StackJson } from "../../../tools/local/stack-changes";
import { apply, changesOf } from "../../../tools/local/stand-in/apply";
import { PlanningArmClient } from "../../../tools/local/stand-in/planning-arm";
import { readStack } from "../../../tools/local/stand-in/stack";
import { startEmulator } from "../../../lib/emulator";
import { START_TIME } from "../../../tools/local/start-time";
import { armAccountOf, armClientOf } from "./protected-vms";

/** The seconds of the emulator's clock per second. At a higher speed, a busy machine runs into time-outs of the hook. */
const SPEED = 600;

/**
 * Deploys the stacks of an app to an emulator with the stand-in, and checks that a second deployment would change nothing: Azure has all that
 * the stacks declare, and what they import.
 */
export async function deployTwice(directories: readonly string[]): Promise<void> {
  const jsons = await Promise.all(
    directories.map(async (directory) => JSON.parse(await readFile(join(directory, "cdk.tf.json"), "utf8")) as StackJson),
  );
  const emulator = await startEmulator({ startTime: START_TIME, speed: SPEED, ...existingIn(jsons) });
  try {
    const environment = { ...withoutAzure(process.env), ...emulator.environment() };
    const arm = await armClientOf(emulator);
    for (const [index, directory] of directories.entries()) {
      const stack = await readStack(directory);
      const variables = valuesOfVariables(jsons[index] ?? {});
      const existing = new PlanningArmClient(await armAccountOf(emulator));
      await apply(stack, arm, { environment, report: () => undefined, variables, existing, output: "kept" });
      expect(await existing.differences()).toEqual([]);
      const planning = new PlanningArmClient(await armAccountOf(emulator));
      expect(await changesOf(stack, planning, variables)).toEqual([]);
    }
  } finally {
    await emulator.stop();
  }
}
