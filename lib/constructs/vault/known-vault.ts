import { type TerraformProvider, TerraformStack } from "cdktf";
import { parseVaultId, type VaultId } from "../../azure/resource-id";
import { literalText } from "../private/problems";
import { defaultAzurermProvider, subscriptionIdOf } from "../provider/azurerm-providers";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** Facts about a vault that are not part of its interface. */
interface Origin {
  /** Whether the app declares the vault. If false, the vault exists already. */
  readonly isDeclared: boolean;
  /** The provider in the vault's props. */
  readonly provider: TerraformProvider | undefined;
  /** The names in the vault's props, literals or tokens. */
  readonly vaultName: string;
  readonly resourceGroupName: string;
}

const origins = new WeakMap<IRecoveryServicesVaultRef, Origin>();

/** Records the origin of a vault. */
export function registerVault(vault: IRecoveryServicesVaultRef, origin: Origin): void {
  origins.set(vault, origin);
}

/** Whether the app declares a vault. */
export function isDeclared(vault: IRecoveryServicesVaultRef): boolean {
  return origins.get(vault)?.isDeclared ?? false;
}

/** The provider in a vault's props; undefined if the vault has none or is unknown. */
export function givenProviderOf(vault: IRecoveryServicesVaultRef): TerraformProvider | undefined {
  return origins.get(vault)?.provider;
}

/** The parts of a vault's id that are known at synth. */
export function knownPartsOf(vault: IRecoveryServicesVaultRef): Partial<VaultId> {
  const id = literalText(vault.vaultId);
  if (id !== undefined) return parseVaultId(id) ?? {};
  const origin = origins.get(vault);
  const { vaultName, resourceGroupName } = origin ?? vault;
  // Without an origin, the vault may belong to another provider than the stack's default one.
  const provider = origin && (origin.provider ?? defaultAzurermProvider(TerraformStack.of(vault)));
  return {
    vaultName: literalText(vaultName),
    resourceGroupName: literalText(resourceGroupName),
    subscriptionId: provider && subscriptionIdOf(provider),
  };
}
