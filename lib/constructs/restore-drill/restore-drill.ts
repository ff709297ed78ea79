import type { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import type { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import type { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import type { TerraformOutput, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { requestOutput } from "../initial-backup/request-output";
import { sortedItemIds } from "../initial-backup/sorted-item-ids";
import { warnIfSensitive } from "../initial-backup/sensitive-request";
import { requireOptions } from "../private/option-types";
import { throwIfInvalid } from "../private/problems";
import { addressOf } from "../private/state-block";
import { registerAddition } from "../vault/creation-order";
import type { IRecoveryServicesVault } from "../vault/vault";
import { providerFor } from "../vault/vault-provider";
import { runDrillOnDeploy } from "./drill-on-deploy";
import { drillSettings } from "./drill-request-settings";
import { drillPlaces } from "./drill-places";
import { grantDrill } from "./drill-role";
import type { RestoreDrillProps } from "./restore-drill-options";
import { DRILL_OPTIONS, placeProblems, restoreDrillProblems } from "./restore-drill-rules";
import { warnOfMisspelled } from "../private/option-names";

/**
 * A restore test: declares what `azure-vm-backup drill` needs to restore VMs of a vault, to compare them with their recovery points, and to
 * delete what it restored. It needs a scratch resource group and a staging account; to restore VMs, also an isolated network. The request
 * of the drill is an output of the stack, which a scheduled pipeline passes to the command.
 *
 * azurerm 4 waits for the data plane of a storage account that it creates. If the deployment cannot reach it, set
 * `features: [{ storage: [{ dataPlaneAvailable: false }] }]` in the provider; azurerm 5 does not need it.
 *
 * @example
 * new RestoreDrill(stack, "Drill", {
 *   protectedVms: [protectedVms],
 *   sample: 3,
 *   objectiveMinutes: 120,
 *   principal: AzurePrincipal.servicePrincipal("00000000-0000-0000-0000-000000000000"),
 *   outputName: "restore_drill",
 * });
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms
 */
export class RestoreDrill extends Construct {
  /** The vault whose VMs are restored. */
  public readonly vault: IRecoveryServicesVault;

  /** The id of the scratch resource group. */
  public readonly scratchResourceGroupId: string;

  /** The id of the staging account. */
  public readonly stagingAccountId: string;

  /** The id of the subnet of restored VMs; none if disks are restored. */
  public readonly subnetId?: string;

  /** The scratch resource group that this construct declares; none if an existing one is given. */
  public readonly scratchResourceGroup?: ResourceGroup;

  /** The staging account that this construct declares, for settings that the construct does not offer; none if an existing one is given. */
  public readonly stagingAccount?: StorageAccount;

  /** The isolated network that this construct declares; none if disks are restored or an existing subnet is given. */
  public readonly network?: VirtualNetwork;

  /** The role assignments of the principal; none without one. Whatever runs the drill should depend on them. */
  public readonly roleAssignments: RoleAssignment[];

  /** The output that holds the request; none without an `outputName`. */
  public readonly output?: TerraformOutput;

  /** The `terraform_data` resource that runs the drill; none without `runOnDeploy`. */
  public readonly resource?: TerraformResource;

  /**
   * @throws if a prop is wrong: one error lists everything that is wrong
   */
  constructor(scope: Construct, id: string, props: RestoreDrillProps) {
    super(scope, id);
    const subject = `RestoreDrill '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ protectedVms, runOnDeploy: true }");
    throwIfInvalid(subject, restoreDrillProblems(props));
    warnOfMisspelled(this, props, DRILL_OPTIONS);
    this.vault = vaultOf(props);
    throwIfInvalid(subject, placeProblems(props, this.vault));

    const { dependsOn, outputName, protectedVms } = props;
    const provider = providerFor(this, this.vault, props.provider);
    const places = drillPlaces(this, this.vault, { ...props, provider });
    this.scratchResourceGroupId = places.scratchGroupId;
    this.stagingAccountId = places.stagingAccountId;
    this.subnetId = places.subnetId;
    this.scratchResourceGroup = places.scratchGroup;
    this.stagingAccount = places.stagingAccount;
    this.network = places.network;
    this.roleAssignments = grantDrill(this, this.vault, places, { ...props, provider });
    for (const assignment of this.roleAssignments) registerAddition(this.vault, assignment);

    const settings = drillSettings(props);
    const { vaultId } = this.vault;
    const vms = protectedVms === undefined ? { vaultId } : { vaultId, protectedItemIds: sortedItemIds(protectedVms) };
    const request = {
      ...settings,
      ...vms,
      scratchGroupId: places.scratchGroupId,
      stagingAccountId: places.stagingAccountId,
      ...(places.subnetId === undefined ? {} : { subnetId: places.subnetId }),
    };
    warnIfSensitive(this, props, vms);
    if (outputName !== undefined) {
      const description = "What azure-vm-backup drill is asked to do";
      this.output = requestOutput(this, outputName, { request, dependsOn, description });
    }
    if (props.runOnDeploy !== true) return;
    this.resource = runDrillOnDeploy(this, this.vault, {
      ...{ request, settings, vms, protectedVms: protectedVms ?? [] },
      after: [...places.required, ...this.roleAssignments, ...(dependsOn ?? [])],
    });
  }

  /**
   * The address in Terraform of what runs the drill, for `terraform apply -replace=…`, which runs it again; undefined if the
   * deployment runs none.
   */
  public get address(): string | undefined {
    return this.resource && addressOf(this.resource);
  }
}

function vaultOf({ vault, protectedVms }: RestoreDrillProps): IRecoveryServicesVault {
  const found = vault ?? protectedVms?.[0]?.vault;
  if (!found) throw new RangeError("protectedVms is empty");
  return found;
}
