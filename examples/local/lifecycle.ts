import { execFile } from "node:child_process";
import { readFile, readdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { startEmulator, type Emulator } from "cdktf-azure-vm-backup/emulator";
import { parseVirtualMachineId } from "../../lib/azure/resource-id";
import { existingVirtualMachines } from "./existing-vms";
import { requireTerraform, withoutAzure } from "./real-terraform";
import {
  withLocalState,
  withOtherSettings,
  withProtectionStopped,
  withoutOneVm,
  withoutProtection,
  type StackJson,
} from "./stack-changes";
import { readStack } from "./stand-in/stack";

const ROOT = resolve(__dirname, "../..");
const EXAMPLES = join(ROOT, "examples");
const DAY = 86_400_000;
/** Longer than a vault keeps what is soft-deleted. */
const SOFT_DELETE_DAYS = 15;

const execute = promisify(execFile);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs Terraform in the folder of a stack, against an emulator. */
class Lifecycle {
  constructor(
    private readonly directory: string,
    private readonly emulator: Emulator,
  ) {}

  async put(stack: StackJson): Promise<void> {
    await writeFile(join(this.directory, "cdk.tf.json"), JSON.stringify(stack));
  }

  /** Applies a stack, and makes sure that a second plan has nothing to do. */
  async apply(step: string, stack: StackJson): Promise<void> {
    say(`   ${step}`);
    await this.put(stack);
    await this.terraform("apply", "-auto-approve");
    await this.terraform("plan", "-detailed-exitcode");
  }

  async destroy(): Promise<void> {
    await this.terraform("destroy", "-auto-approve");
  }

  private async terraform(command: string, ...args: string[]): Promise<void> {
    const env = { ...withoutAzure(process.env), ...this.emulator.environment(), CHECKPOINT_DISABLE: "1" };
    const options = { cwd: this.directory, env, maxBuffer: 64 * 1024 * 1024 };
    try {
      await execute("terraform", [command, "-input=false", "-no-color", ...args], options);
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`terraform ${command} failed\n${stdout}${stderr}`, { cause: error });
    }
  }
}

async function live(directory: string): Promise<void> {
  await requireTerraform(directory, process.env);
  const vms = existingVirtualMachines(await readStack(directory));
  const [subscriptionId] = vms.map((id) => parseVirtualMachineId(id)?.subscriptionId);
  const account = subscriptionId ? { subscriptionId } : {};
  const emulator = await startEmulator({ speed: 600, virtualMachines: vms, account });
  try {
    const stack = withLocalState(JSON.parse(await readFile(join(directory, "cdk.tf.json"), "utf8")) as StackJson);
    const terraform = new Lifecycle(directory, emulator);
    await terraform.apply("made", stack);
    await terraform.apply("updated", withOtherSettings(stack));
    await terraform.apply("protection stopped, recovery points kept", withProtectionStopped(withOtherSettings(stack)));
    await terraform.apply("protected again", withOtherSettings(stack));
    await terraform.apply("one VM removed", withoutOneVm(withOtherSettings(stack)));
    await terraform.apply("added again, recovered from soft delete", withoutProtection(withOtherSettings(stack)));
    say("   destroyed, as far as Azure lets it");
    const refusal = await terraform.destroy().then(
      () => "",
      (error: unknown) => String(error),
    );
    if (!refusal.includes("ServiceResourceNotEmpty")) {
      throw new Error(`a vault with soft-deleted items must not be destroyed, got: ${refusal || "success"}`);
    }
    emulator.advance(SOFT_DELETE_DAYS * DAY);
    say("   destroyed, once nothing can be recovered any more");
    await terraform.destroy();
  } finally {
    await emulator.stop();
  }
}

async function main(): Promise<void> {
  const examples = (await readdir(EXAMPLES)).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const output = await mkdtemp(join(ROOT, ".start-"));
  try {
    for (const example of examples) {
      const directory = join(output, example);
      const env = { ...process.env, CDKTF_OUTDIR: directory, TS_NODE_PROJECT: join(ROOT, "tsconfig.json") };
      await execute(process.execPath, ["-r", require.resolve("ts-node/register/transpile-only"), join(EXAMPLES, example)], {
        env,
      });
      for (const stack of await readdir(join(directory, "stacks"))) {
        say(`${example}: ${stack}`);
        await live(join(directory, "stacks", stack));
      }
    }
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`\nnpm run lifecycle failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
