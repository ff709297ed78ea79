import { type Postcondition, TerraformResource, type TerraformStack, Token } from "cdktf";
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
const LIFECYCLE = { prevent_destroy: true, ignore_changes: ["source_vm_id"] };

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

test("declares one block over a local with a line for each VM", () => {
  const vms = { web: SourceVm.fromId(vmId("vm-web")), "db/1": SourceVm.fromId(vmId("vm-db")) };
  const result = synthesized((stack) => protect(stack, vms));
  expect(result.local("VmIds")).toEqual({ web: vmId("vm-web"), "db/1": vmId("vm-db") });
  expect(result.only(TYPE)).toEqual({
    for_each: "${local.Vms_VmIds_07ED94B3}",
    source_vm_id: "${each.value}",
    backup_policy_id: POLICY_ID,
    recovery_vault_name: "vault-app",
    resource_group_name: "rg-app",
    protection_state: "Protected",
    lifecycle: LIFECYCLE,
  });
});

describe("the overrides of a VM", () => {
  const { STOPPED, SUSPENDED, PROTECTED } = ProtectionState;
  const with3 = (db: SourceVmOptions) => ({
    web: SourceVm.fromId(vmId("vm-web")),
    api: SourceVm.fromId(vmId("vm-api"), {}),
    db: SourceVm.fromId(vmId("vm-db"), db),
  });

  test("are in their own local, merged with the defaults of the arguments", () => {
    const result = synthesized((stack) => protect(stack, with3({ includeDiskLuns: [0, 1] })));
    expect(result.local("VmOverrides")).toEqual({ db: { include_disk_luns: [0, 1] } });
    expect(result.local("VmSettings")).toBe(
      "${{for key, own in merge({for key, id in local.Vms_VmIds_07ED94B3 : key => {}}, local.Vms_VmOverrides_6BEF63A6) : " +
        'key => merge({"include_disk_luns" = null}, own)}}',
    );
    expect(result.only(TYPE)).toMatchObject({
      include_disk_luns: '${local.Vms_VmSettings_C88E51B9[each.key]["include_disk_luns"]}',
      protection_state: "Protected",
      backup_policy_id: POLICY_ID,
    });
    expect(result.only(TYPE)).not.toHaveProperty("exclude_disk_luns");
  });

  test.each([STOPPED, SUSPENDED])("have no policy if the state is %s", (protectionState) => {
    const result = synthesized((stack) => protect(stack, with3({ protectionState })));
    expect(result.local("VmOverrides")).toEqual({ db: { protection_state: protectionState, backup_policy_id: null } });
    expect(result.local("VmSettings")).toContain(
      `merge({"backup_policy_id" = "${POLICY_ID}", "protection_state" = "Protected"}, own)`,
    );
    expect(result.only(TYPE)).toMatchObject({
      protection_state: '${local.Vms_VmSettings_C88E51B9[each.key]["protection_state"]}',
      backup_policy_id: '${local.Vms_VmSettings_C88E51B9[each.key]["backup_policy_id"]}',
    });
  });

  test("keep the own policy of a stopped VM", () => {
    const stack = testStack();
    const policy = VmBackupPolicy.fromPolicyId(stack, "Own", `${VAULT_ID}/backupPolicies/own`);
    protect(stack, with3({ protectionState: STOPPED, policy }));
    expect(synth(stack).local("VmOverrides")).toMatchObject({ db: { backup_policy_id: `${VAULT_ID}/backupPolicies/own` } });
  });

  test("declare nothing if they equal the defaults", () => {
    const result = synthesized((stack) => protect(stack, with3({ protectionState: PROTECTED })));
    expect(result.only(TYPE)).toMatchObject({ protection_state: "Protected", backup_policy_id: POLICY_ID });
    expect(() => result.local("VmOverrides")).toThrow();
  });

  test("have their arguments in one order, whichever VM has which", () => {
    const [stopped, without] = [{ protectionState: STOPPED }, { excludeDiskLuns: [1] }];
    for (const [web, db] of [
      [stopped, without],
      [without, stopped],
    ]) {
      const vms = { web: SourceVm.fromId(vmId("vm-web"), web), db: SourceVm.fromId(vmId("vm-db"), db) };
      const result = synthesized((stack) => protect(stack, vms));
      const defaults = `{"backup_policy_id" = "${POLICY_ID}", "exclude_disk_luns" = null, "protection_state" = "Protected"}`;
      expect(result.local("VmSettings")).toContain(`merge(${defaults}, own)`);
      expect(result.only(TYPE).exclude_disk_luns).toBe('${local.Vms_VmSettings_C88E51B9[each.key]["exclude_disk_luns"]}');
    }
  });

  test("do not change addresses and other arguments", () => {
    const of = (options: SourceVmOptions) => {
      const result = synthesized((stack) => protect(stack, with3(options)));
      const { protection_state: _state, backup_policy_id: _policy, ...others } = result.only(TYPE);
      return { addresses: result.addresses.filter((one) => !one.startsWith("local.")), others };
    };
    expect(of({ protectionState: STOPPED })).toEqual(of({}));
  });

  test("leave all ids active if no VM is stopped, and none if all are", () => {
    const stack = testStack();
    const disks = protect(stack, with3({ excludeDiskLuns: [1] }));
    expect(disks.activeItemIds).toEqual(disks.protectedItemIds);
    expect(protect(testStack(), { db: SourceVm.fromId(vmId("vm-db"), { protectionState: STOPPED }) }).activeItemIds).toEqual([]);
  });

  test("remove stopped VMs from the active ids", () => {
    const stack = testStack();
    const vms = protect(stack, with3({ protectionState: STOPPED }));
    expect(rendered(stack, vms.activeItemIds)).toBe("${local.Vms_ActiveItemIds_4E61EB42}");
    expect(synth(stack).local("ActiveItemIds")).toBe(
      "${[for key in setsubtract(keys(azurerm_backup_protected_vm.Vms_B93EF0D8), " +
        '[for key, own in local.Vms_VmOverrides_6BEF63A6 : key if lookup(own, "protection_state", "Protected") != "Protected"]) : ' +
        "azurerm_backup_protected_vm.Vms_B93EF0D8[key].id]}",
    );
  });
});

describe("the check of the VMs", () => {
  const CHECK = "terraform_data";

  test("is one resource that compares each id with that of the item, and names the differences", () => {
    const result = synthesized((stack) => protect(stack, { web: SourceVm.fromId(vmId("vm-web")) }));
    expect(result.only(CHECK)).toEqual({
      lifecycle: {
        precondition: [
          {
            condition: "${length(local.Vms_ChangedVms_A697D9BB) == 0}",
            error_message:
              "ProtectedVms 'stack/Vms': each key must go on naming the VM it protects, got " +
              '${join(", ", local.Vms_ChangedVms_A697D9BB)}; put the old id back, even if the VM was moved to another resource group ' +
              "and has a new id, and protect the new id under a new key",
          },
        ],
      },
    });
    expect(result.local("ProtectedVmIds")).toBe(
      "${merge(local.Vms_VmIds_07ED94B3, {for key, item in azurerm_backup_protected_vm.Vms_B93EF0D8 : key => item.source_vm_id})}",
    );
    expect(result.local("ChangedVms")).toBe(
      "${[for key, id in local.Vms_VmIds_07ED94B3 : \"'${key}' with ${id} in place of ${local.Vms_ProtectedVmIds_CBCE3011[key]}\" " +
        "if lower(id) != lower(local.Vms_ProtectedVmIds_CBCE3011[key])]}",
    );
  });

  test("checks literal ids separately from ids that a plan may not know", () => {
    const result = synthesized((stack) =>
      protect(stack, { web: SourceVm.fromId(vmId("vm-web")), db: SourceVm.fromConstruct(declaredVm(stack, "db")) }),
    );
    expect(result.local("LiteralVmIds")).toEqual({ web: vmId("vm-web") });
    expect(result.local("ReferencedVmIds")).toEqual({ db: "${azurerm_linux_virtual_machine.db.id}" });
    expect(result.local("VmIds")).toBe("${merge(local.Vms_LiteralVmIds_729C084F, local.Vms_ReferencedVmIds_30B4CC75)}");
    expect(result.only(CHECK)).toMatchObject({
      lifecycle: {
        precondition: [
          { condition: "${length(local.Vms_ChangedLiteralVms_FF6890C0) == 0}" },
          { condition: "${length(local.Vms_ChangedReferencedVms_FAB1BB14) == 0}" },
        ],
      },
    });
  });

  test("is left out if lifecycle has an empty postcondition, not if it has others", () => {
    const checks = (postcondition: Postcondition[]) =>
      synthesized((stack) => {
        const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
        const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
        const vms = { web: SourceVm.fromId(vmId("vm-web")) };
        new ProtectedVms(stack, "Vms", { vault, policy, vms, lifecycle: { postcondition } });
      }).addresses.filter((address) => address.includes("SameVmCheck"));
    expect(checks([])).toEqual([]);
    expect(checks([{ condition: "${true}", errorMessage: "no" }])).toHaveLength(1);
  });
});

test("removal changes only prevent_destroy", () => {
  const lifecycle = (removal: RemovalPolicy) =>
    synthesized((stack) => {
      const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
      const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
      new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: SourceVm.fromId(vmId("vm-web")) }, removal });
    }).only(TYPE).lifecycle;
  expect(lifecycle(RemovalPolicy.DELETE)).toEqual({ ignore_changes: ["source_vm_id"] });
  expect(lifecycle(RemovalPolicy.REFUSE)).toHaveProperty("prevent_destroy", true);
});

test("refers to the id of a VM in the same stack", () => {
  const stack = testStack();
  protect(stack, { web: SourceVm.fromConstruct(declaredVm(stack, "web")) });
  expect(synth(stack).local("VmIds")).toEqual({ web: "${azurerm_linux_virtual_machine.web.id}" });
});

test("returns the ids of every instance", () => {
  const stack = testStack();
  const vms = protect(stack, { web: SourceVm.fromId(vmId("vm-web")) });
  expect(rendered(stack, vms.protectedItemIds)).toBe("${local.Vms_ItemIds_FC5449CB}");
  expect(synth(stack).local("ItemIds")).toBe(`\${[for key, item in ${TYPE}.Vms_B93EF0D8 : item.id]}`);
});

describe("a VM with two keys", () => {
  test("throws if its id is known, in any case", () => {
    const vms = { a: SourceVm.fromId(vmId("vm-web")), b: SourceVm.fromId(vmId("VM-WEB")) };
    expect(refusal(() => protect(testStack(), vms))).toBe(
      `ProtectedVms 'stack/Vms': vms must name each VM once, got ${vmId("VM-WEB")} as 'a' and as 'b'; remove one of the keys`,
    );
  });

  test("throws if only the deployment knows its id", () => {
    const stack = testStack();
    const vm = declaredVm(stack, "web");
    protect(stack, { a: SourceVm.fromConstruct(vm), b: SourceVm.fromConstruct(vm) });
    expect(refusal(() => synth(stack))).toContain(
      "vms must name each VM once, got ${azurerm_linux_virtual_machine.web.id} as 'a' and as 'b'; remove one of the keys",
    );
  });

  test("does not throw for references that differ in case", () => {
    const stack = testStack();
    const vms = {
      a: SourceVm.fromConstruct(declaredVm(stack, "web")),
      b: SourceVm.fromConstruct(declaredVm(stack, "Web")),
    };
    protect(stack, vms);
    expect(() => synth(stack)).not.toThrow();
  });
});

test.each(["", "-web", "we b", 'we"b', "${var.key}"])("the key '%s' is refused", (key) => {
  expect(refusal(() => protect(testStack(), { [key]: SourceVm.fromId(vmId("vm-web")) }))).toBe(
    "ProtectedVms 'stack/Vms': the key of vms must be letters, digits, '.', '_', '/' and '-', starting with a letter, a digit or '_', " +
      `got '${key}'; choose a key that is known while the stack is synthesized`,
  );
});

test("throws if only the deployment knows a key", () => {
  const stack = testStack();
  const vms = { [unknownText(stack, "key")]: SourceVm.fromId(vmId("vm-web")) };
  expect(refusal(() => protect(stack, vms))).toContain("choose a key that is known while the stack is synthesized");
});

test("throws if a policy is of another vault and both are known", () => {
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

test("overrides single lifecycle settings", () => {
  const item = synthesized((stack) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
    const vms = { web: SourceVm.fromId(vmId("vm-web")) };
    new ProtectedVms(stack, "Vms", { vault, policy, vms, lifecycle: { preventDestroy: false } });
  }).only(TYPE);
  expect(item.lifecycle).toEqual({ ...LIFECYCLE, prevent_destroy: false });
});

describe("fromProtectedItemIds", () => {
  function refer(protectedItemIds: string[], vaultId = VAULT_ID) {
    const stack = testStack();
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", vaultId);
    return ProtectedVms.fromProtectedItemIds(stack, "Existing", { vault, protectedItemIds });
  }

  test("returns vault and ids", () => {
    expect(refer([itemId("vm-web")])).toMatchObject({ vault: { vaultId: VAULT_ID }, protectedItemIds: [itemId("vm-web")] });
  });

  test("accepts ids that only the deployment knows, as a whole, in part, or as a list", () => {
    const ofUnknownVault = itemId("vm-web", VAULT_ID.replace("vault-app", "${var.vault}"));
    for (const ids of [[unknownText(testStack(), "item")], [ofUnknownVault], Token.asList(unknownText(testStack(), "items"))])
      expect(() => refer(ids)).not.toThrow();
  });
});
