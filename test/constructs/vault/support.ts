import { TerraformProvider, type TerraformStack } from "cdktf";
import { RecoveryServicesVault, type RecoveryServicesVaultProps } from "../../../lib";
import { GROUP } from "../../support/azure";
import { type Arguments, type Synthesized, synthesized } from "../../support/synth";

/** The provider azapi in an app without its bindings. */
class AzapiProvider extends TerraformProvider {}

/** Adds the provider azapi to a stack. */
export function addAzapi(stack: TerraformStack, alias?: string): TerraformProvider {
  const provider = new AzapiProvider(stack, alias ?? "azapi", {
    terraformResourceType: "azapi",
    terraformGeneratorMetadata: { providerName: "azapi" },
    terraformProviderSource: "Azure/azapi",
  });
  // A class without bindings has a setter that does nothing.
  if (alias !== undefined) Object.defineProperty(provider, "alias", { value: alias });
  return provider;
}

export const MINIMAL: RecoveryServicesVaultProps = {
  vaultName: "vault-app",
  resourceGroupName: "rg-app",
  location: "westeurope",
};
export const OBJECT_ID = "11111111-2222-3333-4444-555555555555";
export const GUARD_ID = `${GROUP}/providers/Microsoft.DataProtection/resourceGuards/guard`;
export const WORKSPACE_ID = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs`;
export const SUBNET_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/backup`;
export const KEY_ID = "https://keys.vault.azure.net/keys/backup";

export function identityId(name: string): string {
  return `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}

export function zoneId(name: string): string {
  return `${GROUP}/providers/Microsoft.Network/privateDnsZones/${name}`;
}

export function actionGroupId(name: string): string {
  return `${GROUP}/providers/Microsoft.Insights/actionGroups/${name}`;
}

export function minimalVault(stack: TerraformStack, props: Partial<RecoveryServicesVaultProps> = {}): RecoveryServicesVault {
  return new RecoveryServicesVault(stack, "Vault", { ...MINIMAL, ...props });
}

/** A stack with a minimal vault and some other props. */
export function stackWithVault(props: Partial<RecoveryServicesVaultProps>): Synthesized {
  return synthesized((stack) => minimalVault(stack, props));
}

/** The arguments of a minimal vault with some other props. */
export function vaultWith(props: Partial<RecoveryServicesVaultProps>): Arguments {
  return stackWithVault(props).only("azurerm_recovery_services_vault");
}

/** All warnings in a stack. */
export function warningsOf(stack: TerraformStack): string[] {
  return stack.node.findAll().flatMap(({ node }) => {
    const warnings = node.metadata.filter(({ type }) => type === "@cdktf/warn");
    return warnings.map(({ data }) => data as string);
  });
}
