import { TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { problem } from "../private/problems";
import { defaultProvider } from "../provider/azurerm-providers";
import type { RecoveryServicesVaultProps } from "./vault-props";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** An API version with both settings that every release of azapi 2 knows. It is at most three months newer than azurerm 4.55's. */
const VAULT_TYPE = "Microsoft.RecoveryServices/vaults@2024-04-01";

const ESCAPE = "or leave the props out and set them with 'az rest' as the page \"Vaults\" of the documentation shows";

type Settings = Pick<RecoveryServicesVaultProps, "softDeleteRetentionDays" | "crossSubscriptionRestore">;

/** Declares the vault settings that azurerm has no argument for, with azapi. At least one of them is set. */
export function azapiVaultSettings(
  vault: Construct & IRecoveryServicesVaultRef,
  { softDeleteRetentionDays: days, crossSubscriptionRestore: state }: Settings,
): TerraformResource {
  const properties = {
    ...(days !== undefined && { securitySettings: { softDeleteSettings: { softDeleteRetentionPeriodInDays: days } } }),
    ...(state !== undefined && {
      restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: state } },
    }),
  };
  const resource = new AzapiUpdateResource(vault, "Settings", {
    type: VAULT_TYPE,
    resource_id: vault.vaultId,
    body: { properties },
  });
  const set = Object.entries({ softDeleteRetentionDays: days, crossSubscriptionRestore: state }).filter(
    ([, value]) => value !== undefined,
  );
  vault.node.addValidation({
    validate: () => (defaultProvider(TerraformStack.of(vault), "azapi") ? [] : set.map(missingProvider)),
  });
  return resource;
}

function missingProvider([prop, value]: [string, unknown]): string {
  const rule = {
    allowed: "left out of a stack without a provider of azapi that has no alias, because azurerm has no argument for it",
    remedy: `add the provider azapi (Azure/azapi, version 2) to the stack, ${ESCAPE}`,
  };
  return problem(prop, value, rule);
}

/** `azapi_update_resource`; the peer dependencies have no bindings for it. */
class AzapiUpdateResource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Readonly<Record<string, unknown>>,
  ) {
    super(scope, id, { terraformResourceType: "azapi_update_resource", terraformGeneratorMetadata: { providerName: "azapi" } });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return this.attributes;
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return Object.fromEntries(
      Object.entries(this.attributes).map(([name, value]) => [
        name,
        {
          value,
          isBlock: false,
          type: typeof value === "string" ? "simple" : "map",
          storageClassType: typeof value === "string" ? "string" : "anyMap",
        },
      ]),
    );
  }
}
