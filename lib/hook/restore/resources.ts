import { nameIn, networkIdIn } from "../../azure/id-parts";
import * as v from "valibot";
import type { ArmConnection, ArmRequest } from "../arm/arm-connection";
import { instant, list, read, requiredText, text } from "../arm/answer-schema";

/** The resources that a restore needs or creates: resource groups, storage accounts, networks, disks and VMs. */

const VERSIONS = {
  vaults: "2025-02-01",
  groups: "2021-04-01",
  storage: "2023-05-01",
  compute: "2023-03-01",
  disks: "2023-04-02",
  network: "2023-09-01",
};

/** The facts of a storage account that decide whether it can be a staging account. */
export interface StorageAccount {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly sku: string;
  readonly kind: string;
  /** Whether its firewall denies access by default. */
  readonly hasNetworkRules: boolean;
}

/** A managed disk. */
export interface Disk {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date | undefined;
}

/** A virtual machine with its disks and network interfaces. */
export interface VirtualMachine {
  readonly id: string;
  readonly name: string;
  /** `Windows` or `Linux`. */
  readonly osType: string | undefined;
  /** Undefined if the VM has no managed disks. */
  readonly osDiskId: string | undefined;
  readonly dataDisks: readonly { readonly lun: number; readonly id: string | undefined }[];
  readonly nicIds: readonly string[];
}

const located = v.object({ id: requiredText, name: requiredText, location: requiredText });
const storageSchema = v.object({
  ...located.entries,
  sku: v.nullish(v.object({ name: text })),
  kind: text,
  properties: v.nullish(v.object({ networkAcls: v.nullish(v.object({ defaultAction: text })) })),
});
const vaultSchema = v.object({
  properties: v.nullish(v.object({ redundancySettings: v.nullish(v.object({ crossRegionRestore: text })) })),
});
const diskSchema = v.object({
  id: requiredText,
  name: requiredText,
  properties: v.nullish(v.object({ timeCreated: instant })),
});
const managedDisk = v.nullish(v.object({ id: text }));
const vmSchema = v.object({
  id: requiredText,
  name: requiredText,
  properties: v.object({
    storageProfile: v.nullish(
      v.object({
        osDisk: v.nullish(v.object({ osType: text, managedDisk })),
        dataDisks: list(v.object({ lun: v.number(), managedDisk })),
      }),
    ),
    networkProfile: v.nullish(v.object({ networkInterfaces: list(v.object({ id: text })) })),
  }),
});

export class ResourceReader {
  constructor(private readonly arm: ArmConnection) {}

  /** Whether cross-region restore is enabled for a vault. */
  async isCopied(vaultId: string): Promise<boolean> {
    const request = at(vaultId, VERSIONS.vaults, "the vault", "Microsoft.RecoveryServices/Vaults/read");
    const vault = await this.arm.get(request, (body) => read(vaultSchema, body));
    return vault?.properties?.redundancySettings?.crossRegionRestore === "Enabled";
  }

  /** The location of a resource group; undefined if it does not exist. */
  group(id: string): Promise<string | undefined> {
    const request = at(id, VERSIONS.groups, "the resource group", "Microsoft.Resources/subscriptions/resourceGroups/read");
    return this.arm.get(request, (body) => read(v.object({ location: requiredText }), body).location);
  }

  storageAccount(id: string): Promise<StorageAccount | undefined> {
    return this.arm.get(at(id, VERSIONS.storage, "the storage account", STORAGE_READ), storageAccount);
  }

  storageAccounts(subscriptionId: string): Promise<StorageAccount[]> {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Storage/storageAccounts`;
    return this.arm.list(at(path, VERSIONS.storage, "the storage accounts", STORAGE_READ), storageAccount);
  }

  virtualMachine(id: string): Promise<VirtualMachine | undefined> {
    const request = at(id, VERSIONS.compute, "the virtual machine", "Microsoft.Compute/virtualMachines/read");
    return this.arm.get(request, virtualMachine);
  }

  disks(groupId: string): Promise<Disk[]> {
    const path = `${groupId}/providers/Microsoft.Compute/disks`;
    return this.arm.list(at(path, VERSIONS.disks, "the disks", "Microsoft.Compute/disks/read"), (body) => {
      const { id, name, properties } = read(diskSchema, body);
      return { id, name, createdAt: properties?.timeCreated };
    });
  }

  /** The location of a subnet's network; undefined if the network or the subnet does not exist. */
  async subnet(id: string): Promise<string | undefined> {
    const action = "Microsoft.Network/virtualNetworks/subnets/read";
    const subnet = await this.arm.get(at(id, VERSIONS.network, "the subnet", action), (body) =>
      read(v.object({ id: requiredText }), body),
    );
    if (!subnet) return undefined;
    const network = at(networkIdIn(id), VERSIONS.network, "the virtual network", "Microsoft.Network/virtualNetworks/read");
    return this.arm.get(network, (body) => read(v.object({ location: requiredText }), body).location);
  }
}

const STORAGE_READ = "Microsoft.Storage/storageAccounts/read";

function storageAccount(body: unknown): StorageAccount {
  const { id, name, location, sku, kind, properties } = read(storageSchema, body);
  const hasNetworkRules = properties?.networkAcls?.defaultAction === "Deny";
  return { id, name, location, sku: sku?.name ?? "", kind: kind ?? "", hasNetworkRules };
}

function virtualMachine(body: unknown): VirtualMachine {
  const { id, name, properties } = read(vmSchema, body);
  const { storageProfile, networkProfile } = properties;
  return {
    ...{ id, name, osType: storageProfile?.osDisk?.osType, osDiskId: storageProfile?.osDisk?.managedDisk?.id },
    dataDisks: (storageProfile?.dataDisks ?? []).map((disk) => ({ lun: disk.lun, id: disk.managedDisk?.id })),
    nicIds: (networkProfile?.networkInterfaces ?? []).flatMap((nic) => nic.id ?? []),
  };
}

function at(path: string, apiVersion: string, what: string, action: string): ArmRequest {
  return { path, apiVersion, about: `cannot read ${what} '${nameIn(path)}'`, action };
}
