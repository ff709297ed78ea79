import type { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { IConstruct } from "constructs";
import type { VaultImmutability } from "./vault-immutability";

/** A vault that this app declares, as the checks at synth need it. */
export interface DeclaredVault extends IConstruct {
  readonly resource: VaultResource;
  readonly immutability?: VaultImmutability;
}
