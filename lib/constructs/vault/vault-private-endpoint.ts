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

/** Options of a private endpoint, whichever vault it is for. */
export interface VaultPrivateEndpointOptions extends AzurermResourceOptions {
  /** The id of the subnet that the endpoint gets its addresses from. A change replaces the endpoint. */
  readonly subnetId: string;

  /**
   * The ids of the private DNS zones that get the endpoint's names: those of Azure Backup in the vault's region
   * (`privatelink.<region code>.backup.windowsazure.com`), of blobs and of queues; at least one, none twice.
   * @default - no names are registered; you do it yourself
   */
  readonly privateDnsZoneIds?: string[];

  /**
   * The endpoint's name: 1 to 80 letters, digits, '-', '_' and '.', starting with a letter or digit and ending in one or in '_'. A
   * change replaces the endpoint.
   * @default - made of the construct's path in the stack, after the name of the stack if it does not declare the vault
   */
  readonly endpointName?: string;

  /**
   * The name of the resource group that holds the endpoint. A change replaces the endpoint.
   * @default - the vault's resource group
   */
  readonly resourceGroupName?: string;

  /**
   * The region of the endpoint, which is that of its virtual network. A change replaces the endpoint.
   * @default - the vault's region; required if that is not known
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
  /** The vault that the endpoint leads to. */
  readonly vault: IRecoveryServicesVaultRef;
}

/**
 * A private endpoint for backups of a vault. Azure accepts one only before anything is registered with the vault: Terraform creates it
 * before the VMs that the same stack protects with the vault. It leaves the public way open; `publicNetworkAccessEnabled: false`
 * closes that.
 * @see https://learn.microsoft.com/azure/backup/private-endpoints-overview
 */
export class VaultPrivateEndpoint extends Construct {
  /** The resource of azurerm, for whatever this construct does not offer. */
  public readonly resource: PrivateEndpoint;

  constructor(scope: Construct, id: string, props: VaultPrivateEndpointProps) {
    super(scope, id);
    const { vault, endpointName = defaultName(this, vault) } = props;
    const location = props.location ?? (vault as IRecoveryServicesVaultRef | undefined)?.location;
    throwIfInvalid(`VaultPrivateEndpoint '${this.node.path}'`, problemsOf({ ...props, endpointName, location }));

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
    ...(privateDnsZoneIds ? checkResourceIds("privateDnsZoneIds", privateDnsZoneIds, PRIVATE_DNS_ZONE) : []),
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
          remedy: "name the network interface so, or leave it out",
        })),
    ...checkTags("tags", props.tags),
  ];
}
