import type { DeclaredType } from "../declared-types";
import { inGroup, one, TRACKED, tracked } from "./parts";

export const COMPUTE: Readonly<Record<string, DeclaredType>> = {
  azurerm_linux_virtual_machine: {
    known: [...TRACKED, "size", "network_interface_ids", "admin_username", "admin_ssh_key", "os_disk", "source_image_reference"],
    apiVersion: "2024-03-01",
    id: inGroup("Microsoft.Compute/virtualMachines"),
    body: (vm) => {
      const adminUsername = vm["admin_username"] as string;
      const keys = vm["admin_ssh_key"] as { public_key: string }[];
      const disk = one(vm["os_disk"]);
      const publicKeys = keys.map(({ public_key: keyData }) => ({
        keyData,
        path: `/home/${adminUsername}/.ssh/authorized_keys`,
      }));
      return {
        ...tracked(vm),
        properties: {
          additionalCapabilities: {},
          hardwareProfile: { vmSize: vm["size"] as unknown },
          networkProfile: {
            networkInterfaces: (vm["network_interface_ids"] as string[]).map((id) => ({ id, properties: { primary: true } })),
          },
          osProfile: {
            adminUsername,
            computerName: vm["name"] as unknown,
            linuxConfiguration: { disablePasswordAuthentication: true, ssh: { publicKeys } },
          },
          storageProfile: {
            imageReference: one(vm["source_image_reference"]),
            osDisk: {
              caching: disk?.["caching"] as unknown,
              createOption: "FromImage",
              managedDisk: { storageAccountType: disk?.["storage_account_type"] as unknown },
            },
          },
        },
      };
    },
  },
};
