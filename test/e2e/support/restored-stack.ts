import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { ManagedDisk } from "@cdktf/provider-azurerm/lib/managed-disk";
import { NetworkInterface } from "@cdktf/provider-azurerm/lib/network-interface";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { VirtualMachineDataDiskAttachment } from "@cdktf/provider-azurerm/lib/virtual-machine-data-disk-attachment";
import { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import type { TerraformStack } from "cdktf";
import { AzurermProviderVersion } from "../../../lib";

/** What of a VM's blocks follows a restore, as docs/after-a-restore.md tells. */
export interface VmBlocks {
  /** The names of the VM, its interface and its disks; the names of the stack as it was first if undefined. */
  readonly restored?: {
    readonly group: string;
    readonly vm: string;
    readonly nic: string;
    /** The id of the OS disk of a VM that was made from it. */
    readonly osDiskId?: string;
  };
  readonly osDiskName?: string;
  readonly dataDisk?: { readonly group: string; readonly name: string };
  /** Disks that were restored by themselves. */
  readonly extraDisks?: Readonly<Record<string, { readonly group: string; readonly name: string }>>;
}

const IMAGE = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };
const DISK_GB = 64;
/** As the printed steps say. */
const RESTORED = { ignoreChanges: ["create_option", "hyper_v_generation", "source_resource_id", "trusted_launch_enabled"] };

/** A VM with an image, a network interface and a data disk at LUN 3, and what becomes of its blocks after a restore. */
export const stackOfVm =
  (azurerm: string, { restored, osDiskName, dataDisk, extraDisks = {} }: VmBlocks = {}) =>
  (stack: TerraformStack): void => {
    AzurermProviderVersion.require(stack, azurerm);
    const location = "westeurope";
    const place = { resourceGroupName: restored?.group ?? "rg-app", location };
    const network = new VirtualNetwork(stack, "network", {
      ...{ name: "vnet", resourceGroupName: "rg-app", location, addressSpace: ["10.0.0.0/16"] },
    });
    const subnet = new Subnet(stack, "subnet", {
      ...{ name: "vms", resourceGroupName: "rg-app", virtualNetworkName: network.name, addressPrefixes: ["10.0.0.0/24"] },
    });
    const nic = new NetworkInterface(stack, "web-nic", {
      ...{ ...place, name: restored?.nic ?? "vm-web-nic" },
      ipConfiguration: [
        { name: restored ? "ipconfig1" : "internal", subnetId: subnet.id, privateIpAddressAllocation: "Dynamic" },
      ],
    });
    const made = restored?.osDiskId;
    const vm = new LinuxVirtualMachine(stack, "web", {
      ...{ ...place, name: restored?.vm ?? "vm-web", size: "Standard_D2s_v5", networkInterfaceIds: [nic.id] },
      osDisk: { caching: "ReadWrite", name: osDiskName, ...(made === undefined && { storageAccountType: "Premium_LRS" }) },
      ...(made === undefined
        ? {
            ...{ adminUsername: "operator", adminPassword: "Not-a-secret-1", disablePasswordAuthentication: false },
            sourceImageReference: IMAGE,
          }
        : { osManagedDiskId: made }),
    });
    const data = new ManagedDisk(stack, "data", {
      ...{ name: dataDisk?.name ?? "vm-web-data", resourceGroupName: dataDisk?.group ?? "rg-app", location },
      ...{ storageAccountType: "Premium_LRS", diskSizeGb: DISK_GB, createOption: "Empty" },
      ...(dataDisk && { lifecycle: RESTORED }),
    });
    new VirtualMachineDataDiskAttachment(stack, "data-attached", {
      ...{ managedDiskId: data.id, virtualMachineId: vm.id, lun: 3, caching: "None" },
    });
    for (const [id, disk] of Object.entries(extraDisks)) {
      new ManagedDisk(stack, id, {
        ...{ name: disk.name, resourceGroupName: disk.group, location, storageAccountType: "Premium_LRS" },
        ...{ createOption: "Restore", lifecycle: RESTORED },
      });
    }
  };
