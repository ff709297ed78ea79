import type { IConstruct } from "constructs";
import type { VaultImmutability } from "./vault-immutability";

/** What is known of a Recovery Services vault: all that something in a vault, or about it, needs. */
export interface IRecoveryServicesVaultRef extends IConstruct {
  /** The vault's id. */
  readonly vaultId: string;
  /** The vault's name. */
  readonly vaultName: string;
  /** The name of the resource group that holds the vault. */
  readonly resourceGroupName: string;
  /** The vault's region; undefined if nobody said. */
  readonly location?: string;
  /** The vault's immutability; undefined if nobody said. */
  readonly immutability?: VaultImmutability;
}
