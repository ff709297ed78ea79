import type { GenericResource } from "../../../lib/emulator/arm/generic-resources";
import {
  configBlobs,
  lunOf,
  restoredDisks,
  restoredVirtualMachine,
  stagingContainer,
  type RestoredVm,
} from "../../../lib/emulator/recovery-services/restores/restored-resources";
import { backedUpVm, diskConfiguration } from "../../../lib/emulator/recovery-services/restores/backed-up-vm";
import { contextOf, itemOf, NOW, VM_ID } from "./records";
import { NEW_VM, SOURCE, STAGING, SUBNET, TARGET } from "./restore-records";

const restored = (more: Partial<RestoredVm> = {}): RestoredVm => ({
  ...{ groupId: TARGET, name: "vm-new", source: SOURCE, sourceVmId: VM_ID, region: "westeurope", zones: undefined },
  ...{ luns: undefined, jobId: "job", startTime: Date.parse("2027-01-05T03:04:09.500Z"), at: NOW },
  ...more,
});
const DISKS = `${TARGET}/providers/Microsoft.Compute/disks`;

test("makes a disk for each of the backup, named after the VM, the LUN and the start", () => {
  const disk = (suffix: string, diskSizeGB: number, more: object = {}) => {
    const name = `vm-new-${suffix}-20270105-030409`;
    return {
      ...{ id: `${DISKS}/${name}`, name, type: "Microsoft.Compute/disks" },
      body: {
        location: "westeurope",
        sku: { name: "Premium_LRS", tier: "Premium" },
        properties: {
          ...more,
          diskSizeGB,
          creationData: { createOption: "Restore", sourceResourceId: VM_ID },
          timeCreated: "2027-01-15T09:00:00.0000000Z",
        },
      },
    };
  };
  expect(restoredDisks(restored())).toEqual([
    disk("osdisk", 64, { osType: "Linux", hyperVGeneration: "V1" }),
    disk("datadisk-000", 8),
    disk("datadisk-003", 16),
  ]);
});

test("makes the disks of the wanted LUNs only, and of the zone and the security type of the VM", () => {
  const names = (luns: number[]) => restoredDisks(restored({ luns })).map(({ name }) => name.slice(7, -16));
  expect([names([3]), names([])]).toEqual([["osdisk", "datadisk-003"], ["osdisk"]]);
  const [os, data] = restoredDisks(restored({ zones: ["2"], source: { ...SOURCE, securityType: "TrustedLaunch" } }));
  expect(os?.body).toMatchObject({
    zones: ["2"],
    properties: { hyperVGeneration: "V2", securityProfile: { securityType: "TrustedLaunch" } },
  });
  expect(data?.body["zones"]).toEqual(["2"]);
  expect(data?.body["properties"]).not.toHaveProperty("hyperVGeneration");
});

test("makes the VM with its disks attached, and its interface in the subnet", () => {
  const disks = restoredDisks(restored());
  const [nic, vm] = restoredVirtualMachine(restored(), { vmId: NEW_VM, subnetId: SUBNET, disks });
  const [os, first, second] = disks;
  expect(nic).toEqual({
    id: `${TARGET}/providers/Microsoft.Network/networkInterfaces/${nic?.name ?? ""}`,
    name: expect.stringMatching(/^vm-new-nic-[\da-f]{32}$/) as string,
    type: "Microsoft.Network/networkInterfaces",
    body: {
      location: "westeurope",
      properties: {
        ipConfigurations: [
          {
            name: "ipconfig1",
            properties: {
              ...{ subnet: { id: SUBNET }, privateIPAllocationMethod: "Dynamic", privateIPAddress: "10.0.0.4", primary: true },
            },
          },
        ],
      },
    },
  });
  const attached = (disk: GenericResource | undefined, diskSizeGB: number) => ({
    ...{ name: disk?.name, createOption: "Attach", diskSizeGB, managedDisk: { id: disk?.id }, deleteOption: "Detach" },
  });
  expect(vm).toEqual({
    ...{ id: NEW_VM, name: "vm-new", type: "Microsoft.Compute/virtualMachines" },
    body: {
      location: "westeurope",
      properties: {
        hardwareProfile: { vmSize: "Standard_B2s" },
        storageProfile: {
          osDisk: { osType: "Linux", ...attached(os, 64) },
          dataDisks: [
            { lun: 0, ...attached(first, 8) },
            { lun: 3, ...attached(second, 16) },
          ],
        },
        networkProfile: { networkInterfaces: [{ id: nic?.id, properties: { primary: true } }] },
      },
    },
  });
});

test("gives the VM its zone and its security type, and another interface for another job", () => {
  const make = (more: Partial<RestoredVm>) =>
    restoredVirtualMachine(restored(more), { vmId: NEW_VM, subnetId: SUBNET, disks: [] });
  const [nic, vm] = make({ zones: ["1"], source: { ...SOURCE, securityType: "ConfidentialVM" } });
  expect(vm?.body).toMatchObject({
    zones: ["1"],
    properties: { securityProfile: { securityType: "ConfidentialVM" }, storageProfile: { dataDisks: [] } },
  });
  expect(make({ jobId: "other" })[0]?.name).not.toBe(nic?.name);
  expect(make({ source: { ...SOURCE, dataDisks: [] } })[1]?.body["properties"]).not.toHaveProperty("securityProfile");
});

test("reads the LUN from the name of a disk; -1 for an OS disk", () => {
  const lun = (name: string) => lunOf({ id: name, name, type: "", body: {} });
  expect(["vm-datadisk-003-20270105-030409", "vm-datadisk-063-x", "vm-osdisk-20270105-030409"].map(lun)).toEqual([3, 63, -1]);
});

test("makes a container of its job, whose files the job names", () => {
  const container = stagingContainer(STAGING, "VM_web.1", "job", NOW);
  expect(container).toEqual({
    id: `${STAGING}/blobServices/default/containers/${container.name}`,
    name: expect.stringMatching(/^vmweb1-[\da-f]{32}$/) as string,
    type: "Microsoft.Storage/storageAccounts/blobServices/containers",
    body: { properties: { publicAccess: "None", lastModifiedTime: "2027-01-15T09:00:00.0000000Z" } },
  });
  expect(stagingContainer(STAGING, "VM_web.1", "other", NOW).name).not.toBe(container.name);
  const root = `https://strestore.blob.core.windows.net/${container.name}`;
  expect(configBlobs(STAGING, container, "VM_web.1", "job")).toEqual({
    "Config Blob Name": "config-vmweb1-job.json",
    "Config Blob Container Name": container.name,
    "Config Blob Uri": `${root}/config-vmweb1-job.json`,
    "Create VM Template Blob Uri": `${root}/azuredeployjob.json`,
  });
});

describe("the VM of a backup", () => {
  const exclusion = (diskLunList: number[], isInclusionList: boolean) => ({
    extendedProperties: { diskExclusionProperties: { diskLunList, isInclusionList } },
  });
  function vmOf(
    body: object,
    { extendedProperties }: { extendedProperties?: unknown } = {},
    disks: readonly GenericResource[] = [],
  ) {
    const item = itemOf({ extendedProperties });
    const context = contextOf([], { item });
    const vm = context.state.resources.get(VM_ID);
    if (vm) context.state.resources.set(VM_ID, { ...vm, body: { location: "westeurope", ...body } });
    for (const disk of disks) context.state.resources.set(disk.id, disk);
    return backedUpVm(context, item);
  }
  const dataDisks = [{ lun: 0, diskSizeGB: 8 }, { lun: 1 }, { lun: 2, diskSizeGB: 4, managedDisk: { id: "/disks/d" } }];
  const storageProfile = { osDisk: { osType: "Windows", diskSizeGB: 127 }, dataDisks };

  test("is what the VM is at present", () => {
    const properties = {
      ...{ hardwareProfile: { vmSize: "Standard_B4ms" }, storageProfile, securityProfile: { securityType: "TrustedLaunch" } },
    };
    expect(vmOf({ location: "northeurope", zones: [1], properties })).toEqual({
      ...{ location: "northeurope", zones: ["1"], vmSize: "Standard_B4ms", osType: "Windows", securityType: "TrustedLaunch" },
      ...{ osDiskSizeGB: 127, excluded: [] },
      dataDisks: [
        { lun: 0, sizeGB: 8 },
        { lun: 1, sizeGB: 30 },
        { lun: 2, sizeGB: 4 },
      ],
    });
  });

  test("has defaults for what the VM does not say, and the location of its vault", () => {
    expect(vmOf({ location: undefined, zones: "1" })).toEqual({
      ...{ location: "westeurope", vmSize: "Standard_D2s_v5", osType: "Linux", securityType: "Standard" },
      ...{ osDiskSizeGB: 30, dataDisks: [], excluded: [] },
    });
    const context = contextOf();
    context.state.vaults.delete(itemOf().vaultId);
    const vm = context.state.resources.get(VM_ID);
    if (vm) context.state.resources.set(VM_ID, { ...vm, body: {} });
    expect(backedUpVm(context, itemOf())?.location).toBe("");
    context.state.resources.delete(VM_ID);
    expect(backedUpVm(context, itemOf())).toBeUndefined();
  });

  test("takes the size of a managed disk from the disk if the VM does not tell it", () => {
    const disk = { ...{ id: "/disks/d", name: "d", type: "Microsoft.Compute/disks" }, body: { properties: { diskSizeGB: 512 } } };
    const managed = [
      { lun: 5, managedDisk: { id: "/disks/D" } },
      { lun: 6, managedDisk: { id: "/disks/gone" } },
    ];
    const vm = vmOf({ properties: { storageProfile: { osDisk: { managedDisk: { id: "/disks/d" } }, dataDisks: managed } } }, {}, [
      disk,
    ]);
    expect(vm).toMatchObject({ osDiskSizeGB: 512, dataDisks: [{ sizeGB: 512 }, { sizeGB: 30 }] });
    const unknown = { ...disk, body: { properties: { diskSizeGB: "512" } } };
    expect(vmOf({ properties: { storageProfile: { dataDisks: managed } } }, {}, [unknown])?.dataDisks[0]?.sizeGB).toBe(30);
  });

  test.each<[string, object, number[], number[]]>([
    ["all disks without an exclusion", {}, [0, 1, 2], []],
    ["all disks if the exclusion is null", { extendedProperties: { diskExclusionProperties: null } }, [0, 1, 2], []],
    ["the disks that are not excluded", exclusion([1, 9], false), [0, 2], [1]],
    ["the included disks only", exclusion([1, 2], true), [1, 2], [0]],
  ])("has %s", (_, item, backedUp, excluded) => {
    const vm = vmOf({ properties: { storageProfile } }, item);
    expect([vm?.dataDisks.map(({ lun }) => lun), vm?.excluded.map(({ lun }) => lun)]).toEqual([backedUp, excluded]);
  });

  test("shows which disks a backup includes if the item excludes any", () => {
    const source = { ...SOURCE, excluded: [{ lun: 4, sizeGB: 1 }] };
    const item = itemOf(exclusion([4], false));
    expect(diskConfiguration(item, source)).toEqual({
      recoveryPointDiskConfiguration: {
        ...{ numberOfDisksIncludedInBackup: 3, numberOfDisksAttachedToVm: 4 },
        includedDiskList: [
          { lun: -1, name: "vm-web-osdisk" },
          { lun: 0, name: "vm-web-datadisk-0" },
          { lun: 3, name: "vm-web-datadisk-3" },
        ],
        excludedDiskList: [{ lun: 4, name: "vm-web-datadisk-4" }],
      },
    });
    expect([diskConfiguration(item, undefined), diskConfiguration(itemOf(), source)]).toEqual([{}, {}]);
  });
});
