import { TerraformResource, type TerraformStack } from "cdktf";
import {
  ProtectedVms,
  ProtectionState,
  RecoveryServicesVault,
  RemovalPolicy,
  SourceVm,
  type SourceVmOptions,
  VmBackupPolicy,
} from "../../../lib";
import { itemId, POLICY_ID, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, rendered, synth, synthesized, testStack } from "../../support/synth";

const TYPE = "azurerm_backup_protected_vm";
const SAME_VM = {
  condition: "${(lower(self.source_vm_id) == lower(each.value))}",
  error_message:
    "the key '${each.key}' of vms must go on naming the VM it protects, ${self.source_vm_id}, got ${each.value}; " +
    "put that VM back, and protect the other one under a name of its own",
};

function protect(stack: TerraformStack, vms: Record<string, SourceVm>, ids = { vaultId: VAULT_ID, policyId: POLICY_ID }) {
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", ids.vaultId);
  const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", ids.policyId);
  return new ProtectedVms(stack, "Vms", { vault, policy, vms });
}

function declaredVm(stack: TerraformStack, name: string): { id: string } {
  return {
    get id() {
      const existing = stack.node.tryFindChild(name) as TerraformResource | undefined;
      const vm = existing ?? new TerraformResource(stack, name, { terraformResourceType: "azurerm_linux_virtual_machine" });
      return vm.getStringAttribute("id");
    },
  };
}

test("many VMs are one block over their keys", () => {
  const vms = { web: SourceVm.fromId(vmId("vm-web")), "db/1": SourceVm.fromId(vmId("vm-db")) };
  expect(synthesized((stack) => protect(stack, vms)).only(TYPE)).toEqual({
    for_each: { web: vmId("vm-web"), "db/1": vmId("vm-db") },
    source_vm_id: "${each.value}",
    backup_policy_id: POLICY_ID,
    recovery_vault_name: "vault-app",
    resource_group_name: "rg-app",
    protection_state: "Protected",
    lifecycle: { prevent_destroy: true, ignore_changes: ["source_vm_id"], postcondition: [SAME_VM] },
  });
});

test("disks are named only where a VM has them", () => {
  const vms = {
    web: SourceVm.fromId(vmId("vm-web"), { includeDiskLuns: [0, 1] }),
    db: SourceVm.fromId(vmId("vm-db")),
  };
  const item = synthesized((stack) => protect(stack, vms)).only(TYPE);
  expect(item.for_each).toEqual({ web: vmId("vm-web"), db: vmId("vm-db") });
  expect(item.include_disk_luns).toBe('${lookup({"web" = [0, 1]}, each.key, null)}');
  expect(item).not.toHaveProperty("exclude_disk_luns");
});

describe("what is particular to a VM", () => {
  const { STOPPED, SUSPENDED, PROTECTED } = ProtectionState;
  const with3 = (db: SourceVmOptions) => ({
    web: SourceVm.fromId(vmId("vm-web")),
    api: SourceVm.fromId(vmId("vm-api"), {}),
    db: SourceVm.fromId(vmId("vm-db"), db),
  });

  test.each([STOPPED, SUSPENDED])("%s, and with it no policy, is looked up by key", (protectionState) => {
    const item = synthesized((stack) => protect(stack, with3({ protectionState }))).only(TYPE);
    expect(item).toMatchObject({
      protection_state: `\${lookup({"db" = "${protectionState}"}, each.key, "Protected")}`,
      backup_policy_id: `\${lookup({"db" = null}, each.key, "${POLICY_ID}")}`,
    });
  });

  test("a VM of a state may keep a policy that it names itself", () => {
    const stack = testStack();
    const policy = VmBackupPolicy.fromPolicyId(stack, "Own", `${VAULT_ID}/backupPolicies/own`);
    protect(stack, with3({ protectionState: STOPPED, policy }));
    expect(synth(stack).only(TYPE).backup_policy_id).toBe(
      `\${lookup({"db" = "${VAULT_ID}/backupPolicies/own"}, each.key, "${POLICY_ID}")}`,
    );
  });

  test("what is as usual is not looked up", () => {
    const item = synthesized((stack) => protect(stack, with3({ protectionState: PROTECTED }))).only(TYPE);
    expect(item).toMatchObject({ protection_state: "Protected", backup_policy_id: POLICY_ID });
  });

  test("the address and the block's other arguments stay", () => {
    const of = (options: SourceVmOptions) => {
      const result = synthesized((stack) => protect(stack, with3(options)));
      const { protection_state: _state, backup_policy_id: _policy, ...others } = result.only(TYPE);
      return { addresses: result.addresses, others };
    };
    expect(of({ protectionState: STOPPED })).toEqual(of({}));
  });

  test("only VMs that are backed up are active", () => {
    const stack = testStack();
    const vms = protect(stack, with3({ protectionState: STOPPED }));
    expect(rendered(stack, vms.activeItemIds)).toBe(
      `\${[ for key, val in ${TYPE}.Vms_B93EF0D8: val.id if !contains(["db"], key)]}`,
    );
  });
});

test("a removal that is allowed by name lifts prevent_destroy, and nothing else", () => {
  const lifecycle = (removal: RemovalPolicy) =>
    synthesized((stack) => {
      const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
      const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
      new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: SourceVm.fromId(vmId("vm-web")) }, removal });
    }).only(TYPE).lifecycle;
  expect(lifecycle(RemovalPolicy.DELETE)).toEqual({ ignore_changes: ["source_vm_id"], postcondition: [SAME_VM] });
  expect(lifecycle(RemovalPolicy.REFUSE)).toHaveProperty("prevent_destroy", true);
});

test("the id of a VM of the same stack is a reference", () => {
  const stack = testStack();
  protect(stack, { web: SourceVm.fromConstruct(declaredVm(stack, "web")) });
  expect(synth(stack).only(TYPE).for_each).toEqual({ web: "${azurerm_linux_virtual_machine.web.id}" });
});

test("the ids of the protected items are those of every instance", () => {
  const stack = testStack();
  const vms = protect(stack, { web: SourceVm.fromId(vmId("vm-web")) });
  expect(rendered(stack, vms.protectedItemIds)).toBe(`\${[ for key, val in ${TYPE}.Vms_B93EF0D8: val.id]}`);
});

describe("the same VM under two keys", () => {
  test("is refused where its id is known, whatever its case", () => {
    const vms = { a: SourceVm.fromId(vmId("vm-web")), b: SourceVm.fromId(vmId("VM-WEB")) };
    expect(refusal(() => protect(testStack(), vms))).toBe(
      `ProtectedVms 'stack/Vms': vms must name each VM once, got ${vmId("VM-WEB")} as 'a' and as 'b'; remove one of the keys`,
    );
  });

  test("is refused where only the deployment knows its id", () => {
    const stack = testStack();
    const vm = declaredVm(stack, "web");
    protect(stack, { a: SourceVm.fromConstruct(vm), b: SourceVm.fromConstruct(vm) });
    expect(refusal(() => synth(stack))).toContain(
      "vms must name each VM once, got ${azurerm_linux_virtual_machine.web.id} as 'a' and as 'b'; remove one of the keys",
    );
  });

  test("is not confused with another VM whose reference differs in case", () => {
    const stack = testStack();
    const vms = {
      a: SourceVm.fromConstruct(declaredVm(stack, "web")),
      b: SourceVm.fromConstruct(declaredVm(stack, "Web")),
    };
    protect(stack, vms);
    expect(() => synth(stack)).not.toThrow();
  });
});

test("an empty map is refused", () => {
  expect(refusal(() => protect(testStack(), {}))).toBe(
    "ProtectedVms 'stack/Vms': vms must be a map of at least one VM, got {}; name a VM, or leave the construct out",
  );
});

test.each(["", "-web", "we b", 'we"b', "${var.key}"])("the key '%s' is refused", (key) => {
  expect(refusal(() => protect(testStack(), { [key]: SourceVm.fromId(vmId("vm-web")) }))).toBe(
    "ProtectedVms 'stack/Vms': the key of vms must be letters, digits, '.', '_', '/' and '-', starting with a letter or digit, " +
      `got '${key}'; choose a key that is known while the stack is synthesized`,
  );
});

test("a key that only the deployment knows is refused", () => {
  const stack = testStack();
  const vms = { [unknownText(stack, "key")]: SourceVm.fromId(vmId("vm-web")) };
  expect(refusal(() => protect(stack, vms))).toContain("choose a key that is known while the stack is synthesized");
});

test("a policy of another vault is refused, where both are known", () => {
  const policyId = POLICY_ID.replace("vault-app", "vault-other");
  const vms = { web: SourceVm.fromId(vmId("vm-web")) };
  expect(refusal(() => protect(testStack(), vms, { vaultId: VAULT_ID, policyId }))).toBe(
    `ProtectedVms 'stack/Vms': policy must be a policy of the vault ${VAULT_ID}, got '${policyId}'; use a policy of that vault`,
  );
  const stack = testStack();
  expect(() => protect(stack, vms, { vaultId: unknownText(stack, "id"), policyId })).not.toThrow();
  expect(() =>
    protect(testStack(), vms, { vaultId: VAULT_ID, policyId: POLICY_ID.replace("vault-app", "VAULT-app") }),
  ).not.toThrow();
});

test("lifecycle settings are lifted one by one", () => {
  const item = synthesized((stack) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
    const vms = { web: SourceVm.fromId(vmId("vm-web")) };
    new ProtectedVms(stack, "Vms", { vault, policy, vms, lifecycle: { preventDestroy: false } });
  }).only(TYPE);
  expect(item.lifecycle).toEqual({ prevent_destroy: false, ignore_changes: ["source_vm_id"], postcondition: [SAME_VM] });
});

describe("fromProtectedItemIds", () => {
  function refer(protectedItemIds: string[], vaultId = VAULT_ID) {
    const stack = testStack();
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", vaultId);
    return ProtectedVms.fromProtectedItemIds(stack, "Existing", { vault, protectedItemIds });
  }

  test("keeps vault and ids", () => {
    expect(refer([itemId("vm-web")])).toMatchObject({ vault: { vaultId: VAULT_ID }, protectedItemIds: [itemId("vm-web")] });
  });

  test.each([
    ["none", [], "must be at least one id, got []; name the items, or leave the construct out"],
    ["a VM's id", [vmId("vm-web")], `got '${vmId("vm-web")}'; copy the id`],
    ["an item of another vault", [itemId("vm-web", `${VAULT_ID}2`)], `must be items of the vault ${VAULT_ID}, got`],
  ])("refuses %s", (_, ids, message) => {
    expect(refusal(() => refer(ids))).toContain(`ProtectedVms.fromProtectedItemIds 'stack/Existing': protectedItemIds`);
    expect(refusal(() => refer(ids))).toContain(message);
  });

  test("takes ids that only the deployment knows", () => {
    expect(() => refer([unknownText(testStack(), "item")])).not.toThrow();
  });
});
