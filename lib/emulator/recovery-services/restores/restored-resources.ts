import { nameIn } from "../../../azure/id-parts";
import { derivedGuid } from "../../arm/derived-guid";
import type { GenericResource } from "../../arm/generic-resources";
import { azureTime } from "../../arm/times";
import type { BackedUpVm } from "./restore-details";

/** The resources that a restore creates. */

export interface RestoredVm {
  /** The resource group of the disks. */
  readonly groupId: string;
  /** The first part of their names. */
  readonly name: string;
  readonly source: BackedUpVm;
  readonly sourceVmId: string;
  readonly region: string;
  readonly zones: readonly string[] | undefined;
  /** The LUNs of the data disks to restore; all if undefined. */
  readonly luns: readonly number[] | undefined;
  readonly jobId: string;
  readonly startTime: number;
  /** When they are created. */
  readonly at: number;
}

const plainName = (name: string): string => name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();

/** Returns the disks of a restore, the OS disk first. Their names contain the time of the restore. */
export function restoredDisks(restored: RestoredVm): GenericResource[] {
  const { source, luns, startTime } = restored;
  const stamp = new Date(startTime).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const data = source.dataDisks.filter(({ lun }) => luns?.includes(lun) ?? true);
  return [
    disk(restored, `osdisk-${stamp}`, source.osDiskSizeGB, { osType: source.osType, ...securityProfile(source) }),
    ...data.map(({ lun, sizeGB }) => disk(restored, `datadisk-${String(lun).padStart(3, "0")}-${stamp}`, sizeGB, {})),
  ];
}

function disk(
  { groupId, name, region, zones, sourceVmId, at }: RestoredVm,
  suffix: string,
  diskSizeGB: number,
  more: object,
): GenericResource {
  const diskName = `${name}-${suffix}`;
  return {
    id: `${groupId}/providers/Microsoft.Compute/disks/${diskName}`,
    name: diskName,
    type: "Microsoft.Compute/disks",
    body: {
      location: region,
      ...(zones ? { zones } : {}),
      sku: { name: "Premium_LRS", tier: "Premium" },
      properties: {
        ...more,
        diskSizeGB,
        creationData: { createOption: "Restore", sourceResourceId: sourceVmId },
        timeCreated: azureTime(at),
      },
    },
  };
}

function securityProfile({ securityType }: BackedUpVm): object {
  return securityType === "Standard" ? { hyperVGeneration: "V1" } : { hyperVGeneration: "V2", securityProfile: { securityType } };
}

/** Returns the VM with the restored disks, and its network interface. */
export function restoredVirtualMachine(
  restored: RestoredVm,
  { vmId, subnetId, disks }: { readonly vmId: string; readonly subnetId: string; readonly disks: readonly GenericResource[] },
): GenericResource[] {
  const { groupId, name, source, region, zones, jobId } = restored;
  const nicName = `${name}-nic-${derivedGuid(`${jobId} nic`).replaceAll("-", "")}`;
  const nicId = `${groupId}/providers/Microsoft.Network/networkInterfaces/${nicName}`;
  const ipConfiguration = {
    name: "ipconfig1",
    properties: { subnet: { id: subnetId }, privateIPAllocationMethod: "Dynamic", privateIPAddress: "10.0.0.4", primary: true },
  };
  const nic: GenericResource = {
    id: nicId,
    name: nicName,
    type: "Microsoft.Network/networkInterfaces",
    body: { location: region, properties: { ipConfigurations: [ipConfiguration] } },
  };
  const vm: GenericResource = {
    id: vmId,
    name,
    type: "Microsoft.Compute/virtualMachines",
    body: {
      location: region,
      ...(zones ? { zones } : {}),
      properties: {
        hardwareProfile: { vmSize: source.vmSize },
        storageProfile: storageProfile(source, disks),
        ...(source.securityType === "Standard" ? {} : { securityProfile: { securityType: source.securityType } }),
        networkProfile: { networkInterfaces: [{ id: nicId, properties: { primary: true } }] },
      },
    },
  };
  return [nic, vm];
}

/** Returns the storage profile of a VM with these disks. */
function storageProfile(source: BackedUpVm, [osDisk, ...dataDisks]: readonly GenericResource[]): Record<string, unknown> {
  return {
    osDisk: {
      osType: source.osType,
      name: osDisk?.name,
      createOption: "Attach",
      diskSizeGB: source.osDiskSizeGB,
      managedDisk: { id: osDisk?.id },
      deleteOption: "Detach",
    },
    dataDisks: dataDisks.map((one) => {
      const lun = lunOf(one);
      const diskSizeGB = source.dataDisks.find((disk) => disk.lun === lun)?.sizeGB;
      return { lun, name: one.name, createOption: "Attach", diskSizeGB, managedDisk: { id: one.id }, deleteOption: "Detach" };
    }),
  };
}

export function lunOf({ name }: GenericResource): number {
  return Number(/-datadisk-(\d+)-/.exec(name)?.[1] ?? -1);
}

/** Returns the container in the staging account for the configuration of the VM. */
export function stagingContainer(accountId: string, vmName: string, jobId: string, startTime: number): GenericResource {
  const name = `${plainName(vmName)}-${derivedGuid(`${jobId} container`).replaceAll("-", "")}`;
  return {
    id: `${accountId}/blobServices/default/containers/${name}`,
    name,
    type: "Microsoft.Storage/storageAccounts/blobServices/containers",
    body: { properties: { publicAccess: "None", lastModifiedTime: azureTime(startTime) } },
  };
}

/** Returns the properties of a completed job that name the files in its container. */
export function configBlobs(
  accountId: string,
  container: GenericResource,
  vmName: string,
  jobId: string,
): Record<string, string> {
  const root = `https://${nameIn(accountId)}.blob.core.windows.net/${container.name}`;
  const config = `config-${plainName(vmName)}-${jobId}.json`;
  return {
    "Config Blob Name": config,
    "Config Blob Container Name": container.name,
    "Config Blob Uri": `${root}/${config}`,
    "Create VM Template Blob Uri": `${root}/azuredeploy${jobId}.json`,
  };
}
