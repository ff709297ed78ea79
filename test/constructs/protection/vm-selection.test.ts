import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { WindowsVirtualMachine } from "@cdktf/provider-azurerm/lib/windows-virtual-machine";
import {
  App,
  type DynamicListTerraformIterator,
  Fn,
  type IResolvable,
  type ListTerraformIterator,
  TerraformCount,
  TerraformIterator,
  TerraformStack,
} from "cdktf";
import { Construct } from "constructs";
import {
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  TagRule,
  VmBackupPolicy,
  VmSelection,
} from "../../../lib";
import { GROUP, POLICY_ID, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";

const TYPE = "azurerm_backup_protected_vm";

function vm(scope: Construct, id: string, tags?: Record<string, string>): LinuxVirtualMachine {
  return new LinuxVirtualMachine(scope, id, {
    name: `vm-${id.toLowerCase()}`,
    resourceGroupName: "rg-app",
    location: "westeurope",
    size: "Standard_B2s",
    networkInterfaceIds: [],
    osDisk: { caching: "ReadWrite", storageAccountType: "Standard_LRS" },
    tags,
  });
}

function protect(stack: TerraformStack, selection: VmSelection, id = "Vms"): ProtectedVms {
  const vault = existing(stack, "Vault", () => RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID));
  const policy = existing(stack, "Policy", () => VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID));
  return new ProtectedVms(stack, id, { vault, policy, selection });
}

function existing<T>(stack: TerraformStack, id: string, make: () => T): T {
  return (stack.node.tryFindChild(id) as T | undefined) ?? make();
}

const gold = TagRule.tagged("tier", ["gold"]);

describe("below a scope of the app", () => {
  test("every VM is protected under its path, whenever it was declared", () => {
    const stack = testStack();
    const team = new Construct(stack, "Team A");
    protect(stack, VmSelection.inScope(stack));
    vm(stack, "Web");
    vm(new Construct(team, "Db"), "Resource");
    const { size, osDisk, ...windows } = { size: "S", osDisk: { caching: "None", storageAccountType: "Standard_LRS" } };
    new WindowsVirtualMachine(stack, "Win", {
      ...{ ...windows, size, osDisk, adminUsername: "admin1", adminPassword: unknownText(stack, "password") },
      ...{ name: "vm-win", resourceGroupName: "rg-app", location: "westeurope", networkInterfaceIds: [] },
    });
    expect(synth(stack).local("VmIds")).toEqual({
      "Team-A/Db": "${azurerm_linux_virtual_machine.TeamA_Db_B5C8AA3F.id}",
      Web: "${azurerm_linux_virtual_machine.Web.id}",
      Win: "${azurerm_windows_virtual_machine.Win.id}",
    });
  });

  test("returns keys for VMs whose construct ids begin with other characters", () => {
    const stack = testStack();
    protect(stack, VmSelection.inScope(stack));
    for (const id of ["_web", "(db)", ".cache"]) vm(stack, id);
    const ids = Object.entries(synth(stack).json.locals ?? {}).find(([name]) => name.includes("_VmIds_"))?.[1];
    expect(Object.keys(ids as object).sort()).toEqual(["_web", "cache", "db-"]);
  });

  test("tags decide, those added later too, and each VM has to be somebody's", () => {
    const stack = testStack();
    protect(stack, VmSelection.inScope(stack, { where: gold }), "Gold");
    protect(stack, VmSelection.inScope(stack, { where: TagRule.noneOf([gold]), exempt: ["vm-jump"] }), "Others");
    const web = vm(stack, "Web");
    vm(stack, "Db", { tier: "silver" });
    vm(stack, "Jump");
    web.tags = { tier: "gold" };
    const locals = Object.entries(synth(stack).json.locals ?? {});
    const keys = locals.flatMap(([name, value]) => (name.includes("_VmIds_") ? [Object.keys(value as object)] : []));
    expect(keys).toEqual([["Web"], ["Db"]]);
  });

  test("overrides name VMs by key or by name in Azure", () => {
    const stack = testStack();
    vm(stack, "Web");
    vm(stack, "Old");
    const overrides = { "vm-old": { protectionState: ProtectionState.STOPPED } };
    const vms = protect(stack, VmSelection.inScope(stack, { overrides }));
    new InitialBackup(stack, "Backup", { protectedVms: [vms], retention: RecoveryPointRetention.days(7) });
    const result = synth(stack);
    expect(result.local("VmOverrides")).toEqual({ Old: { protection_state: "ProtectionStopped", backup_policy_id: null } });
    expect(result.only(TYPE).protection_state).toBe('${local.Vms_VmSettings_C88E51B9[each.key]["protection_state"]}');
    expect(result.only("terraform_data", "Backup").triggers_replace).toBe("${sort(local.Vms_ActiveItemIds_4E61EB42)}");
  });

  test("overrides that no VM has declare nothing", () => {
    const stack = testStack();
    vm(stack, "Web");
    protect(stack, VmSelection.inScope(stack));
    const result = synth(stack);
    expect(result.only(TYPE).protection_state).toBe("Protected");
    expect(Object.keys(result.json.locals ?? {})).not.toContain("Vms_VmOverrides_6BEF63A6");
    expect(result.local("ActiveItemIds")).toBe("${local.Vms_ItemIds_FC5449CB}");
  });

  test("a VM that nothing protects fails the synthesis", () => {
    const stack = testStack();
    vm(stack, "Web", { tier: "gold" });
    const forgotten = vm(stack, "Forgotten");
    const vms = protect(stack, VmSelection.inScope(stack, { where: gold }));
    expect(refusal(() => synth(stack))).toContain(
      "[stack/Vms] every VM below 'stack' must be protected or left out by name, got 'stack/Forgotten', which nothing protects; " +
        "tag it so that a selection takes it, or add 'Forgotten' to exempt",
    );
    new ProtectedVm(stack, "One", { vault: vms.vault, policy: vms.policy, vm: SourceVm.fromConstruct(forgotten) });
    expect(() => synth(stack)).not.toThrow();
  });

  test("a tag of the rule that only the deployment knows fails the synthesis; another tag does not", () => {
    const stack = testStack();
    protect(stack, VmSelection.inScope(stack, { where: gold }));
    const unknown = unknownText(stack, "unknown");
    const web = vm(stack, "Web", { tier: "gold", owner: unknown });
    expect(() => synth(stack)).not.toThrow();
    web.tags = { tier: unknown };
    vm(stack, "Db", { tier: "gold" });
    expect(refusal(() => synth(stack))).toContain(
      "the tag 'tier' of a VM must be known while the stack is synthesized, got a value of the deployment for 'stack/Web'; " +
        "write it out, or name the VM in exempt",
    );
    web.tags = { [unknown]: "gold" };
    expect(refusal(() => synth(stack))).toContain("tags of a VM must be known");
  });

  test("VMs of another stack are named, not referred to", () => {
    const app = new App();
    const [own, other] = ["own", "other"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      return stack;
    }) as [TerraformStack, TerraformStack];
    vm(own, "Web");
    vm(other, "Db");
    protect(own, VmSelection.inScope(app));
    expect(refusal(() => synth(own))).toContain(
      "selection must take VMs of the stack 'own' only, got 'other/Db' of the stack 'other'; protect it in its own stack, or add 'other/Db' to exempt",
    );
  });

  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "no VM",
      (stack) => protect(stack, VmSelection.inScope(stack)),
      "selection must take at least one VM, got none of 0; declare",
    ],
    [
      "an exception that is none",
      (stack) => [vm(stack, "Web"), protect(stack, VmSelection.inScope(stack, { exempt: ["vm-wbe"] }))],
      "selection.exempt must name a VM below 'stack', got 'vm-wbe'; use its key or its name in Azure",
    ],
    [
      "an override of no VM",
      (stack) => [vm(stack, "Web"), protect(stack, VmSelection.inScope(stack, { overrides: { x: {} } }))],
      "selection.overrides must name a selected VM, got 'x'",
    ],
    [
      "a resource of many VMs",
      (stack) => [(vm(stack, "Web").count = TerraformCount.of(2)), protect(stack, VmSelection.inScope(stack))],
      "selection must take resources that are one VM, got 'stack/Web', which has for_each or count",
    ],
    [
      "one key for two VMs",
      (stack) => [vm(stack, "We b"), vm(stack, "We-b"), protect(stack, VmSelection.inScope(stack))],
      "selection must give each VM a key of its own, got 'We-b' for 'stack/We b' and 'stack/We-b'; rename one of the two constructs",
    ],
  ])("%s is refused", (_, build, message) => {
    const stack = testStack();
    build(stack);
    expect(refusal(() => synth(stack))).toContain(message);
  });
});

describe("found by a plan", () => {
  test("VMs with tags, in a resource group, by a data source", () => {
    const stack = testStack();
    const vms = protect(stack, VmSelection.fromDataSource({ tags: { backup: "yes" }, resourceGroupName: "rg-app" }));
    new InitialBackup(stack, "Backup", { protectedVms: [vms], retention: RecoveryPointRetention.days(7) });
    const result = synth(stack);
    const [found] = Object.entries(result.json.data?.["azurerm_resources"] ?? {});
    expect(found?.[1]).toEqual({
      type: "Microsoft.Compute/virtualMachines",
      required_tags: { backup: "yes" },
      resource_group_name: "rg-app",
      lifecycle: {
        postcondition: [
          {
            condition: "${length(self.resources) > 0}",
            error_message: "selection of 'stack/Vms' must find at least one VM, got none; check its tags and resource group",
          },
        ],
      },
    });
    expect(result.local("VmIds")).toBe(
      `\${{ for key, val in data.azurerm_resources.${found?.[0] ?? ""}.resources: ` +
        'lower(join("/", [val.resource_group_name, val.name])) => val.id }}',
    );
    expect(result.only(TYPE)).toMatchObject({
      for_each: "${local.Vms_VmIds_07ED94B3}",
      source_vm_id: "${each.value}",
      protection_state: "Protected",
    });
    expect(result.only("terraform_data", "Backup").triggers_replace).toBe("${sort(local.Vms_ItemIds_FC5449CB)}");
  });

  test("VMs of an iterator: the resource iterates over ids only, and reads other values by key", () => {
    const stack = testStack();
    const iterator = TerraformIterator.fromMap({ web: { id: unknownText(stack, "vm") } });
    const options = { protectionState: ProtectionState.STOPPED, excludeDiskLuns: iterator.getNumberList("luns") };
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
    const vms = new ProtectedVms(stack, "Vms", {
      vault,
      policy,
      selection: VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("id"), options)),
      lifecycle: { precondition: [{ condition: iterator.getAny("ready"), errorMessage: `${iterator.key} is not ready` }] },
    });
    const result = synth(stack);
    expect(result.local("Rows")).toEqual({ web: { id: "${var.vm}" } });
    expect(result.local("VmIds")).toBe("${{for key, val in local.Vms_Rows_585B5272 : key => val.id}}");
    expect(result.only(TYPE)).toMatchObject({
      for_each: "${local.Vms_VmIds_07ED94B3}",
      source_vm_id: "${each.value}",
      exclude_disk_luns: "${local.Vms_Rows_585B5272[each.key].luns}",
      protection_state: "ProtectionStopped",
      lifecycle: {
        precondition: [{ condition: "${local.Vms_Rows_585B5272[each.key].ready}", error_message: "${each.key} is not ready" }],
      },
    });
    expect(vms.activeItemIds).toEqual([]);
  });

  test.each<[string, TerraformIterator, (iterator: never) => string, string, string]>([
    [
      "a list",
      TerraformIterator.fromList([vmId("vm-web")]),
      (iterator: ListTerraformIterator) => iterator.value as string,
      `\${{for key, val in toset(["${vmId("vm-web")}"]) : key => val}}`,
      "key => val}}",
    ],
    [
      "a list of objects",
      TerraformIterator.fromComplexList(Fn.jsondecode("[]") as IResolvable, "name"),
      (iterator: DynamicListTerraformIterator) => `/vms/${iterator.getString("name")}`,
      '${{for key, val in { for key, val in jsondecode("[]"): val.name => val } : key => val}}',
      'key => "/vms/${val.name}"}}',
    ],
  ])("VMs of an iterator over %s have their ids by key", (_, iterator, idOf, rows, ids) => {
    const stack = testStack();
    protect(stack, VmSelection.forEach(iterator, SourceVm.fromId(idOf(iterator as never))));
    const result = synth(stack);
    expect(result.local("Rows")).toBe(rows);
    expect(result.local("VmIds")).toBe(`\${{for key, val in local.Vms_Rows_585B5272 : ${ids}`);
  });

  test("are looked for with the provider of the construct", () => {
    const stack = testStack();
    const provider = new AzurermProvider(stack, "other", { features: [{}], alias: "other" });
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
    new ProtectedVms(stack, "Vms", {
      vault,
      policy,
      provider,
      selection: VmSelection.fromDataSource({ resourceGroupName: "rg-app" }),
    });
    const result = synth(stack);
    const [found] = Object.values(result.json.data?.["azurerm_resources"] ?? {});
    expect([found?.provider, result.only(TYPE).provider]).toEqual(["azurerm.other", "azurerm.other"]);
  });

  test.each([
    [{}, "search must be narrowed by tags or by resourceGroupName, got {}; name a tag or a resource group"],
    [{ tags: {} }, "search must be narrowed by tags or by resourceGroupName"],
    [{ resourceGroupName: GROUP }, "resourceGroupName must be 1 to 90 letters"],
  ])("%j is refused", (search, message) => {
    expect(refusal(() => VmSelection.fromDataSource(search))).toContain(`VmSelection.fromDataSource: ${message}`);
  });
});

test("either vms or a selection is given", () => {
  const stack = testStack();
  const { vault, policy } = protect(stack, VmSelection.fromDataSource({ resourceGroupName: "rg-app" }));
  const vms = { web: SourceVm.fromId(vmId("vm-web")) };
  expect(refusal(() => new ProtectedVms(stack, "None", { vault, policy }))).toBe(
    "ProtectedVms 'stack/None': either vms or selection must be set, got neither; set one of them",
  );
  expect(refusal(() => new ProtectedVms(stack, "Both", { vault, policy, vms, selection: VmSelection.inScope(stack) }))).toContain(
    "either vms or selection must be set, got both; set one of them",
  );
});
