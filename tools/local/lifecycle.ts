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

/** Azure's error if a policy is deleted that suspended backups still use. */
const POLICY_IN_USE = /BMSUserErrorPolicyObjectInUse/;

/** The examples whose arguments the steps below change. The others are deployed by `test/e2e/examples.test.ts`. */
const LIFECYCLES = ["long-term-retention", "quickstart", "restore-drill", "secure-vault"];

interface Step {
  readonly step: string;
  readonly to: StackJson;
  /** The actions on Azure resources that the step may plan. */
  readonly actions: readonly ("create" | "update" | "delete")[];
}

function stepsOf(declared: StackJson): Step[] {
  const stack = withLastingSettings(declared);
  const initial: Step[] = [
    { step: "created", to: declared, actions: ["create"] },
    { step: "every argument updated", to: withOtherSettings(stack), actions: ["update"] },
    { step: "every argument reset that can be reset", to: stack, actions: ["update"] },
  ];
  const weekly: Step = { step: "weekly schedules", to: withWeeklySchedules(stack), actions: ["update"] };
  if (!protectsVms(stack)) return [...initial, weekly];
  const otherPolicy: Step = { step: "moved to another policy", to: withAnotherPolicy(stack), actions: ["create", "update"] };
  // A guard prevents stop and delete, and the lock prevents the deletion even of an unused policy.
  if (isGuarded(stack)) return [...initial, otherPolicy];
  const stopped: Step[] = [
    otherPolicy,
    { step: "protection stopped, recovery points kept", to: withProtectionStopped(stack), actions: ["update", "delete"] },
    { step: "protected again", to: stack, actions: ["update"] },
    { step: "one VM removed", to: withoutOneVm(stack), actions: ["delete"] },
  ];
  if (isImmutable(stack)) return [...initial, ...stopped];
  const recovered: Step = { step: "added again, recovered from soft delete", to: withoutProtection(stack), actions: ["create"] };
  return [...initial, weekly, ...stopped, recovered];
}

async function runSteps({ stack, terraform }: LiveStack, name: string): Promise<void> {
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
  if (!POLICY_IN_USE.test(refusal ?? "")) {
    throw new Error(`the destruction of an immutable vault with backups must fail, got: ${refusal ?? "success"}`);
  }
  done("destroyed, except for the immutable vault with its backups");
}

/** Runs the lifecycles of examples in parallel: azurerm spends most of the time waiting between two polls of an operation. */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals: names } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { azurerm: { type: "string" } },
  });
  const wanted = names.length === 0 ? LIFECYCLES : names;
  const programs = (await examplePrograms()).filter((file) => wanted.includes(basename(file, ".ts")));
  if (programs.length === 0) {
    throw new Error(
      `no example has the name ${names.join(" or ")}; name programs in examples/, or none to run those that have a lifecycle`,
    );
  }
  const output = await mkdtemp(join(resolve(__dirname, "../.."), ".start-"));
  try {
    const directories = (await Promise.all(programs.map((program) => synthesizeBelow(output, program)))).flat();
    for (const directory of directories) {
      if (values.azurerm !== undefined) await constrainAzurerm(directory, values.azurerm);
      await requireTerraform(directory, process.env);
    }
    const ends = await Promise.all(directories.map(succeeds));
    const failed = ends.filter((isDone) => !isDone).length;
    if (failed > 0) throw new Error(`${failed} of ${ends.length} examples; see the errors above`);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Makes a stack require another version of azurerm than the example does. */
async function constrainAzurerm(directory: string, version: string): Promise<void> {
  const file = join(directory, "cdk.tf.json");
  const stack = JSON.parse(await readFile(file, "utf8")) as StackJson;
  await writeFile(file, JSON.stringify(withAzurerm(stack, version)));
}

/** Runs the lifecycle of a stack; returns false after it has printed the error, while the others continue. */
async function succeeds(directory: string): Promise<boolean> {
  const name = basename(directory);
  try {
    await withLiveStack(directory, (stack) => runSteps(stack, name));
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
