import { resolve } from "node:path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Annotations, App, Aspects, Testing, type TerraformStack } from "cdktf";
import {
  AutoProtection,
  AutoProtectionEffect,
  AutoProtectionImages,
  BackupCoverageWorkbook,
  DrillRestores,
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryServiceFeatures,
  RequireProtection,
  RemovalPolicy,
  RestoreDrill,
  SourceVm,
  StorageRedundancy,
  TagRule,
  VaultImmutability,
  VmBackup,
  VmBackupFleet,
  type VmBackupFleetProps,
  VmInventory,
  VmSelection,
} from "../../../lib";
import { GROUP, SUBSCRIPTION, vmId } from "../../support/azure";
import { declaredVm } from "../protection/support";
import { SUBNET_ID } from "../vault/support";
import {
  DAILY,
  retention,
  WEB,
  tags,
  vaultProps,
  policyOptions,
  initialBackupOptions,
  protection,
  drillProps,
  sample,
  type Sample,
} from "./sample-parts";

/** A file of assignments with one VM. */
const ONE_VM = resolve(__dirname, "../fleet/one-vm.assignments");
const REFUSE = RemovalPolicy.REFUSE;

function appOf({ node: { root } }: TerraformStack): App {
  if (!App.isApp(root)) throw new TypeError("the stack is in no app");
  return root;
}

/** Declares a fleet beside a stack, which gets the fleet's stacks as a note, so that the two are compared together. */
function declareFleet(stack: TerraformStack, props: VmBackupFleetProps): void {
  const { stacks } = new VmBackupFleet(appOf(stack), "Fleet", props);
  for (const one of stacks) Annotations.of(stack).addInfo(Testing.synth(one, true));
}

/** The samples of protected VMs, their initial backup and drills. */
export const VM_SAMPLES: readonly Sample[] = [
  sample(
    "ProtectedVmProps",
    (around) => ({ ...protection(around), vm: WEB, removal: RemovalPolicy.REFUSE, crossSubscriptionBackup: true }),
    (props, { stack }) => new ProtectedVm(stack, "Vm", props),
  ),
  sample(
    "ProtectedVmsOptions",
    (around) => ({
      ...around.options,
      vms: { web: WEB },
      selection: VmSelection.fromDataSource({ tags }),
      removal: REFUSE,
      crossSubscriptionBackup: true,
    }),
    (options, { stack, vault, policy }) => new ProtectedVms(stack, "Vms", { ...options, vault, policy }),
  ),
  sample(
    "SourceVmOptions",
    ({ policy }) => ({ includeDiskLuns: [0], excludeDiskLuns: [1], protectionState: ProtectionState.STOPPED, policy }),
    (options, { stack, vault, policy }) =>
      new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: WEB, db: SourceVm.fromId(vmId("vm-db"), options) } }),
  ),
  sample(
    "AppSelectionOptions",
    ({ stack }) => {
      declaredVm(stack, "Web", { tags });
      declaredVm(stack, "Db", { tags });
      const overrides = { Web: { protectionState: ProtectionState.STOPPED } };
      return { where: TagRule.tagged("team"), exempt: ["Db"], overrides };
    },
    (options, { stack, vault, policy }) =>
      new ProtectedVms(stack, "Vms", { vault, policy, selection: VmSelection.inScope(stack, options) }),
  ),
  sample(
    "RequireProtectionOptions",
    ({ stack }) => {
      declaredVm(stack, "Jumphost");
      return { exempt: ["vm-jumphost"] };
    },
    (options, { stack }) => {
      Aspects.of(stack).add(new RequireProtection(options));
    },
  ),
  sample(
    "VmSearch",
    () => ({ tags, resourceGroupName: "rg-app" }),
    (search, { stack, vault, policy }) =>
      new ProtectedVms(stack, "Vms", { vault, policy, selection: VmSelection.fromDataSource(search) }),
  ),
  sample(
    "InitialBackupOptions",
    initialBackupOptions,
    (options, around) => new InitialBackup(around.stack, "Backup", { ...options, protectedVms: [around.protectedVms()] }),
  ),
  sample(
    "VmBackupProps",
    (around) => ({
      vault: vaultProps(around),
      policy: policyOptions(around),
      initialBackup: initialBackupOptions(around),
      vms: { web: WEB },
      removal: REFUSE,
      crossSubscriptionBackup: true,
      provider: around.provider,
      dependsOn: [around.group],
    }),
    (props, { stack }) => new VmBackup(stack, "Backup", props),
  ),
  sample(
    "VmBackupProps",
    (around) => ({
      existingVault: around.vault,
      existingPolicy: around.policy,
      initialBackup: initialBackupOptions(around),
      selection: VmSelection.fromDataSource({ tags }),
      removal: REFUSE,
      provider: around.provider,
      dependsOn: [around.group],
    }),
    (props, { stack }) => new VmBackup(stack, "Backup", props),
  ),
  sample(
    "RestoreDrillProps",
    (around) => ({
      ...drillProps(around),
      protectedVms: [around.protectedVms()],
      scratchResourceGroupName: "rg-drill",
      stagingAccountName: "stdrill",
      stagingRetentionDays: 3,
      runOnDeploy: true,
      tags,
    }),
    (props, { stack }) => new RestoreDrill(stack, "Drill", props),
  ),
  sample(
    "RestoreDrillProps",
    (around) => ({
      ...drillProps(around),
      vault: around.vault,
      existingScratchResourceGroupId: GROUP.replace(/[^/]+$/, "rg-drill"),
      existingStagingAccountId: `${GROUP}/providers/Microsoft.Storage/storageAccounts/stdrill`,
      restores: DrillRestores.VM,
      existingSubnetId: SUBNET_ID,
    }),
    (props, { stack }) => new RestoreDrill(stack, "Drill", props),
  ),
  sample(
    "AutoProtectionProps",
    (around) => ({
      ...around.options,
      vault: around.vault,
      policy: around.policy,
      location: "westeurope",
      subscriptionId: SUBSCRIPTION,
      images: AutoProtectionImages.ALL,
      include: { name: "backup", values: ["yes"] },
      exclude: { name: "temporary", values: ["yes"] },
      effect: AutoProtectionEffect.DEPLOY,
      exemptVmIds: [vmId("vm-web")],
      remediateExisting: true,
      expectedVms: 100,
      crossSubscriptionBackup: true,
      assignmentName: "backup",
    }),
    (props, { stack }) => new AutoProtection(stack, "Auto", props),
  ),
  sample(
    "AutoProtectionProps",
    (around) => ({
      ...around.options,
      vault: around.vault,
      policy: around.policy,
      location: "westeurope",
      managementGroupName: "mg-app",
      images: AutoProtectionImages.ALL,
      crossSubscriptionBackup: true,
    }),
    (props, { stack }) => new AutoProtection(stack, "Auto", props),
  ),
  sample(
    "BackupCoverageWorkbookProps",
    ({ options }) => ({
      ...options,
      resourceGroupName: "rg-app",
      location: "westeurope",
      displayName: "Coverage",
      objectiveHours: 30,
      workbookName: "5e0fd2ec-8f4c-4a3b-9b0e-2d1f6a7c8b03",
      tags,
    }),
    (props, { stack }) => new BackupCoverageWorkbook(stack, "Coverage", props),
  ),
  sample(
    "VmBackupFleetProps",
    (around) => {
      const { outputName: _output, retention: initialBackup, dependsOn: _dependsOn, ...run } = initialBackupOptions(around);
      const { provider: _provider, dependsOn: _others, lifecycle: _lifecycle, ...policy } = policyOptions(around);
      return {
        inventory: VmInventory.fromMap({ [vmId("vm-web")]: { location: "westeurope" } }),
        assignmentFile: ONE_VM,
        tiers: { gold: { policy, initialBackup } },
        tierTag: "tier",
        defaultTier: "gold",
        locations: ["westeurope"],
        centralVaultSubscriptionId: SUBSCRIPTION,
        slots: 4,
        minutesBetweenSlots: 30,
        vaultNamePrefix: "vault-fleet",
        resourceGroupNamePrefix: "rg-fleet",
        declareResourceGroups: true,
        vault: {
          redundancy: StorageRedundancy.zone(),
          immutability: VaultImmutability.unlocked(),
          monitoring: { alertsForAllJobFailuresEnabled: true, alertsForCriticalOperationFailuresEnabled: true },
          publicNetworkAccessEnabled: true,
          tags,
        },
        removal: REFUSE,
        initialBackup: { ...run, runInDeployment: true },
      };
    },
    (props, { stack }) => {
      declareFleet(stack, props);
    },
  ),
  sample(
    "InventoryVm",
    () => ({ location: "westeurope", tier: "gold", tags: { "backup-tier": "gold" } }),
    (vm, { stack }) => {
      declareFleet(stack, {
        inventory: VmInventory.fromMap({ [vmId("vm-web")]: vm }),
        assignmentFile: ONE_VM,
        tiers: { gold: { policy: { schedule: DAILY, dailyRetentionDays: 30 }, initialBackup: retention } },
      });
    },
  ),
  sample(
    "RecoveryServiceFeaturesOptions",
    () => ({ purgeProtectedItemsFromVaultOnDestroy: true }),
    (options, { stack }) =>
      new AzurermProvider(stack, "third", {
        alias: "third",
        features: [{ recoveryService: [RecoveryServiceFeatures.deleteData(options)] }],
      }),
  ),
];
