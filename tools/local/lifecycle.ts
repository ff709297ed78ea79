import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { examplePrograms, synthesizeBelow, withLiveStack, type LiveStack } from "./live-stack";
import { requireTerraform } from "./real-terraform";
import {
  isGuarded,
  isImmutable,
  protectsVms,
  withAnotherPolicy,
  withAzurerm,
  withLastingSettings,
  withOtherSettings,
  withProtectionStopped,
  withWeeklySchedules,
  withoutOneVm,
  withoutProtection,
  type StackJson,
} from "./stack-changes";

/** Azure's refusal to delete a policy by which suspended backups expire. */
const STILL_FOLLOWED = /BMSUserErrorPolicyObjectInUse/;

interface Step {
  readonly step: string;
  readonly to: StackJson;
  /** What the step may do to resources of Azure. */
  readonly actions: readonly ("create" | "update" | "delete")[];
}

function stepsOf(declared: StackJson): Step[] {
  const stack = withLastingSettings(declared);
  const made: Step[] = [
    { step: "made", to: declared, actions: ["create"] },
    { step: "every argument updated", to: withOtherSettings(stack), actions: ["update"] },
    { step: "every argument as it was, but for what lasts", to: stack, actions: ["update"] },
  ];
  const weekly: Step = { step: "a backup a week", to: withWeeklySchedules(stack), actions: ["update"] };
  if (!protectsVms(stack)) return [...made, weekly];
  const otherPolicy: Step = { step: "backed up by another policy", to: withAnotherPolicy(stack), actions: ["create", "update"] };
  // A guard lets nobody stop or delete, and the lock beside it keeps even the policy that nothing follows any more.
  if (isGuarded(stack)) return [...made, otherPolicy];
  const stopped: Step[] = [
    otherPolicy,
    { step: "protection stopped, recovery points kept", to: withProtectionStopped(stack), actions: ["update", "delete"] },
    { step: "protected again", to: stack, actions: ["update"] },
    { step: "one VM removed", to: withoutOneVm(stack), actions: ["delete"] },
  ];
  if (isImmutable(stack)) return [...made, ...stopped];
  const recovered: Step = { step: "added again, recovered from soft delete", to: withoutProtection(stack), actions: ["create"] };
  return [...made, weekly, ...stopped, recovered];
}

async function live({ stack, terraform }: LiveStack, name: string): Promise<void> {
  const started = performance.now();
  const done = (step: string): void => {
    process.stdout.write(`${name}, after ${((performance.now() - started) / 1000).toFixed(0)} s: ${step}\n`);
  };
  for (const { step, to, actions } of stepsOf(stack)) {
    await terraform.apply(to, actions).catch((cause: unknown) => {
      throw new Error(`${step}: ${reasonOf(cause)}`, { cause });
    });
    done(step);
  }
  const refusal = await terraform.destroy(withoutProtection(stack));
  if (!isImmutable(stack)) {
    if (refusal !== undefined) throw new Error(refusal);
    done(protectsVms(stack) ? "destroyed, the vault soft-deleted with its backups" : "destroyed");
    return;
  }
  if (!STILL_FOLLOWED.test(refusal ?? "")) {
    throw new Error(`an immutable vault that has backups must not be destroyed, got: ${refusal ?? "success"}`);
  }
  done("destroyed, but for the immutable vault, which still has the backups");
}

/** Every example goes its way beside the others: most of the time, azurerm waits between two looks at an operation. */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals: names } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { azurerm: { type: "string" } },
  });
  const programs = (await examplePrograms()).filter((file) => names.length === 0 || names.includes(basename(file, ".ts")));
  if (programs.length === 0) {
    throw new Error(`no example is named ${names.join(" or ")}: name programs of examples/, or none for all`);
  }
  const output = await mkdtemp(join(resolve(__dirname, "../.."), ".start-"));
  try {
    const directories = (await Promise.all(programs.map((program) => synthesizeBelow(output, program)))).flat();
    for (const directory of directories) {
      if (values.azurerm !== undefined) await constrainAzurerm(directory, values.azurerm);
      await requireTerraform(directory, process.env);
    }
    const ends = await Promise.all(directories.map(liveOf));
    const failed = ends.filter((isDone) => !isDone).length;
    if (failed > 0) throw new Error(`${failed} of ${ends.length} examples, as said above`);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Requires another azurerm than the example does. */
async function constrainAzurerm(directory: string, version: string): Promise<void> {
  const file = join(directory, "cdk.tf.json");
  const stack = JSON.parse(await readFile(file, "utf8")) as StackJson;
  await writeFile(file, JSON.stringify(withAzurerm(stack, version)));
}

/** The life of a stack; what ends it early is said at once, while the others go on. */
async function liveOf(directory: string): Promise<boolean> {
  const name = basename(directory);
  try {
    await withLiveStack(directory, (stack) => live(stack, name));
    return true;
  } catch (error) {
    process.stderr.write(`\n${name} failed: ${reasonOf(error)}\n\n`);
    return false;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\nnpm run lifecycle failed: ${reasonOf(error)}\n`);
  process.exitCode = 1;
});
