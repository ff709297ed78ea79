import { TerraformIterator, type TerraformStack, Testing } from "cdktf";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AzurermProviderVersion,
  InitialBackup,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  SourceVm,
  VmSelection,
} from "../../../lib";
import { SampleContext } from "../../constructs/undefined/sample-parts";
import { STACK_SAMPLES } from "../../constructs/undefined/samples";
import { itemId, vmId } from "../../support/azure";
import { testStack } from "../../support/synth";
import { describeWithAzurerm } from "../support/azurerm";
import { run, succeeded } from "../support/processes";

const TIME_OUT = 300_000;

function hclOf(build: (stack: TerraformStack) => void): string {
  const stack = testStack();
  AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
  build(stack);
  return Testing.synthHcl(stack, true) as string;
}

/** Constructs that are not in the samples: a map with overrides, and VMs that only a plan knows. */
function protections(stack: TerraformStack): void {
  const { vault, policy } = new SampleContext(stack);
  const overrides = { includeDiskLuns: [0, 1] };
  const old = SourceVm.fromId(vmId("vm-old"), { protectionState: ProtectionState.STOPPED });
  const vms = { web: SourceVm.fromId(vmId("vm-web")), db: SourceVm.fromId(vmId("vm-db"), overrides), old };
  const protectedVms = new ProtectedVms(stack, "Vms", { vault, policy, vms });
  protectedVms.moveItemFrom("db", 'azurerm_backup_protected_vm.before["db"]');
  const iterator = TerraformIterator.fromMap({ a: vmId("vm-a"), b: vmId("vm-b") });
  const selection = VmSelection.forEach(iterator, SourceVm.fromId(iterator.value as string));
  const each = new ProtectedVms(stack, "Each", { vault, policy, selection });
  const settings = { retention: RecoveryPointRetention.days(30), outputName: "initial_backup", runInDeployment: true };
  new InitialBackup(stack, "InitialBackup", { ...settings, protectedVms: [protectedVms, each] });
}

/** Import blocks are allowed only in the root module. */
function taking(stack: TerraformStack): void {
  const { vault, policy } = new SampleContext(stack);
  const vms = { "app/web": SourceVm.fromId(vmId("vm-web")) };
  new ProtectedVms(stack, "Vms", { vault, policy, vms }).importItem("app/web", itemId("vm-web"));
}

/** Terraform validates the output of `cdktf synth --hcl`. */
describeWithAzurerm("a stack written as HCL", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "hcl-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  test(
    "is valid, whatever it is made of",
    async () => {
      const builds = [
        ...STACK_SAMPLES.map((sample) => (stack: TerraformStack) => {
          sample.buildIn(stack);
        }),
        protections,
      ];
      const modules = builds.map((_, index) => `module "m${String(index)}" { source = "./m${String(index)}" }`);
      for (const [index, build] of builds.entries()) {
        await mkdir(join(root, `m${String(index)}`));
        await writeFile(join(root, `m${String(index)}`, "main.tf"), hclOf(build));
      }
      await writeFile(join(root, "modules.tf"), modules.join("\n"));
      await writeFile(join(root, "main.tf"), hclOf(taking));
      const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
      succeeded(await run("terraform", ["init", "-no-color", "-input=false"], { cwd: root, env }));
      succeeded(await run("terraform", ["validate", "-no-color"], { cwd: root, env }));
    },
    TIME_OUT,
  );
});
