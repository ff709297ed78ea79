import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { TerraformStack } from "cdktf";
import {
  AzurePrincipal,
  AzurermProviderVersion,
  BackupSchedule,
  DrillRestores,
  RecoveryPointRetention,
  RemovalPolicy,
  RestoreDrill,
  type RestoreDrillProps,
  SourceVm,
  VmBackup,
  WaitFor,
} from "../../../lib";
import { GROUP, vmId } from "../../support/azure";

/** The principal of the pipeline that runs the drill. */
export const PIPELINE = {
  objectId: "11111111-2222-4333-8444-555555555555",
  clientId: "11111111-2222-4333-8444-666666666666",
  clientSecret: "its-secret",
};

/** Two protected VMs, and a drill of VMs by a principal of its own. The stack can be destroyed. */
export const drilledStack =
  (azurerm: string, props: Partial<RestoreDrillProps> = {}) =>
  (stack: TerraformStack): RestoreDrill => {
    AzurermProviderVersion.require(stack, azurerm);
    // azurerm 5 has no such feature, and asks the data plane for nothing.
    if (!azurerm.includes("> 5")) {
      stack.addOverride("provider.azurerm.0.features.0.storage", [{ data_plane_available: false }]);
    }
    const { name: resourceGroupName, location } = new ResourceGroup(stack, "group", {
      name: "rg-backup",
      location: "westeurope",
    });
    const backup = new VmBackup(stack, "Backup", {
      vault: { vaultName: "vault-app", resourceGroupName, location, lifecycle: { preventDestroy: false } },
      policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
      vms: { web: SourceVm.fromId(vmId("vm-web")), db: SourceVm.fromId(vmId("vm-db")) },
      removal: RemovalPolicy.DELETE,
      initialBackup: { retention: RecoveryPointRetention.days(60), waitFor: WaitFor.COMPLETED },
    });
    return new RestoreDrill(stack, "Drill", {
      protectedVms: [backup.protectedVms],
      restores: DrillRestores.VM,
      principal: AzurePrincipal.servicePrincipal(PIPELINE.objectId),
      sourceResourceGroupIds: [GROUP],
      outputName: "restore_drill",
      ...props,
    });
  };
