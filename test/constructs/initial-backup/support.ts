import type { TerraformStack } from "cdktf";
import {
  type InitialBackupOptions,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
} from "../../../lib";
import { itemId, POLICY_ID, VAULT_ID, vmId } from "../../support/azure";

export const OPTIONS: InitialBackupOptions = { retention: RecoveryPointRetention.days(60) };

/** VMs that are protected already. */
export function existing(stack: TerraformStack, names = ["vm-web"], vaultId = VAULT_ID, id = "Existing") {
  const vault = RecoveryServicesVault.fromVaultId(stack, `${id}Vault`, vaultId);
  const protectedItemIds = names.map((name) => itemId(name, vaultId));
  return ProtectedVms.fromProtectedItemIds(stack, id, { vault, protectedItemIds });
}

/** VMs that the stack protects. */
export function declared(stack: TerraformStack, vms: Record<string, SourceVm> = { web: SourceVm.fromId(vmId("vm-web")) }) {
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
  return new ProtectedVms(stack, "Vms", { vault, policy, vms });
}
