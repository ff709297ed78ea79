import { ProtectedVm, ProtectionState, RecoveryPointRetention, RecoveryServicesVault, SourceVm } from "../../../../lib";
import { VAULT_ID, vmId } from "../../../support/azure";
import { testStack } from "../../../support/synth";
import { existingPolicy, existingVault } from "../support";

/**
 * Input that the types reject. The code is not run: each line below an `@ts-expect-error` must not compile.
 */
export const CANNOT_BE_WRITTEN: Record<string, () => unknown> = {
  "A protected VM without a VM, which azurerm refuses at apply": () =>
    // @ts-expect-error A VM is required.
    new ProtectedVm(testStack(), "Vm", { vault: existingVault(testStack()), policy: existingPolicy(testStack()) }),
  "A protected VM without a policy, which azurerm refuses at apply": () =>
    // @ts-expect-error A policy is required.
    new ProtectedVm(testStack(), "Vm", { vault: existingVault(testStack()), vm: SourceVm.fromId(vmId("vm-web")) }),
  "A vault's name beside the resource group of another": () =>
    // @ts-expect-error A vault is one prop, with its name and its group.
    RecoveryServicesVault.fromVaultId(testStack(), "Vault", { vaultName: "vault-app", resourceGroupName: VAULT_ID }),
  "A protection state that azurerm does not know": () =>
    // @ts-expect-error There are three states.
    ProtectionState.PAUSED as unknown,
  "A retention in days and until a day at once": () =>
    // @ts-expect-error Each kind has its own factory.
    RecoveryPointRetention.days(30, "2027-01-31"),
};
