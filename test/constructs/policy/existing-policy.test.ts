import { ProtectedVms, RecoveryServicesVault, SourceVm, VmBackupPolicy } from "../../../lib";
import { POLICY_ID, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";

test("accepts an id in any case and returns it in azurerm's case", () => {
  const id = POLICY_ID.replace("resourceGroups", "resourcegroups");
  expect(VmBackupPolicy.fromPolicyId(testStack(), "Policy", id).policyId).toBe(POLICY_ID);
});

test("throws if the id is not the id of a policy", () => {
  expect(refusal(() => VmBackupPolicy.fromPolicyId(testStack(), "Policy", VAULT_ID))).toBe(
    `VmBackupPolicy.fromPolicyId 'stack/Policy': policyId must be '<id of the vault>/backupPolicies/<name>', got '${VAULT_ID}'; copy the policy's resource id`,
  );
});

test("protects VMs", () => {
  const stack = testStack();
  const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: SourceVm.fromId(vmId("vm-web")) } });
  expect(synth(stack).only("azurerm_backup_protected_vm")).toMatchObject({ backup_policy_id: POLICY_ID });
});

test("accepts a token", () => {
  const stack = testStack();
  const id = unknownText(stack, "policy");
  expect(VmBackupPolicy.fromPolicyId(stack, "Policy", id).policyId).toBe(id);
});

test("throws if the resource of a policy that is referred to is asked for", () => {
  const policy = VmBackupPolicy.fromPolicyId(testStack(), "Policy", POLICY_ID);
  expect(refusal(() => policy.resource)).toMatch(
    /^'stack\/Policy': resource must be that of a VmBackupPolicy which the app declares/,
  );
});
