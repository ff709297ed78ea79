import type { IResolvable } from "cdktf";
import type { RecoveryServicesVault, RecoveryServicesVaultConfig } from "@cdktf/provider-azurerm/lib/recovery-services-vault";

/** The arguments of a vault. The bindings of azurerm 5 have none for soft delete. */
export type VaultConfig = RecoveryServicesVaultConfig & { readonly softDeleteEnabled?: boolean };

const ARGUMENT = "softDeleteEnabledInput";

/** Whether the installed bindings have the argument for soft delete. They ignore an argument that they do not have. */
export function hasSoftDeleteArgument(resource: RecoveryServicesVault): boolean {
  return ARGUMENT in resource;
}

/** The value of the argument for soft delete; undefined if it is not set. */
export function softDeleteArgument(resource: RecoveryServicesVault): boolean | IResolvable | undefined {
  return (resource as { readonly [ARGUMENT]?: boolean | IResolvable })[ARGUMENT];
}
