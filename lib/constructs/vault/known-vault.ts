import { type TerraformProvider, TerraformStack } from "cdktf";
import { parseVaultId, type VaultId } from "../../azure/resource-id";
import { literalText } from "../private/problems";
import { defaultAzurermProvider, subscriptionIdOf } from "../provider/azurerm-providers";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** How an app comes by a vault, which the interface of a vault does not tell. */
interface Origin {
  /** Whether the app declares the vault; else it exists already. */
  readonly isDeclared: boolean;
  /** The provider that the vault was given. */
  readonly provider: TerraformProvider | undefined;
  /** The names as they were written. */
  readonly vaultName: string;
  readonly resourceGroupName: string;
}

const origins = new WeakMap<IRecoveryServicesVaultRef, Origin>();

/** Makes known how an app comes by a vault. */
export function registerVault(vault: IRecoveryServicesVaultRef, origin: Origin): void {
  origins.set(vault, origin);
}

/** Whether the app declares a vault. */
export function isDeclared(vault: IRecoveryServicesVaultRef): boolean {
  return origins.get(vault)?.isDeclared ?? false;
}

/** The provider that a vault was given; undefined if it is that of its stack, or nothing is known. */
export function givenProviderOf(vault: IRecoveryServicesVaultRef): TerraformProvider | undefined {
  return origins.get(vault)?.provider;
}

/** The parts of a vault's id that are known while the stack is synthesized. */
export function knownPartsOf(vault: IRecoveryServicesVaultRef): Partial<VaultId> {
  const id = literalText(vault.vaultId);
  if (id !== undefined) return parseVaultId(id) ?? {};
  const origin = origins.get(vault);
  const { vaultName, resourceGroupName } = origin ?? vault;
  // The provider of a vault that is known by its id alone need not be that of its stack.
  const provider = origin && (origin.provider ?? defaultAzurermProvider(TerraformStack.of(vault)));
  return {
    vaultName: literalText(vaultName),
    resourceGroupName: literalText(resourceGroupName),
    subscriptionId: provider && subscriptionIdOf(provider),
  };
}
