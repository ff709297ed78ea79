import type { IConstruct } from "constructs";
import type { VaultImmutability } from "./vault-immutability";

/** The attributes of a Recovery Services vault that other constructs need. */
export interface IRecoveryServicesVaultRef extends IConstruct {
  /** The vault's id. */
  readonly vaultId: string;
  /** The vault's name. */
  readonly vaultName: string;
  /** The name of the resource group that holds the vault. */
  readonly resourceGroupName: string;
  /** The vault's region; undefined if it is unknown. */
  readonly location?: string;
  /** The vault's immutability; undefined if it is unknown. */
  readonly immutability?: VaultImmutability;
}
