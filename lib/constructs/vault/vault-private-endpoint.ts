import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { Construct } from "constructs";
import { checkResourceId, checkResourceIds, canonicalId, canonicalIds } from "../private/azure-ids";
import { checkLocation, checkResourceGroupName, checkTags, warnIfUnknownRegion } from "../private/azure-names";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkText, problem, throwIfInvalid } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { registerAddition } from "./creation-order";
import { checkVault } from "./check-vault";
import { PRIVATE_DNS_ZONE, SUBNET } from "./resource-types";
import { providerFor } from "./vault-provider";
import type { IRecoveryServicesVaultRef } from "./vault-ref";
import { defaultName } from "./default-name";
import { requireUniqueName } from "./unique-names";
import { requireOptions } from "../private/option-types";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

/** Options of a private endpoint, without its vault. */
export interface VaultPrivateEndpointOptions extends AzurermResourceOptions {
  /** The id of the subnet of the endpoint's addresses. A change replaces the endpoint. */
  readonly subnetId: string;

  /**
   * The ids of the private DNS zones for the endpoint's names: the zones of Azure Backup in the vault's region
   * (`privatelink.<region code>.backup.windowsazure.com`), of blobs and of queues; at least one, none twice.
   * @default - Azure registers no names; register them yourself
   */
  readonly privateDnsZoneIds?: string[];

  /**
   * The endpoint's name: 1 to 80 letters, digits, '-', '_' and '.', starting with a letter or digit and ending with a letter, a digit
   * or '_'. A change replaces the endpoint.
   * @default - the construct's path in the stack; if the stack does not declare the vault, the stack's name comes first
   */
  readonly endpointName?: string;

  /**
   * The name of the resource group that holds the endpoint. A change replaces the endpoint.
   * @default - the vault's resource group
   */
  readonly resourceGroupName?: string;

  /**
   * The region of the endpoint, the same as that of its virtual network. A change replaces the endpoint.
   * @default - the vault's region; required if the vault's region is unknown
   */
  readonly location?: string;

  /**
   * The name of the endpoint's network interface. A change replaces the endpoint.
   * @default - Azure chooses one
   */
  readonly customNetworkInterfaceName?: string;

  /**
   * Tags of the endpoint: at most 50, each name at most 512 characters, each value at most 256.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };
}

/** Properties of {@link VaultPrivateEndpoint}. */
export interface VaultPrivateEndpointProps extends VaultPrivateEndpointOptions {
  /** The vault that the endpoint connects to. */
  readonly vault: IRecoveryServicesVaultRef;
}

const OPTIONS: OptionNames<VaultPrivateEndpointProps> = {
  ...RESOURCE_OPTIONS,
  vault: true,
  subnetId: true,
  privateDnsZoneIds: true,
  endpointName: true,
  resourceGroupName: true,
  location: true,
  customNetworkInterfaceName: true,
  tags: true,
};

/**
 * A private endpoint of a vault for backups. Azure accepts it only before the first item is registered with the vault, so Terraform
 * creates it before the VMs that the same stack protects in the vault. Public access stays open unless the vault has
 * `publicNetworkAccessEnabled: false`.
 * @see https://learn.microsoft.com/azure/backup/private-endpoints-overview
 */
export class VaultPrivateEndpoint extends Construct {
  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: PrivateEndpoint;

  constructor(scope: Construct, id: string, props: VaultPrivateEndpointProps) {
    super(scope, id);
    const subject = `VaultPrivateEndpoint '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, subnetId }");
    warnOfMisspelled(this, props, OPTIONS);
    const { vault, endpointName = defaultName(this, vault) } = props;
    const { location = (vault as IRecoveryServicesVaultRef | undefined)?.location } = props;
    throwIfInvalid(subject, problemsOf({ ...props, endpointName, location }));

    const resourceGroupName = props.resourceGroupName ?? vault.resourceGroupName;
    this.resource = new PrivateEndpoint(this, "Resource", {
      name: endpointName,
      resourceGroupName,
      location: location ?? "",
      subnetId: canonicalId(props.subnetId, SUBNET),
      customNetworkInterfaceName: props.customNetworkInterfaceName,
      privateServiceConnection: {
        name: endpointName,
        privateConnectionResourceId: vault.vaultId,
        subresourceNames: ["AzureBackup"],
        isManualConnection: false,
      },
      privateDnsZoneGroup: props.privateDnsZoneIds && {
        name: endpointName,
        privateDnsZoneIds: canonicalIds(props.privateDnsZoneIds, PRIVATE_DNS_ZONE),
      },
      tags: props.tags,
      provider: providerFor(this, vault, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle),
    });
    repairHcl(this.resource);
    warnIfUnknownRegion(this, "location", props.location);
    registerAddition(vault, this.resource);
    const place = { kind: "resource group", resourceGroupName } as const;
    requireUniqueName({ construct: this, resource: this.resource, prop: "endpointName", name: endpointName, place });
  }
}

function problemsOf(props: VaultPrivateEndpointProps & { readonly endpointName: string }): string[] {
  const { location, resourceGroupName, privateDnsZoneIds } = props;
  const locationRule = { allowed: "set if the vault's region is not known", remedy: "name the virtual network's region" };
  return [
    ...checkVault("vault", props.vault),
    ...checkResourceId("subnetId", props.subnetId, SUBNET),
    ...(privateDnsZoneIds === undefined ? [] : checkResourceIds("privateDnsZoneIds", privateDnsZoneIds, PRIVATE_DNS_ZONE)),
    ...checkText("endpointName", props.endpointName, /^[a-zA-Z\d]$|^[a-zA-Z\d][-\w.]{0,78}\w$/, {
      allowed: "1 to 80 letters, digits, '-', '_' and '.', starting with a letter or digit and ending in one or in '_'",
      remedy: "set endpointName to one of that kind",
    }),
    ...(resourceGroupName === undefined ? [] : checkResourceGroupName("resourceGroupName", resourceGroupName)),
    ...(location === undefined ? [problem("location", location, locationRule)] : checkLocation("location", location)),
    ...(props.customNetworkInterfaceName === undefined
      ? []
      : checkText("customNetworkInterfaceName", props.customNetworkInterfaceName, /^[a-zA-Z\d]$|^[a-zA-Z\d][-\w.]{0,78}\w$/, {
          allowed: "1 to 80 letters, digits, '-', '_' and '.', starting with a letter or digit and ending in one or in '_'",
          remedy: "rename the network interface, or leave it out",
        })),
    ...checkTags("tags", props.tags),
  ];
}
