import type {
  AzurermProvider,
  AzurermProviderFeaturesRecoveryService,
  AzurermProviderFeaturesRecoveryServicesVaults,
} from "@cdktf/provider-azurerm/lib/provider";
import { Annotations, type TerraformStack } from "cdktf";
import { isLiteral } from "../private/problems";
import { azurermProvidersOf, knownBlocks, recoveryServiceBlocksOf } from "./azurerm-providers";

const checked = new WeakSet<TerraformStack>();

/**
 * Checks the azurerm providers of a stack at synth, because a provider may be declared after the resources that use it. Several
 * calls check each provider once.
 */
export function checkProvidersOf(stack: TerraformStack): void {
  if (checked.has(stack)) return;
  checked.add(stack);
  stack.node.addValidation({ validate: () => azurermProvidersOf(stack).flatMap(providerProblems) });
}

function providerProblems(provider: AzurermProvider): string[] {
  const subject = `AzurermProvider '${provider.node.path}'`;
  const recoveryService = recoveryServiceBlocksOf(provider);
  const vaults = knownBlocks(provider.featuresInput).flatMap((block) => knownBlocks(block.recoveryServicesVaults));
  for (const block of recoveryService) warnIfPurging(provider, block);
  informIfUnregistered(provider);
  return [...featuresProblems(provider), ...recoveryService.flatMap(removalProblems), ...vaults.flatMap(recoveryProblems)].map(
    (one) => `${subject}: ${one}`,
  );
}

/** Terraform requires the block, though it may be empty. */
function featuresProblems({ featuresInput: features }: AzurermProvider): string[] {
  if (!isLiteral(features) || knownBlocks(features).length > 0) return [];
  return ["features must be one block, though it may be empty, got none; write features: [{}]"];
}

function removalProblems(block: AzurermProviderFeaturesRecoveryService): string[] {
  const written = [
    block.vmBackupStopProtectionAndRetainDataOnDestroy,
    block.vmBackupSuspendProtectionAndRetainDataOnDestroy,
  ].filter((value) => value !== undefined).length;
  if (written === 1) return [];
  return [
    "features.recoveryService must have exactly one of vmBackupStopProtectionAndRetainDataOnDestroy and " +
      `vmBackupSuspendProtectionAndRetainDataOnDestroy, whatever its value, got ${written}; use RecoveryServiceFeatures`,
  ];
}

function recoveryProblems(block: AzurermProviderFeaturesRecoveryServicesVaults): string[] {
  if (block.recoverSoftDeletedBackupProtectedVm !== undefined) return [];
  return [
    "features.recoveryServicesVaults must say recoverSoftDeletedBackupProtectedVm, got an empty block, which turns it off, while " +
      "no block leaves it on; use RecoveryServicesVaultsFeatures, or leave the block out",
  ];
}

function warnIfPurging(provider: AzurermProvider, block: AzurermProviderFeaturesRecoveryService): void {
  const retains =
    block.vmBackupStopProtectionAndRetainDataOnDestroy === true || block.vmBackupSuspendProtectionAndRetainDataOnDestroy === true;
  if (!retains || block.purgeProtectedItemsFromVaultOnDestroy !== true) return;
  Annotations.of(provider).addWarning(
    "features.recoveryService keeps the backups of a VM whose protection is destroyed, but deletes them with the vault, got " +
      "purgeProtectedItemsFromVaultOnDestroy true; leave it out to keep the backups after the vault is removed from the stack",
  );
}

function informIfUnregistered(provider: AzurermProvider): void {
  const registrations = provider.resourceProviderRegistrationsInput;
  const extra = provider.resourceProvidersToRegisterInput ?? [];
  const namespace = "Microsoft.RecoveryServices";
  if (!["core", "extended", "none"].includes(registrations ?? "") || extra.includes(namespace)) return;
  Annotations.of(provider).addInfo(
    `resourceProviderRegistrations '${registrations ?? ""}' does not register ${namespace}; add it to resourceProvidersToRegister ` +
      "unless the subscription has it",
  );
}
