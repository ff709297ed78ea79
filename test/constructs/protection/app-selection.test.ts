import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { WindowsVirtualMachine } from "@cdktf/provider-azurerm/lib/windows-virtual-machine";
import { App, TerraformCount, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  SourceVm,
  TagRule,
  VmBackup,
  VmSelection,
} from "../../../lib";
import { unknownText } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { declaredPolicy, declaredVault, declaredVm, protectSelection as protect } from "./support";

const TYPE = "azurerm_backup_protected_vm";

const vm = (scope: Construct, id: string, tags?: Record<string, string>) => declaredVm(scope, id, { tags });
const gold = TagRule.tagged("tier", ["gold"]);

describe("VmSelection.inScope", () => {
  test("protects every VM under its path, also if it is declared later", () => {
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
    for (const id of ["_web", "(db)", ".cache", "-.job"]) vm(stack, id);
    vm(new Construct(stack, "Api"), "Default");
    const ids = Object.entries(synth(stack).json.locals ?? {}).find(([name]) => name.includes("_VmIds_"))?.[1];
    expect(Object.keys(ids as object).sort()).toEqual(["Api", "_web", "cache", "db-", "job"]);
  });

  test("returns the id of the scope as key if that is the VM", () => {
    const stack = testStack();
    protect(stack, VmSelection.inScope(vm(stack, "Web")));
    expect(Object.keys(synth(stack).local("VmIds") as object)).toEqual(["Web"]);
  });

  test("selects by tags, also those that are added later", () => {
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

  test("takes overrides by key or by name in Azure", () => {
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

  test("declares no overrides if no VM has one", () => {
    const stack = testStack();
    vm(stack, "Web");
    protect(stack, VmSelection.inScope(stack));
    const result = synth(stack);
    expect(result.only(TYPE).protection_state).toBe("Protected");
    expect(Object.keys(result.json.locals ?? {}).filter((name) => /VmOverrides|VmSettings/.test(name))).toEqual([]);
    expect(result.local("ActiveItemIds")).toBe("${local.Vms_ItemIds_FC5449CB}");
  });

  test("throws if a VM is not protected", () => {
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

  test("throws if only the deployment knows a tag of the rule, not if another tag", () => {
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
    web.tags = { tier: "gold", [unknown]: "gold" };
    const text = refusal(() => synth(stack));
    expect(text).toContain("tags of a VM must be known");
    expect(text).not.toContain("nothing protects");
  });

  test("says only that a tag is not known if that leaves no VM", () => {
    const stack = testStack();
    protect(stack, VmSelection.inScope(stack, { where: TagRule.tagged("tier", ["gold"]) }));
    vm(stack, "Web", { tier: unknownText(stack, "unknown") });
    const problems = refusal(() => synth(stack))
      .split("\n")
      .filter((line) => line.includes("[stack/Vms]"));
    expect(problems).toEqual([expect.stringContaining("the tag 'tier' of a VM must be known")]);
  });

  test("takes an override by a name that the VM gets later", () => {
    const stack = testStack();
    const web = vm(stack, "Web");
    protect(stack, VmSelection.inScope(stack, { overrides: { "vm-late": { excludeDiskLuns: [1] } } }));
    expect(VmBackup.isProtected(web)).toBe(true);
    web.name = "vm-late";
    expect(synth(stack).local("VmOverrides")).toEqual({ Web: { exclude_disk_luns: [1] } });
  });

  test("throws if a VM breaks a rule of the vault", () => {
    const stack = testStack();
    const vault = declaredVault(stack);
    new ProtectedVms(stack, "Vms", { vault, policy: declaredPolicy(vault), selection: VmSelection.inScope(stack) });
    declaredVm(stack, "Web", { location: "northeurope" });
    expect(refusal(() => synth(stack))).toContain(
      "[stack/Vms] vms.Web.the VM's location must be in the vault's region westeurope, got 'northeurope'; " +
        "protect it with a vault of its own region",
    );
  });

  test("leaves out every VM that exempt names", () => {
    const stack = testStack();
    for (const id of ["Web", "Jump", "Old"]) vm(stack, id);
    protect(stack, VmSelection.inScope(stack, { exempt: ["Jump", "vm-old"] }));
    expect(Object.keys(synth(stack).local("VmIds") as object)).toEqual(["Web"]);
  });

  test("throws for VMs of another stack", () => {
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
      "an exemption of no VM",
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
      "two VMs with the same key",
      (stack) => [vm(stack, "We b"), vm(stack, "We-b"), protect(stack, VmSelection.inScope(stack))],
      "selection must give each VM a key of its own, got 'We-b' for 'stack/We b' and 'stack/We-b'; rename one of the two constructs",
    ],
  ])("throws for %s", (_, build, message) => {
    const stack = testStack();
    build(stack);
    const text = refusal(() => synth(stack));
    expect(text).toContain(message);
    expect(text).not.toContain("vms must be a map");
  });
});
