import { DataAzurermVirtualMachine } from "@cdktf/provider-azurerm/lib/data-azurerm-virtual-machine";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Aspects, TerraformCount, TerraformIterator, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { ProtectedVms, RequireProtection, SourceVm, VmBackup, VmSelection } from "../../../lib";
import { vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { existingPolicy, existingVault, declaredVm } from "./support";

const many = { count: 2 };

/** Protects VMs with the vault of the tests. */
function protect(stack: TerraformStack, vms: { [key: string]: SourceVm } | VmSelection): ProtectedVms {
  const parts = { vault: existingVault(stack), policy: existingPolicy(stack) };
  const chosen = vms instanceof VmSelection ? { selection: vms } : { vms };
  return new ProtectedVms(stack, "Vms", { ...parts, ...chosen });
}

describe("a VM with count or for_each", () => {
  test.each([
    ["count", (stack: TerraformStack) => declaredVm(stack, "Vm", many)],
    ["for_each", (stack: TerraformStack) => declaredVm(stack, "Vm", { forEach: TerraformIterator.fromMap({ a: "1" }) })],
    ["count", (stack: TerraformStack) => declaredVm(stack, "Vm", { count: TerraformCount.of(2) })],
    [
      "count",
      (stack: TerraformStack) => new DataAzurermVirtualMachine(stack, "Vm", { name: "a", resourceGroupName: "b", ...many }),
    ],
  ])("throws if it stands for one VM: %s", (argument, make) => {
    const stack = testStack();
    expect(refusal(() => SourceVm.fromConstruct(make(stack)))).toBe(
      `SourceVm.fromConstruct: vm must be one VM, got 'stack/Vm with ${argument}'; protect its instances with VmSelection.fromInstances`,
    );
  });

  test("throws if it is an object with the id of a VM", () => {
    const vm = { id: "${var.id}", count: 2 };
    expect(refusal(() => SourceVm.fromConstruct(vm))).toContain("vm must be one VM, got 'a construct with count'");
  });

  test("throws if the id of its construct begins with id, beside other constructs with a count", () => {
    const stack = testStack();
    Object.assign(new Construct(stack, "Counter"), { count: 3 });
    protect(stack, {
      web: SourceVm.fromId(declaredVm(stack, "id-web", many).id),
      ok: SourceVm.fromId(vmId("vm-ok")),
    });
    expect(refusal(() => synth(stack))).toContain("vms['web'] must be one VM, got 'stack/id-web with count'");
  });

  test("throws if its id is used as that of one VM", () => {
    const stack = testStack();
    protect(stack, { web: SourceVm.fromId(declaredVm(stack, "Web", many).id), ok: SourceVm.fromId(declaredVm(stack, "Ok").id) });
    const text = refusal(() => synth(stack));
    expect(text).toContain("vms['web'] must be one VM, got 'stack/Web with count'");
    expect(text).not.toContain("vms['ok']");
  });

  test("throws if count is set after it is protected", () => {
    const stack = testStack();
    const vm = declaredVm(stack, "Web");
    protect(stack, { web: SourceVm.fromConstruct(vm) });
    vm.count = 2;
    expect(refusal(() => synth(stack))).toContain("vms['web'] must be one VM, got 'stack/Web with count'");
  });

  test("protects each instance under its key", () => {
    const stack = testStack();
    const vm = declaredVm(stack, "Web", many);
    protect(stack, VmSelection.fromInstances(vm));
    const { locals } = synth(stack).json as { locals?: Record<string, unknown> };
    expect(Object.values(locals ?? {})).toContain(
      `\${{ for key, val in azurerm_linux_virtual_machine.${vm.friendlyUniqueId}: key => val.id }}`,
    );
    expect(VmBackup.isProtected(vm)).toBe(true);
  });

  test("throws if fromInstances is called with one VM", () => {
    const stack = testStack();
    protect(stack, VmSelection.fromInstances(declaredVm(stack, "Web")));
    expect(refusal(() => synth(stack))).toContain("must be a resource with count or for_each, got 'stack/Web'");
  });
});

/** A stack of an app. */
function stackOf(app: ReturnType<typeof Testing.app>, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  return stack;
}

describe("VmBackup.isProtected and RequireProtection", () => {
  function hubAndApp() {
    const app = Testing.app();
    const [hub, vms] = [stackOf(app, "hub"), stackOf(app, "vms")];
    const [byConstruct, byId, forgotten] = ["A", "B", "C"].map((id) => declaredVm(vms, id));
    if (!byConstruct || !byId || !forgotten) throw new Error("a VM is missing");
    protect(hub, { a: SourceVm.fromConstruct(byConstruct), b: SourceVm.fromId(byId.id) });
    return { app, hub, vms, byConstruct, byId, forgotten };
  }

  test("find the protection in another stack of the app", () => {
    const { byConstruct, byId, forgotten } = hubAndApp();
    expect([byConstruct, byId, forgotten].map((vm) => VmBackup.isProtected(vm))).toEqual([true, true, false]);
  });

  test("fail the synthesis of the stack with an unprotected VM", () => {
    const { app, hub, vms } = hubAndApp();
    Aspects.of(app).add(new RequireProtection());
    expect(() => synth(hub)).not.toThrow();
    Aspects.of(vms).add(new RequireProtection());
    const text = refusal(() => synth(vms));
    expect(text).toContain("every VM must be protected, got 'vms/C' of the stack 'vms', which nothing protects; protect it");
    expect(text).not.toContain("vms/A");
    expect(text).not.toContain("vms/B");
  });

  test.each(["vms/C", "vm-c"])("leaves out a VM that is exempt as %s", (name) => {
    const { vms, forgotten } = hubAndApp();
    forgotten.name = "vm-c";
    Aspects.of(vms).add(new RequireProtection({ exempt: [name] }));
    expect(() => synth(vms)).not.toThrow();
  });

  test("ignore a VM that a selection exempts", () => {
    const stack = testStack();
    const vm = declaredVm(stack, "Jumphost");
    declaredVm(stack, "Web");
    protect(stack, VmSelection.inScope(stack, { exempt: ["Jumphost"] }));
    Aspects.of(stack).add(new RequireProtection());
    expect(() => synth(stack)).not.toThrow();
    expect(VmBackup.isProtected(vm)).toBe(false);
  });
});
