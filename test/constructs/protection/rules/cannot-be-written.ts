import { ProtectedVm, ProtectionState, RecoveryPointRetention, RecoveryServicesVault, SourceVm } from "../../../../lib";
import { VAULT_ID, vmId } from "../../../support/azure";
import { testStack } from "../../../support/synth";
import { existingPolicy, existingVault } from "../support";

/**
 * What the types rule out. Nothing here is run: the compiler refuses each line below a comment, and would refuse the comment if it took
 * the line.
 */
export const CANNOT_BE_WRITTEN: Record<string, () => unknown> = {
  "A protected VM without a VM, which azurerm refuses at apply": () =>
    // @ts-expect-error A VM is what is protected.
    new ProtectedVm(testStack(), "Vm", { vault: existingVault(testStack()), policy: existingPolicy(testStack()) }),
  "A protected VM without a policy, which azurerm refuses at apply": () =>
    // @ts-expect-error No VM is created without a policy.
    new ProtectedVm(testStack(), "Vm", { vault: existingVault(testStack()), vm: SourceVm.fromId(vmId("vm-web")) }),
  "A vault's name beside the resource group of another": () =>
    // @ts-expect-error A vault is one thing, with its name and its group.
    RecoveryServicesVault.fromVaultId(testStack(), "Vault", { vaultName: "vault-app", resourceGroupName: VAULT_ID }),
  "A protection state that azurerm does not know": () =>
    // @ts-expect-error There are three.
    ProtectionState.PAUSED as unknown,
  "A retention in days and until a day at once": () =>
    // @ts-expect-error Each has a factory of its own.
    RecoveryPointRetention.days(30, "2027-01-31"),
};
