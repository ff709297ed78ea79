import { DataAzurermVirtualMachine } from "@cdktf/provider-azurerm/lib/data-azurerm-virtual-machine";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { VirtualMachineDataDiskAttachment } from "@cdktf/provider-azurerm/lib/virtual-machine-data-disk-attachment";
import { VirtualMachineImplicitDataDiskFromSource } from "@cdktf/provider-azurerm/lib/virtual-machine-implicit-data-disk-from-source";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import {
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryServicesVault,
  ResourceGuard,
  SourceVm,
  type SourceVmOptions,
  VmBackup,
  VmBackupPolicyType,
} from "../../../lib";
import { VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack, warnings } from "../../support/synth";
import { attach, declaredPolicy, declaredVault, declaredVm, existingPolicy, existingVault, protect } from "./support";

const vmsFrom = (prefix: string, count: number): Record<string, SourceVm> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${prefix}${index}`, SourceVm.fromId(vmId(`${prefix}${index}`))]),
  );

const warningsOf = ({ node }: ProtectedVms): unknown[] => node.metadata.map(({ data }) => data as unknown);

describe("a vault that is full", () => {
  function vmsOf(first: number, second: number): ProtectedVms {
    const stack = testStack();
    const { vault, policy } = protect(vmsFrom("a", first), {}, stack);
    const again = RecoveryServicesVault.fromVaultId(
      stack,
      "Again",
      VAULT_ID.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"),
    );
    const others = new ProtectedVms(stack, "Others", { vault: again, policy, vms: vmsFrom("b", second) });
    expect(again.vaultId).not.toBe(vault.vaultId);
    synth(stack);
    return others;
  }

  test("warns of the first VM above the limit", () => {
    expect(warningsOf(vmsOf(1000, 1))).toHaveLength(1);
  });

  test("warns, also if several constructs fill it", () => {
    expect(warningsOf(vmsOf(600, 401))).toEqual([
      "the vault 'stack/Again' must protect at most 1000 VMs, got 1001; spread the VMs over more vaults",
    ]);
  });

  test("warns once", () => {
    const stack = testStack();
    const { vault, policy } = protect(vmsFrom("a", 1001), {}, stack);
    const more = new ProtectedVms(stack, "More", { vault, policy, vms: vmsFrom("b", 1) });
    synth(stack);
    expect(warningsOf(more)).toEqual([]);
    expect(warnings(stack)).toHaveLength(1);
  });

  test("does not warn at the limit", () => {
    expect(warningsOf(vmsOf(600, 400))).toEqual([]);
  });
});

test("warns of a stopped VM if the app does not declare the guard", () => {
  const stack = testStack();
  const vms = protect({ web: SourceVm.fromId(vmId("vm-web"), { protectionState: ProtectionState.STOPPED }) }, {}, stack);
  const id = vmId("x").replace("Microsoft.Compute/virtualMachines/x", "Microsoft.DataProtection/resourceGuards/guard");
  const resourceGuard = ResourceGuard.fromResourceGuardId(stack, "Guard", id);
  vms.vault.addResourceGuardAssociation("Guard", { resourceGuard });
  synth(stack);
  expect(warningsOf(vms)).toEqual([expect.stringContaining("the protectionState of 'web' should be ProtectionState.PROTECTED")]);
});

describe("throws if a VM is protected twice", () => {
  test("in two stacks of the app", () => {
    const app = Testing.app();
    const stacks = ["one", "two"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      const vm = SourceVm.fromId(vmId("vm-web"));
      new ProtectedVm(stack, "Vm", { vault: existingVault(stack), policy: existingPolicy(stack), vm });
      return stack;
    }) as [TerraformStack, TerraformStack];
    expect(() => synth(stacks[0])).not.toThrow();
    expect(refusal(() => synth(stacks[1]))).toContain("in 'one/Vm' and in 'two/Vm'; remove it from one of them");
  });

  test("by the same construct", () => {
    const stack = testStack();
    const vm = SourceVm.fromConstruct(declaredVm(stack, "Web"));
    const { vault, policy } = protect({ web: vm }, {}, stack);
    new ProtectedVm(stack, "Again", { vault, policy, vm });
    expect(refusal(() => synth(stack))).toContain("a VM must be protected once, got 'stack/Web'");
  });
});

test("lists every VM that is protected twice, by its construct or its id", () => {
  const stack = testStack();
  const vms = {
    web: SourceVm.fromConstruct(declaredVm(stack, "Web")),
    db: SourceVm.fromId(vmId("vm-db")),
    api: SourceVm.fromConstruct({ id: "${var.api}" }),
  };
  const { vault, policy } = protect(vms, {}, stack);
  new ProtectedVms(stack, "Again", { vault, policy, vms });
  const text = refusal(() => synth(stack));
  for (const vm of ["'stack/Web'", vmId("vm-db"), "${var.api}"])
    expect(text).toContain(
      `a VM must be protected once, got ${vm} in 'stack/Vms' and in 'stack/Again'; remove it from one of them`,
    );
});

describe("VmBackup.isProtected", () => {
  /** A construct with an id, such as one that wraps a VM. */
  const withId = (stack: TerraformStack, id: string) => Object.assign(new Construct(stack, "Wrapped"), { id });

  test.each<[string, string, string, boolean]>([
    ["the same id in another case", vmId("vm-web"), vmId("VM-Web"), true],
    ["another id", vmId("vm-web"), vmId("vm-db"), false],
    ["another template", "${var.web}", "${var.db}", false],
  ])("compares literal ids: %s", (_, id, other, isProtected) => {
    const stack = testStack();
    protect({ web: SourceVm.fromId(id) }, {}, stack);
    expect(VmBackup.isProtected(withId(stack, other))).toBe(isProtected);
  });

  test("returns false in an app that protects nothing", () => {
    expect(VmBackup.isProtected(declaredVm(testStack(), "Web"))).toBe(false);
  });

  test("returns false for a construct without an id", () => {
    const stack = testStack();
    protect({ web: SourceVm.fromId("${var.web}") }, {}, stack);
    expect(VmBackup.isProtected(new Construct(stack, "Other"))).toBe(false);
  });
});

describe("the checks of a stack", () => {
  function twoStacks(): [TerraformStack, TerraformStack] {
    const app = Testing.app();
    const [one, two] = ["one", "two"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      return stack;
    });
    return [one as TerraformStack, two as TerraformStack];
  }

  test("do not concern the VMs of another stack", () => {
    const [one, two] = twoStacks();
    const many = declaredVm(one, "Many", { count: 2 });
    const vm = { web: SourceVm.fromId(many.id), db: SourceVm.fromId(vmId("vm-db"), { excludeDiskLuns: [5] }) };
    protect(vm, {}, one);
    protect({ api: SourceVm.fromId(vmId("vm-api")) }, {}, two);
    expect(refusal(() => synth(one))).toContain("vms['web'] must be one VM");
    expect(() => synth(two)).not.toThrow();
  });

  test("do not concern a construct whose resource is moved", () => {
    const stack = testStack();
    const vault = declaredVault(stack);
    const policy = declaredPolicy(vault);
    const vm = declaredVm(stack, "Web");
    attach(vm, 1, { storageAccountType: "UltraSSD_LRS" });
    const own = declaredPolicy(vault, VmBackupPolicyType.ENHANCED, "Own");
    const vms = protect({ web: SourceVm.fromConstruct(vm, { policy: own }) }, { vault, policy }, stack);
    const one = new ProtectedVm(stack, "One", { vault, policy, vm: SourceVm.fromConstruct(vm) });
    expect(refusal(() => synth(stack))).toContain("'stack/One', VM 'vm': the policy's type must be Enhanced");
    vms.resource.addMoveTarget("all");
    one.resource.moveTo("all", "web");
    expect(() => synth(stack)).not.toThrow();
  });
});

describe("a LUN at which the stack attaches no disk", () => {
  const luns = (options: SourceVmOptions, props: object = {}): unknown[] => {
    const stack = testStack();
    const vm = declaredVm(stack, "Web", props);
    attach(vm, 0);
    attach(vm, 10);
    const vms = protect({ web: SourceVm.fromConstruct(vm, options) }, {}, stack);
    synth(stack);
    return warningsOf(vms);
  };

  test("warns", () => {
    expect(luns({ excludeDiskLuns: [1] })).toEqual([
      "VM 'web': excludeDiskLuns should name LUNs at which the stack attaches a disk, 0, 10, got 1; " +
        "name disks that the VM has, unless this one comes from its image or is attached elsewhere",
    ]);
    expect(luns({ includeDiskLuns: [0, 10] })).toEqual([]);
  });

  test("does not warn if the VM's image can have the disk", () => {
    const sourceImageId = vmId("x").replace("virtualMachines/x", "images/golden");
    expect(luns({ includeDiskLuns: [5, 10] }, { sourceImageId, sourceImageReference: undefined })).toEqual([]);
  });

  test("does not warn if the VM is created with the disk", () => {
    const stack = testStack();
    const vm = declaredVm(stack, "Web");
    attach(vm, 0);
    new VirtualMachineImplicitDataDiskFromSource(stack, "Implicit", {
      ...{ name: "implicit", virtualMachineId: vm.id, lun: 1, caching: "None", createOption: "Copy", diskSizeGb: 8 },
      sourceResourceId: vmId("x").replace("virtualMachines/x", "disks/source"),
    });
    const vms = protect({ web: SourceVm.fromConstruct(vm, { excludeDiskLuns: [1] }) }, {}, stack);
    synth(stack);
    expect(warningsOf(vms)).toEqual([]);
  });

  test("does not warn if the VM exists already", () => {
    const stack = testStack();
    const vm = new DataAzurermVirtualMachine(stack, "Existing", { name: "vm-web", resourceGroupName: "rg-app" });
    const managedDiskId = vmId("x").replace("virtualMachines/x", "disks/one");
    new VirtualMachineDataDiskAttachment(stack, "Disk", { virtualMachineId: vm.id, managedDiskId, lun: 0, caching: "None" });
    const vms = protect({ web: SourceVm.fromConstruct(vm, { excludeDiskLuns: [1] }) }, {}, stack);
    synth(stack);
    expect(warningsOf(vms)).toEqual([]);
  });
});

test("accepts the same template in two stacks", () => {
  const app = Testing.app();
  const stacks = ["one", "two"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    const vm = SourceVm.fromId("${var.vm_id}");
    new ProtectedVm(stack, "Vm", { vault: existingVault(stack), policy: existingPolicy(stack), vm });
    return stack;
  });
  for (const stack of stacks) expect(() => synth(stack)).not.toThrow();
});

test("throws if a stack has the same template twice", () => {
  const stack = testStack();
  const { vault, policy } = protect({ web: SourceVm.fromId("${var.vm_id}") }, {}, stack);
  new ProtectedVm(stack, "Again", { vault, policy, vm: SourceVm.fromId("${var.vm_id}") });
  expect(refusal(() => synth(stack))).toContain("a VM must be protected once, got ${var.vm_id}");
});

test("moves a VM from a ProtectedVm to a key of ProtectedVms, also if the vault has a lock", () => {
  const stack = testStack();
  const vm = SourceVm.fromId(vmId("vm-web"));
  const vms = protect({ web: vm }, {}, stack);
  const one = new ProtectedVm(stack, "One", { vault: vms.vault, policy: vms.policy, vm });
  vms.vault.addLock("Lock");
  vms.resource.addMoveTarget("all");
  one.resource.moveTo("all", "web");
  const { json } = synth(stack);
  const moved = { from: expect.stringContaining(".One_") as string, to: expect.stringMatching(/\["web"\]$/) as string };
  expect(json).toMatchObject({ moved: [moved] });
  expect(JSON.stringify(json.resource)).not.toContain("azurerm_backup_protected_vm.One");
});
