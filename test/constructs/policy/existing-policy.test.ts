import { VmBackupPolicy } from "../../../lib";
import { POLICY_ID, unknownText, VAULT_ID } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

test("accepts an id in any case and returns it in azurerm's case", () => {
  const id = POLICY_ID.replace("resourceGroups", "resourcegroups");
  expect(VmBackupPolicy.fromPolicyId(testStack(), "Policy", id).policyId).toBe(POLICY_ID);
});

test("throws if the id is not the id of a policy", () => {
  expect(refusal(() => VmBackupPolicy.fromPolicyId(testStack(), "Policy", VAULT_ID))).toBe(
    `VmBackupPolicy.fromPolicyId 'stack/Policy': policyId must be '<id of the vault>/backupPolicies/<name>', got '${VAULT_ID}'; copy the policy's resource id`,
  );
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
