import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { startEmulator, type Emulator } from "cdktf-azure-vm-backup/emulator";
import { parseVirtualMachineId } from "../../lib/azure/resource-id";
import { apply } from "./stand-in/apply";
import { ArmClient } from "./stand-in/arm-client";
import { LOCAL, readStack, type Stack } from "./stand-in/stack";
import { deploy } from "./deploy";
import { withoutAzure } from "./real-terraform";
import { START_TIME } from "./start-time";
import { existingVirtualMachines } from "./existing-resources";
import { synthesize } from "./synthesize";

/** The seconds of the emulator's clock per second: a first backup of one hour takes six seconds. */
const SPEED = 600;

const say = (line = ""): void => {
  process.stdout.write(`${line}\n`);
};

async function main(project: string, withTerraform: boolean): Promise<void> {
  const started = performance.now();
  say("1. Synthesizing examples/quickstart.ts with the cdktf CLI");
  const [directory] = await synthesize(project);
  if (!directory) throw new Error("the app has no stack; examples/quickstart.ts declares one");
  const stack = await readStack(directory);
  const resources = stack.blocks.filter(({ type }) => type !== LOCAL);
  say(`   ${String(resources.length)} resource blocks in ${join(directory, "cdk.tf.json")}`);

  const vms = existingVirtualMachines(stack.blocks.map(({ config }) => config));
  const [subscriptionId] = vms.map((id) => parseVirtualMachineId(id)?.subscriptionId);
  const emulator = await startEmulator({
    startTime: START_TIME,
    speed: SPEED,
    virtualMachines: vms,
    ...(subscriptionId && { account: { subscriptionId } }),
  });
  try {
    say(`\n2. Started the Azure emulator at ${emulator.url}, with a clock ${String(SPEED)} times as fast as yours`);
    say(`   It has the VMs that the stack protects: ${vms.map((id) => id.split("/").pop() ?? id).join(", ")}`);
    if (withTerraform) {
      say("\n3. Deploying the stack to the emulator with cdktf, Terraform and azurerm");
      await deploy(project, directory, emulator);
    } else {
      await applyTo(emulator, stack);
    }
  } finally {
    await emulator.stop();
  }
  say(`\nDone in ${((performance.now() - started) / 1000).toFixed(0)} s. ${NEXT}`);
}

async function applyTo(emulator: Emulator, stack: Stack): Promise<void> {
  const { ARM_METADATA_HOSTNAME: _host, ...settings } = emulator.environment();
  say("\n3. Applying the stack to the emulator. This is not Terraform: a small stand-in sends the requests that azurerm would");
  const arm = new ArmClient({
    endpoint: emulator.url,
    certificate: await readFile(settings["NODE_EXTRA_CA_CERTS"] ?? "", "utf8"),
    tenantId: settings["ARM_TENANT_ID"] ?? "",
    clientId: settings["ARM_CLIENT_ID"] ?? "",
    clientSecret: settings["ARM_CLIENT_SECRET"] ?? "",
    subscriptionId: settings["ARM_SUBSCRIPTION_ID"] ?? "",
    timeScale: 1 / SPEED,
  });
  const report = (line: string): void => {
    say(`   ${line}`);
  };
  await apply(stack, arm, { environment: { ...withoutAzure(process.env), ...emulator.environment() }, report });
}

const NEXT = `The vault, its policy and the protected VMs were declared in
TypeScript, and the stack itself started each VM's first backup and followed it to the end, all against an emulator.

With your own subscription:
  1. put the ids of your VMs, their region and a resource group into examples/quickstart.ts
  2. export ARM_SUBSCRIPTION_ID, ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET
  3. npx cdktf deploy        (needs Terraform; a real first backup takes from an hour to more than a day)`;

const [project = join(__dirname, "../..")] = process.argv.slice(2).filter((argument) => argument !== "--terraform");
main(resolve(project), process.argv.includes("--terraform")).catch((error: unknown) => {
  process.stderr.write(`\nnpm start failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
