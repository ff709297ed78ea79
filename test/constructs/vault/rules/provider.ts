import { AzurermProvider, type AzurermProviderFeatures } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { RecoveryServicesVault, VmBackupPolicy } from "../../../../lib";
import { DAILY } from "../../policy/support/rule";
import { VAULT_ID } from "../../../support/azure";
import { FoundBy, type Rule } from "../../../support/rules";
import { synth, type Synthesized } from "../../../support/synth";

function withFeatures(features: AzurermProviderFeatures): Synthesized {
  const stack = new TerraformStack(Testing.app(), "stack");
  return withFeaturesIn(stack, features);
}

function withFeaturesIn(stack: TerraformStack, features: AzurermProviderFeatures, alias?: string): Synthesized {
  new AzurermProvider(stack, alias ?? "azurerm", { alias, features: [features] });
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  new VmBackupPolicy(stack, "Policy", { vault, ...DAILY });
  return synth(stack);
}

const unknown = (stack: TerraformStack) => new TerraformVariable(stack, "flag", {}).booleanValue;

/** Rules of the features blocks of the provider. */
export const providerRules: Rule[] = [
  {
    id: "removal-said-once",
    rule: "A `recovery_service` block has exactly one of its two `vm_backup_…` arguments, with any value",
    foundBy: FoundBy.VALIDATE,
    evidence: "``one of `…stop…,…suspend…` must be specified``",
    broken: () => withFeatures({ recoveryService: [{ purgeProtectedItemsFromVaultOnDestroy: true }] }),
    refusal:
      "features.recoveryService must have exactly one of vmBackupStopProtectionAndRetainDataOnDestroy and " +
      "vmBackupSuspendProtectionAndRetainDataOnDestroy, whatever its value, got 0",
    kept: () =>
      withFeatures({
        recoveryService: [{ purgeProtectedItemsFromVaultOnDestroy: true, vmBackupStopProtectionAndRetainDataOnDestroy: false }],
      }),
    unknown: (stack) => {
      const block = { vmBackupStopProtectionAndRetainDataOnDestroy: unknown(stack) };
      return withFeaturesIn(stack, { recoveryService: [block] }, "other");
    },
  },
  {
    id: "recovery-said",
    rule: "A `recovery_services_vaults` block has the argument for the recovery of deleted backups",
    foundBy: FoundBy.NOBODY,
    evidence: "an empty block turns recovery off, while no block leaves it on; a VM that is protected again then fails at apply",
    broken: () => withFeatures({ recoveryServicesVaults: [{}] }),
    refusal: "features.recoveryServicesVaults must say recoverSoftDeletedBackupProtectedVm, got an empty block",
    kept: () => withFeatures({ recoveryServicesVaults: [{ recoverSoftDeletedBackupProtectedVm: false }] }),
    unknown: (stack) => {
      const block = { recoverSoftDeletedBackupProtectedVm: unknown(stack) };
      return withFeaturesIn(stack, { recoveryServicesVaults: [block] }, "other");
    },
  },
];
