import type { TerraformStack } from "cdktf";
import {
  ProtectedVm,
  ProtectionState,
  RecoveryServicesVault,
  SourceVm,
  type SourceVmOptions,
  VmBackupPolicy,
} from "../../../lib";
import { POLICY_ID, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, rendered, synth, testStack } from "../../support/synth";

function protect(stack: TerraformStack, id: string, options?: SourceVmOptions, policyId = POLICY_ID) {
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", policyId);
  return new ProtectedVm(stack, "Web", { vault, policy, vm: SourceVm.fromId(id, options) });
}

test("declares one resource, with the lifecycle of ProtectedVms", () => {
  const stack = testStack();
  const { protectedItemIds, activeItemIds } = protect(stack, vmId("vm-web"), { excludeDiskLuns: [1] });
  expect(synth(stack).only("azurerm_backup_protected_vm")).toEqual({
    source_vm_id: vmId("vm-web"),
    backup_policy_id: POLICY_ID,
    protection_state: "Protected",
    exclude_disk_luns: [1],
    recovery_vault_name: "vault-app",
    resource_group_name: "rg-app",
    lifecycle: {
      prevent_destroy: true,
      ignore_changes: ["source_vm_id"],
      postcondition: [
        {
          condition: `\${lower(self.source_vm_id) == lower("${vmId("vm-web")}")}`,
          error_message:
            `ProtectedVm 'stack/Web': vm must go on naming the VM it protects, got ${vmId("vm-web")} in place of \${self.source_vm_id}; ` +
            "put the old id back, even if the VM was moved to another resource group and has a new id, and protect the new id " +
            "with a construct of its own",
        },
      ],
    },
  });
  expect(rendered(stack, protectedItemIds)).toEqual(["${azurerm_backup_protected_vm.Web_3C8945DB.id}"]);
  expect(activeItemIds).toEqual(protectedItemIds);
});

test("declares a stopped VM without a policy, and not as active", () => {
  const stack = testStack();
  const vm = protect(stack, vmId("vm-web"), { protectionState: ProtectionState.STOPPED });
  const item = synth(stack).only("azurerm_backup_protected_vm");
  expect(item.protection_state).toBe("ProtectionStopped");
  expect(item).not.toHaveProperty("backup_policy_id");
  expect(vm.activeItemIds).toEqual([]);
});

test.each([
  ["a token", (stack: TerraformStack) => unknownText(stack, "vm")],
  ["a template that the user wrote out", () => "${var.vm}"],
])("compares an id that only the deployment knows in the deployment: %s", (_, idIn) => {
  const stack = testStack();
  protect(stack, idIn(stack));
  expect(JSON.stringify(synth(stack).only("azurerm_backup_protected_vm").lifecycle)).toContain("lower(var.vm)");
});

test("throws one error with all problems", () => {
  const otherVault = POLICY_ID.replace("vault-app", "vault-other");
  const other = vmId("vm-web").replace("00000000-0000", "11111111-0000");
  expect(refusal(() => protect(testStack(), other, undefined, otherVault)).split("\n")).toEqual([
    "ProtectedVm 'stack/Web': 2 problems",
    `  - policy must be a policy of the vault ${VAULT_ID}, got '${otherVault}'; use a policy of that vault`,
    "  - vm.the VM's subscription must be in the vault's subscription 00000000-0000-0000-0000-000000000000, " +
      "got '11111111-0000-0000-0000-000000000000'; set crossSubscriptionBackup to true, or protect it with a vault of its own subscription",
  ]);
});
