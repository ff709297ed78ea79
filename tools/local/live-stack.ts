import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { startEmulator, type Emulator, type EmulatorOptions, type ResourceSeed } from "cdktf-azure-vm-backup/emulator";
import { parseBackupPolicyId, parseVirtualMachineId, parseVmItemId } from "../../lib/azure/resource-id";
import { START_TIME } from "./start-time";
import { existingResources, existingVirtualMachines } from "./existing-resources";
import { resourceBlocks, type StackJson } from "./stack-changes";
import { TerraformFolder } from "./terraform-folder";

const ROOT = resolve(__dirname, "../..");
const EXAMPLES = join(ROOT, "examples");
/** How many seconds of Azure pass in one second. */
const SPEED = 600;
/** The subscription for a stack that names none. */
const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const PRINCIPAL = "00000000-0000-4000-8000-00000000dddd";

/** The programs of the examples. */
export async function examplePrograms(): Promise<string[]> {
  const files = await readdir(EXAMPLES);
  return files.filter((file) => /^[-a-z]+\.ts$/.test(file)).map((file) => join(EXAMPLES, file));
}

/** Synthesizes a program into a folder and returns the folder of each of its stacks, those that need no other one first. */
export async function synthesizeBelow(folder: string, program: string): Promise<string[]> {
  const output = join(folder, basename(program, ".ts"));
  const env = { ...process.env, CDKTF_OUTDIR: output, TS_NODE_PROJECT: join(ROOT, "tsconfig.json") };
  await promisify(execFile)(process.execPath, ["-r", require.resolve("ts-node/register/transpile-only"), program], { env });
  const { stacks } = JSON.parse(await readFile(join(output, "manifest.json"), "utf8")) as {
    stacks: Record<string, { name: string; dependencies: string[] }>;
  };
  return Object.values(stacks)
    .sort((one, other) => one.dependencies.length - other.dependencies.length)
    .map(({ name }) => join(output, "stacks", name));
}

/** A stack in its folder, and the emulator that it is deployed to. */
export interface LiveStack {
  readonly stack: StackJson;
  readonly terraform: TerraformFolder;
  readonly emulator: Emulator;
}

/**
 * Prepares Terraform for a synthesized stack whose folder already has the providers (see `requireTerraform`), and an emulator with the
 * resources that must exist before the apply.
 */
export async function withLiveStack(directory: string, use: (live: LiveStack) => Promise<void>): Promise<void> {
  await withLiveStacks([directory], use);
}

/** {@link withLiveStack} for the stacks of one app, one after the other, on one emulator. */
export async function withLiveStacks(directories: readonly string[], use: (live: LiveStack) => Promise<void>): Promise<void> {
  const stacks = await Promise.all(
    directories.map(async (directory) => JSON.parse(await readFile(join(directory, "cdk.tf.json"), "utf8")) as StackJson),
  );
  const emulator = await startEmulator({ startTime: START_TIME, speed: SPEED, ...existingIn(stacks) });
  try {
    for (const [index, stack] of stacks.entries()) {
      const terraform = new TerraformFolder(directories[index] ?? "", { ...emulator.environment(), ...variables(stack) });
      await terraform.init(stack);
      await use({ stack, terraform, emulator });
    }
  } finally {
    await emulator.stop();
  }
}

/** The options of an emulator that has what some stacks need and do not declare. */
export function existingIn(stacks: readonly StackJson[]): EmulatorOptions {
  const blocks = stacks.flatMap((stack) => [...resourceBlocks(stack), stack.locals ?? {}]);
  const ids = existingVirtualMachines(blocks);
  const [subscriptionId = SUBSCRIPTION] = ids.map((id) => parseVirtualMachineId(id)?.subscriptionId);
  // What one stack declares, another one of the app may name.
  const groups = stacks.flatMap(({ resource }) => Object.values(resource?.["azurerm_resource_group"] ?? {}));
  const declared = new Set(groups.map(({ name }) => `/subscriptions/${subscriptionId}/resourceGroups/${String(name)}`));
  const isDeclared = (id: string): boolean => declared.has(id) || /\/providers\/Microsoft\.RecoveryServices\//i.test(id);
  return {
    account: { subscriptionId },
    virtualMachines: ids.map((id) => ({ id, dataDiskLuns: [0, 1] })),
    resources: [...existingResources(blocks, subscriptionId).filter((id) => !isDeclared(id)), ...stacks.flatMap(imported)],
  };
}

/** What a stack imports. Its VMs follow the policy that it imports. */
function imported({ import: imports = [] }: StackJson): ResourceSeed[] {
  const policyId = imports.map(({ id }) => id).find((id) => parseBackupPolicyId(id));
  return imports.map(({ id }) => (parseVmItemId(id) ? { id, properties: { policyId } } : { id }));
}

function variables(stack: StackJson): Record<string, string> {
  return Object.fromEntries(Object.entries(valuesOfVariables(stack)).map(([name, value]) => [`TF_VAR_${name}`, value]));
}

/** The values of a stack's variables. In the examples, all variables are principals. */
export function valuesOfVariables({ variable = {} }: StackJson): Record<string, string> {
  return Object.fromEntries(Object.keys(variable).map((name) => [name, PRINCIPAL]));
}
