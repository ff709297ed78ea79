import { mkdtemp, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { examplePrograms, synthesizeBelow, withLiveStack, type LiveStack } from "./live-stack";
import {
  protectsVms,
  withAnotherPolicy,
  withLastingSettings,
  withOtherSettings,
  withProtectionStopped,
  withWeeklySchedules,
  withoutOneVm,
  withoutProtection,
  type StackJson,
} from "./stack-changes";

const DAY = 86_400_000;
/** Longer than a vault keeps what is soft-deleted. */
const SOFT_DELETE_DAYS = 15;

interface Step {
  readonly step: string;
  readonly to: StackJson;
  /** What the step may do to resources of Azure. */
  readonly actions: readonly ("create" | "update" | "delete")[];
}

function stepsOf(declared: StackJson): Step[] {
  const stack = withLastingSettings(declared);
  const steps: Step[] = [
    { step: "made", to: declared, actions: ["create"] },
    { step: "every argument updated", to: withOtherSettings(stack), actions: ["update"] },
    { step: "every argument as it was, but for what lasts", to: stack, actions: ["update"] },
    { step: "a backup a week", to: withWeeklySchedules(stack), actions: ["update"] },
  ];
  const items: Step[] = [
    { step: "backed up by another policy", to: withAnotherPolicy(stack), actions: ["create", "update"] },
    { step: "protection stopped, recovery points kept", to: withProtectionStopped(stack), actions: ["update", "delete"] },
    { step: "protected again", to: stack, actions: ["update"] },
    { step: "one VM removed", to: withoutOneVm(stack), actions: ["delete"] },
    { step: "added again, recovered from soft delete", to: withoutProtection(stack), actions: ["create"] },
  ];
  const open: Step = { step: "open to removal", to: withoutProtection(withWeeklySchedules(stack)), actions: [] };
  return protectsVms(stack) ? [...steps, ...items] : [...steps, open];
}

async function live({ stack, terraform, emulator }: LiveStack, name: string): Promise<void> {
  const started = performance.now();
  const done = (step: string): void => {
    process.stdout.write(`${name}, after ${((performance.now() - started) / 1000).toFixed(0)} s: ${step}\n`);
  };
  for (const { step, to, actions } of stepsOf(stack)) {
    await terraform.apply(to, actions).catch((cause: unknown) => {
      throw new Error(`${name}, ${step}: ${reasonOf(cause)}`, { cause });
    });
    done(step);
  }
  const refusal = await terraform.destroy();
  if (!protectsVms(stack)) {
    if (refusal !== undefined) throw new Error(`${name}: ${refusal}`);
    done("destroyed");
    return;
  }
  if (!refusal?.includes("ServiceResourceNotEmpty")) {
    throw new Error(`${name}: a vault with soft-deleted items must not be destroyed, got: ${refusal ?? "success"}`);
  }
  done("destroyed, but for the vault, whose items can still be recovered");
  emulator.advance(SOFT_DELETE_DAYS * DAY);
  const leftover = await terraform.destroy();
  if (leftover !== undefined) throw new Error(`${name}: ${leftover}`);
  done("destroyed, now that nothing can be recovered any more");
}

/** Every example goes its way beside the others: most of the time, azurerm waits between two looks at an operation. */
async function main(names: readonly string[]): Promise<void> {
  const programs = (await examplePrograms()).filter((file) => names.length === 0 || names.includes(basename(file, ".ts")));
  if (programs.length === 0)
    throw new Error(`no example is named ${names.join(" or ")}: name programs of examples/, or none for all`);
  const output = await mkdtemp(join(resolve(__dirname, "../.."), ".start-"));
  try {
    const lives = programs.map(async (program) => {
      for (const directory of await synthesizeBelow(output, program)) {
        await withLiveStack(directory, (stack) => live(stack, basename(directory)));
      }
    });
    const failures = (await Promise.allSettled(lives)).flatMap((end) =>
      end.status === "rejected" ? [end.reason as unknown] : [],
    );
    if (failures.length > 0) throw new Error([...new Set(failures.map(reasonOf))].join("\n"));
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\nnpm run lifecycle failed: ${reasonOf(error)}\n`);
  process.exitCode = 1;
});
