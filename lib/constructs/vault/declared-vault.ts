import type { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { IConstruct } from "constructs";
import type { VaultImmutability } from "./vault-immutability";

/** A vault that this app declares, as the checks see it that run when the stack is synthesized. */
export interface DeclaredVault extends IConstruct {
  readonly resource: VaultResource;
  readonly immutability?: VaultImmutability;
}
