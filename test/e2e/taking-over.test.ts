import { DataAzurermVirtualMachine } from "@cdktf/provider-azurerm/lib/data-azurerm-virtual-machine";
import { TerraformIterator, type TerraformStack } from "cdktf";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  AzurermProviderVersion,
  BackupSchedule,
  ProtectedVm,
  ProtectedVms,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
  VmSelection,
} from "../../lib";
import { type LiveStack, withLiveStack } from "../../tools/local/live-stack";
import { requireTerraform } from "../../tools/local/real-terraform";
import type { StackJson } from "../../tools/local/stack-changes";
import { itemId, SUBSCRIPTION, vmId } from "../support/azure";
import { synthesized } from "../support/synth";
import { describeWithAzurerm } from "./support/azurerm";

const TIME_OUT = 300_000;
const ROOT = resolve(__dirname, "../..");
const VAULT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.RecoveryServices/vaults/vault-app`;
const [web, db] = [SourceVm.fromId(vmId("vm-web")), SourceVm.fromId(vmId("vm-db"))];

/** A vault and its policy. */
function vaultAndPolicy(stack: TerraformStack) {
  AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
  const place = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" };
  const vault = new RecoveryServicesVault(stack, "Vault", place);
  const schedule = BackupSchedule.daily({ time: "22:00" });
  const policy = new VmBackupPolicy(stack, "Policy", { vault, schedule, dailyRetentionDays: 30 });
  return { vault, policy };
}

const stackOf = (build: (stack: TerraformStack) => void) => synthesized(build).json as StackJson;

describeWithAzurerm("what a deployment takes over", () => {
  let folder: string;
  let directory: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(ROOT, ".start-"));
    directory = join(folder, "stack");
    await mkdir(directory);
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Deploys a stack. */
  async function deployed(stack: StackJson, use: (live: LiveStack) => Promise<void>): Promise<void> {
    await writeFile(join(directory, "cdk.tf.json"), JSON.stringify(stack));
    await requireTerraform(directory, process.env);
    await withLiveStack(directory, async (live) => {
      await live.terraform.apply(stack, ["create"]);
      await use(live);
    });
  }

  /** A stack with a vault, its policy and two VMs, which Terraform's state may not contain. */
  const protecting = (takeOver: boolean) =>
    stackOf((stack) => {
      const { vault, policy } = vaultAndPolicy(stack);
      const vms = new ProtectedVms(stack, "Vms", { vault, policy, vms: { "app/web": web } });
      const vm = new ProtectedVm(stack, "Vm", { vault, policy, vm: db });
      if (!takeOver) return;
      vault.importVault(VAULT_ID);
      policy.importPolicy(`${VAULT_ID}/backupPolicies/${policy.node.id}-Standard`);
      vms.importItem("app/web", itemId("vm-web", VAULT_ID));
      vm.importItem(itemId("vm-db", VAULT_ID).replace("iaasvmcontainer;", "IaasVMContainer;"));
    });

  test(
    "imports vault, policy and items, and changes nothing",
    () =>
      deployed(protecting(false), async ({ terraform }) => {
        await rm(join(directory, "terraform.tfstate"));
        await terraform.apply(protecting(true), []);
      }),
    TIME_OUT,
  );

  /** A stack of two blocks, each with its own policy. `vm-db` is in one of them. */
  const blocks = (move: boolean) =>
    stackOf((stack) => {
      const { vault, policy } = vaultAndPolicy(stack);
      const schedule = BackupSchedule.daily({ time: "23:00" });
      const long = new VmBackupPolicy(stack, "Long", { vault, schedule, dailyRetentionDays: 90 });
      const vms = new ProtectedVms(stack, "Vms", { vault, policy, vms: move ? { web } : { web, db } });
      const other = SourceVm.fromId(vmId("vm-api"));
      const kept = new ProtectedVms(stack, "Long-Vms", { vault, policy: long, vms: move ? { api: other, db } : { api: other } });
      if (move) kept.moveItemFrom("db", vms.addressOf("db"));
    });

  test(
    "moves an item to another block, whose policy it follows from then on",
    () =>
      deployed(blocks(false), async ({ terraform }) => {
        await terraform.apply(blocks(true), ["update"]);
      }),
    TIME_OUT,
  );

  test(
    "protects the instances of count and for_each",
    () =>
      deployed(
        stackOf((stack) => {
          const { vault, policy } = vaultAndPolicy(stack);
          const data = (id: string, name: string) =>
            new DataAzurermVirtualMachine(stack, id, { name, resourceGroupName: "rg-app" });
          // The emulator has the VMs that a stack names by id.
          new ProtectedVms(stack, "ById", { vault, policy, vms: { db } });
          const counted = data("Counted", "vm-web");
          counted.count = 1;
          const each = data("Each", "${each.value}");
          each.forEach = TerraformIterator.fromMap({ api: "vm-api" });
          new ProtectedVms(stack, "Counted-Vms", { vault, policy, selection: VmSelection.fromInstances(counted) });
          new ProtectedVms(stack, "Each-Vms", { vault, policy, selection: VmSelection.fromInstances(each) });
          stack.addOverride("resource.terraform_data.existing", { input: [vmId("vm-web"), vmId("vm-api")] });
        }),
        () => Promise.resolve(),
      ),
    TIME_OUT,
  );
});
