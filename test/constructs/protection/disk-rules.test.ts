import type { LinuxVirtualMachine, LinuxVirtualMachineConfig } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import type { ManagedDiskConfig } from "@cdktf/provider-azurerm/lib/managed-disk";
import { VirtualMachineDataDiskAttachment } from "@cdktf/provider-azurerm/lib/virtual-machine-data-disk-attachment";
import { WindowsVirtualMachine } from "@cdktf/provider-azurerm/lib/windows-virtual-machine";
import { type TerraformStack, Token } from "cdktf";
import { ProtectedVms, SourceVm, type SourceVmOptions, VmBackupPolicyType } from "../../../lib";
import { unknownNumber, unknownText, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { attach, declaredPolicy, declaredVault, declaredVm, protect } from "./support";

type Disks = Readonly<Record<number, Partial<ManagedDiskConfig>>>;
type Options = SourceVmOptions | ((stack: TerraformStack) => SourceVmOptions);

const { STANDARD, ENHANCED } = VmBackupPolicyType;
const ULTRA: Disks = { 0: {}, 1: { storageAccountType: "UltraSSD_LRS" } };
const SHARED: Disks = { 0: { maxShares: 1 }, 1: { maxShares: 2 } };
const MANY: Disks = Object.fromEntries(Array.from({ length: 33 }, (_, lun) => [lun, {}]));

const list = (...luns: number[]) => luns;
const unknownList = (stack: TerraformStack) => Token.asNumberList(unknownText(stack, "luns"));
const aDisk = (stack: TerraformStack) => unknownNumber(stack, "lun");

/** What is said of a VM, as errors and as warnings, if the stack attaches these disks to it. */
function said(
  disks: Disks,
  options: Options = {},
  policyType = STANDARD,
  attachOthers: (stack: TerraformStack, vm: LinuxVirtualMachine) => unknown = () => undefined,
): string[] {
  const stack = testStack();
  const vault = declaredVault(stack);
  const vm = declaredVm(stack, "Web");
  const source = SourceVm.fromConstruct(vm, typeof options === "function" ? options(stack) : options);
  const vms = new ProtectedVms(stack, "Vms", { vault, policy: declaredPolicy(vault, policyType), vms: { web: source } });
  for (const [lun, disk] of Object.entries(disks)) attach(vm, Number(lun), disk);
  attachOthers(stack, vm);
  return [...errorsOf(stack), ...vms.node.metadata.map(({ data }) => String(data))];
}

function errorsOf(stack: TerraformStack): string[] {
  try {
    synth(stack);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").flatMap((line) => /^ {2}\[stack\] (.+)$/.exec(line)?.[1] ?? []);
  }
}

const NEEDS_ENHANCED = (kind: string) =>
  `'stack/Vms', VM 'web': the policy's type must be Enhanced for ${kind}, got 'Standard'; give the VM an Enhanced policy, or leave LUN 1 out`;
const ULTRA_ERROR = NEEDS_ENHANCED("an Ultra disk");
const SHARED_ERROR =
  "'stack/Vms', VM 'web': the disk at LUN 1 must be attached to one VM, got 'maxShares 2'; leave LUN 1 out with excludeDiskLuns";
const MANY_ERROR =
  "'stack/Vms', VM 'web': what is backed up of the VM must be at most 32 disks, got 33; leave disks out with excludeDiskLuns";
const warning = (option: string, attached: string, lun: number) =>
  `VM 'web': ${option} should name LUNs at which the stack attaches a disk, ${attached}, got ${lun}; ` +
  "name disks that the VM has, unless this one comes from its image or is attached elsewhere";

describe("an Ultra disk at LUN 1, with a Standard policy", () => {
  test.each<[string, Options]>([
    ["no disk is left out", {}],
    ["another disk is left out", { excludeDiskLuns: [0] }],
    ["it is included", { includeDiskLuns: [1] }],
    ["it is included beside another", { includeDiskLuns: [0, 1] }],
    ["it is included beside one that only the deployment knows", (stack) => ({ includeDiskLuns: list(1, aDisk(stack)) })],
  ])("throws if %s", (_, options) => {
    expect(said(ULTRA, options)).toEqual([ULTRA_ERROR]);
  });

  test.each<[string, Options]>([
    ["it is left out", { excludeDiskLuns: [1] }],
    ["only another is included", { includeDiskLuns: [0] }],
    ["only the deployment knows which are included", (stack) => ({ includeDiskLuns: unknownList(stack) })],
    ["only the deployment knows which are left out", (stack) => ({ excludeDiskLuns: unknownList(stack) })],
    ["one is left out that only the deployment knows", (stack) => ({ excludeDiskLuns: list(0, aDisk(stack)) })],
  ])("does not throw if %s", (_, options) => {
    expect(said(ULTRA, options)).toEqual([]);
  });
});

test.each<[string, Disks, Options, VmBackupPolicyType, string[]]>([
  [
    "a Premium SSD v2 disk",
    { 1: { storageAccountType: "PremiumV2_LRS" } },
    {},
    STANDARD,
    [NEEDS_ENHANCED("a Premium SSD v2 disk")],
  ],
  ["an Ultra disk with an Enhanced policy", ULTRA, {}, ENHANCED, []],
  ["a Premium SSD", { 1: { storageAccountType: "Premium_LRS" } }, {}, STANDARD, []],
  ["a disk that other VMs attach", SHARED, {}, STANDARD, [SHARED_ERROR]],
  ["a disk that other VMs attach, with an Enhanced policy", SHARED, {}, ENHANCED, [SHARED_ERROR]],
  ["a disk that other VMs attach and that is left out", SHARED, { excludeDiskLuns: [1] }, STANDARD, []],
  ["33 disks", MANY, {}, STANDARD, [MANY_ERROR]],
  ["33 disks, of which one is left out", MANY, { excludeDiskLuns: [7] }, STANDARD, []],
  [
    "a LUN to include that no disk has",
    { 0: {}, 3: {} },
    { includeDiskLuns: [0, 5] },
    STANDARD,
    [warning("includeDiskLuns", "0, 3", 5)],
  ],
  [
    "a LUN to leave out that no disk has",
    { 0: {}, 3: {} },
    { excludeDiskLuns: [3, 5] },
    STANDARD,
    [warning("excludeDiskLuns", "0, 3", 5)],
  ],
  ["LUNs of a VM whose disks the stack does not attach", {}, { excludeDiskLuns: [1] }, STANDARD, []],
])("says what is wrong with %s", (_, disks, options, policyType, expected) => {
  expect(said(disks, options, policyType)).toEqual(expected);
});

test.each<[string, (stack: TerraformStack) => object]>([
  ["the LUN", (stack) => ({ lun: aDisk(stack) })],
  ["the disk", (stack) => ({ managedDiskId: unknownText(stack, "disk") })],
  ["the VM", (stack) => ({ virtualMachineId: unknownText(stack, "vm") })],
])("says nothing if only the deployment knows %s of an attachment", (_, change) => {
  const attachUnknown = (stack: TerraformStack, vm: LinuxVirtualMachine) => {
    attach(vm, 1, ULTRA[1]);
    const [attachment] = stack.node.children.filter((one) => one instanceof VirtualMachineDataDiskAttachment);
    Object.assign(attachment as object, change(stack));
  };
  expect(said({}, {}, STANDARD, attachUnknown)).toEqual([]);
});

test("does not warn of LUNs if only the deployment knows one of an attachment", () => {
  const attachUnknown = (stack: TerraformStack, vm: LinuxVirtualMachine) => {
    attach(vm, aDisk(stack));
  };
  expect(said({ 0: {} }, { excludeDiskLuns: [5] }, STANDARD, attachUnknown)).toEqual([]);
});

test("warns only of the LUNs that are known", () => {
  const options = (stack: TerraformStack) => ({ includeDiskLuns: list(0, aDisk(stack), 5) });
  expect(said({ 0: {} }, options)).toEqual([warning("includeDiskLuns", "0", 5)]);
  expect(said({ 0: {} }, (stack) => ({ includeDiskLuns: unknownList(stack) }))).toEqual([]);
});

test("says nothing of a VM without disks if the stack attaches disks to another", () => {
  const attachToOther = (stack: TerraformStack) => {
    attach(declaredVm(stack, "Db"), 1, ULTRA[1]);
  };
  expect(said({}, { excludeDiskLuns: [5] }, STANDARD, attachToOther)).toEqual([]);
});

test("finds the disks of a VM that is given by its id, in any case", () => {
  const stack = testStack();
  const vault = declaredVault(stack);
  const vms = { web: SourceVm.fromId(vmId("vm-web")) };
  new ProtectedVms(stack, "Vms", { vault, policy: declaredPolicy(vault, STANDARD), vms });
  attach(declaredVm(stack, "Web"), 1, ULTRA[1]);
  const attachment = stack.node.children.find((one) => one instanceof VirtualMachineDataDiskAttachment);
  (attachment as VirtualMachineDataDiskAttachment).virtualMachineId = vmId("VM-Web");
  expect(errorsOf(stack)).toEqual([ULTRA_ERROR]);
});

test("warns of the disks of a Windows VM, too", () => {
  const stack = testStack();
  const vm = new WindowsVirtualMachine(stack, "Web", {
    ...{ name: "vm-web", resourceGroupName: "rg-app", location: "westeurope", size: "Standard_B2s", networkInterfaceIds: [] },
    ...{ adminUsername: "admin1", adminPassword: unknownText(stack, "password") },
    osDisk: { caching: "None", storageAccountType: "Standard_LRS" },
  });
  const vms = protect({ web: SourceVm.fromConstruct(vm, { excludeDiskLuns: [5] }) }, {}, stack);
  new VirtualMachineDataDiskAttachment(stack, "Disk", {
    ...{ virtualMachineId: vm.id, managedDiskId: unknownText(stack, "disk"), lun: 1, caching: "None" },
  });
  synth(stack);
  expect(vms.node.metadata.map(({ data }) => String(data))).toEqual([warning("excludeDiskLuns", "1", 5)]);
});

test.each<[string, Partial<LinuxVirtualMachineConfig>]>([
  ["a virtual TPM", { vtpmEnabled: true }],
  ["Secure Boot", { secureBootEnabled: true }],
])("throws if a VM with %s has a Standard policy", (_, props) => {
  const stack = testStack();
  const vault = declaredVault(stack);
  const vms = { web: SourceVm.fromConstruct(declaredVm(stack, "Web", props)) };
  expect(refusal(() => protect(vms, { vault, policy: declaredPolicy(vault, STANDARD) }, stack))).toBe(
    "ProtectedVms 'stack/Vms': vms.web.the policy's type must be Enhanced for a VM with Trusted Launch, got 'Standard'; " +
      "give the VM an Enhanced policy",
  );
});
