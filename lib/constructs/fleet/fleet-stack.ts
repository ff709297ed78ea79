import { AzurermProvider, type AzurermProviderFeatures } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type FleetVault as VaultPlace, vaultLabel } from "../../contract/fleet/assignment";
import { RemovalPolicy } from "../protection/removal-policy";
import { RecoveryServiceFeatures } from "../provider/recovery-service-features";
import type { VmBackupFleetProps } from "./fleet-options";
import { type AssignedVm, FleetVault } from "./fleet-vault";

/** What a stack of a fleet is made of. */
export interface FleetStackProps {
  readonly fleet: VmBackupFleetProps;
  readonly subscriptionId: string;
  readonly location: string;
  readonly vaults: readonly VaultPlace[];
  /** The VMs by the label of their vault. */
  readonly vms: ReadonlyMap<string, readonly AssignedVm[]>;
}

/**
 * The stack of a {@link VmBackupFleet} for the vaults of one subscription in one region. It needs no other stack. Only a fleet creates one;
 * give it a backend, and a version of azurerm by {@link AzurermProviderVersion}.
 */
export class FleetStack extends TerraformStack {
  /** @internal */
  public static _create(scope: Construct, id: string, props: FleetStackProps): FleetStack {
    return new FleetStack(scope, id, props);
  }

  /** The azurerm provider of the stack, whose settings can be changed. */
  public readonly azurermProvider: AzurermProvider;

  /** The resource group of the vaults; undefined if it is not declared. */
  public readonly resourceGroup?: ResourceGroup;

  /** The vaults. */
  public readonly vaults: FleetVault[];

  private constructor(
    scope: Construct,
    id: string,
    private readonly props: FleetStackProps,
  ) {
    super(scope, id);
    const { fleet, subscriptionId, location, vaults, vms } = props;
    this.azurermProvider = new AzurermProvider(this, "azurerm", { features: [featuresFor(fleet.removal)], subscriptionId });
    const resourceGroupName = `${fleet.resourceGroupNamePrefix ?? "rg-backup"}-${location}`;
    if (fleet.declareResourceGroups ?? true) {
      this.resourceGroup = new ResourceGroup(this, "ResourceGroup", {
        name: resourceGroupName,
        location,
        tags: fleet.vault?.tags,
        lifecycle: { preventDestroy: true },
      });
    }
    const { resourceGroup } = this;
    this.vaults = vaults.map((place) => {
      const own = vms.get(vaultLabel(place)) ?? [];
      return FleetVault._create(this, `Vault${place.number}`, { fleet, place, vms: own, resourceGroupName, resourceGroup });
    });
  }

  /** The subscription of the vaults. */
  public get subscriptionId(): string {
    return this.props.subscriptionId;
  }

  /** The region of the vaults. */
  public get location(): string {
    return this.props.location;
  }
}

/** azurerm has no option of an item for what becomes of its backups, only one of the provider. */
function featuresFor(removal: RemovalPolicy | undefined): AzurermProviderFeatures {
  return removal === RemovalPolicy.RETAIN ? { recoveryService: [RecoveryServiceFeatures.retainData()] } : {};
}
