import { nameIn, networkIdIn } from "../../azure/id-parts";
import * as v from "valibot";
import type { ArmConnection, ArmRequest } from "../arm/arm-connection";
import { flag, instant, list, read, requiredText, text } from "../arm/answer-schema";

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
  readonly sizeGB: number | undefined;
  readonly osType: string | undefined;
  /** `V1` or `V2`, of an OS disk. */
  readonly generation: string | undefined;
  /** Such as `TrustedLaunch`, of an OS disk. */
  readonly securityType: string | undefined;
  readonly zones: readonly string[];
  /** Such as `EncryptionAtRestWithCustomerKey`. */
  readonly encryption: string | undefined;
  /** Whether Azure Disk Encryption has encrypted it inside the VM. */
  readonly isEncryptedInside: boolean;
  /** The id of the VM that it is attached to. */
  readonly managedBy: string | undefined;
}

/** A virtual machine with its disks and network interfaces. */
export interface VirtualMachine {
  readonly id: string;
  readonly name: string;
  /** `Windows` or `Linux`. */
  readonly osType: string | undefined;
  /** Undefined if the VM has no managed disks. */
  readonly osDiskId: string | undefined;
  readonly osDiskSizeGB: number | undefined;
  readonly dataDisks: readonly {
    readonly lun: number;
    readonly id: string | undefined;
    readonly sizeGB: number | undefined;
  }[];
  readonly nicIds: readonly string[];
  readonly securityType: string | undefined;
  readonly zones: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What the instance view of a VM tells. */
export interface InstanceView {
  /** The codes of its statuses, such as `PowerState/running`. */
  readonly statuses: readonly string[];
  /** The display status of its agent, such as `Ready`; undefined if none is shown. */
  readonly agent: string | undefined;
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
const securityProfile = v.nullish(v.object({ securityType: text }));
const zones = list(v.string());
const diskSchema = v.object({
  id: requiredText,
  name: requiredText,
  managedBy: text,
  zones,
  properties: v.nullish(
    v.object({
      timeCreated: instant,
      diskSizeGB: v.nullish(v.number()),
      osType: text,
      hyperVGeneration: text,
      securityProfile,
      encryption: v.nullish(v.object({ type: text })),
      encryptionSettingsCollection: v.nullish(v.object({ enabled: flag })),
    }),
  ),
});
const diskSizeGB = v.nullish(v.number());
const statusesSchema = list(v.object({ code: text, displayStatus: text }));
const instanceViewSchema = v.object({
  statuses: statusesSchema,
  vmAgent: v.nullish(v.object({ statuses: statusesSchema })),
});
const managedDisk = v.nullish(v.object({ id: text }));
const vmSchema = v.object({
  id: requiredText,
  name: requiredText,
  zones,
  tags: v.nullish(v.record(v.string(), v.nullish(v.string()))),
  properties: v.object({
    storageProfile: v.nullish(
      v.object({
        osDisk: v.nullish(v.object({ osType: text, diskSizeGB, managedDisk })),
        dataDisks: list(v.object({ lun: v.number(), diskSizeGB, managedDisk })),
      }),
    ),
    securityProfile,
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
    const request = at(id, VERSIONS.compute, "the virtual machine", VM_READ);
    return this.arm.get(request, virtualMachine);
  }

  disks(groupId: string): Promise<Disk[]> {
    const path = `${groupId}/providers/Microsoft.Compute/disks`;
    return this.arm.list(at(path, VERSIONS.disks, "the disks", DISK_READ), diskOf);
  }

  disk(id: string): Promise<Disk | undefined> {
    return this.arm.get(at(id, VERSIONS.disks, "the disk", DISK_READ), diskOf);
  }

  /** The VMs of a subscription or a resource group. */
  virtualMachines(scope: string): Promise<VirtualMachine[]> {
    const path = `${scope}/providers/Microsoft.Compute/virtualMachines`;
    return this.arm.list(at(path, VERSIONS.compute, "the virtual machines", VM_READ), virtualMachine);
  }

  /** The ids of the network interfaces of a resource group. */
  networkInterfaces(groupId: string): Promise<string[]> {
    const path = `${groupId}/providers/Microsoft.Network/networkInterfaces`;
    const action = "Microsoft.Network/networkInterfaces/read";
    return this.arm.list(
      at(path, VERSIONS.network, "the network interfaces", action),
      (body) => read(v.object({ id: requiredText }), body).id,
    );
  }

  /** Whether a VM runs, and its agent; undefined if it does not exist. */
  instanceView(vmId: string): Promise<InstanceView | undefined> {
    const action = "Microsoft.Compute/virtualMachines/instanceView/read";
    const request = at(`${vmId}/instanceView`, VERSIONS.compute, "the state of the virtual machine", action);
    return this.arm.get(request, (body) => {
      const { statuses, vmAgent } = read(instanceViewSchema, body);
      return {
        statuses: statuses.flatMap(({ code }) => code ?? []),
        agent: vmAgent?.statuses[0]?.displayStatus,
      };
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

const VM_READ = "Microsoft.Compute/virtualMachines/read";
const DISK_READ = "Microsoft.Compute/disks/read";
const STORAGE_READ = "Microsoft.Storage/storageAccounts/read";

function storageAccount(body: unknown): StorageAccount {
  const { id, name, location, sku, kind, properties } = read(storageSchema, body);
  const hasNetworkRules = properties?.networkAcls?.defaultAction === "Deny";
  return { id, name, location, sku: sku?.name ?? "", kind: kind ?? "", hasNetworkRules };
}

function virtualMachine(body: unknown): VirtualMachine {
  const { id, name, zones, tags, properties } = read(vmSchema, body);
  const { storageProfile, networkProfile, securityProfile } = properties;
  const osDisk = storageProfile?.osDisk;
  return {
    ...{ id, name, zones, osType: osDisk?.osType, securityType: securityProfile?.securityType },
    ...{ osDiskId: osDisk?.managedDisk?.id, osDiskSizeGB: osDisk?.diskSizeGB ?? undefined },
    dataDisks: (storageProfile?.dataDisks ?? []).map((disk) => ({
      ...{ lun: disk.lun, id: disk.managedDisk?.id, sizeGB: disk.diskSizeGB ?? undefined },
    })),
    nicIds: (networkProfile?.networkInterfaces ?? []).flatMap((nic) => nic.id ?? []),
    tags: Object.fromEntries(Object.entries(tags ?? {}).map(([tag, value]) => [tag, value ?? ""])),
  };
}

function diskOf(body: unknown): Disk {
  const { id, name, managedBy, zones, properties } = read(diskSchema, body);
  return {
    ...{ id, name, managedBy, zones, createdAt: properties?.timeCreated, sizeGB: properties?.diskSizeGB ?? undefined },
    ...{ osType: properties?.osType, generation: properties?.hyperVGeneration },
    securityType: properties?.securityProfile?.securityType,
    encryption: properties?.encryption?.type,
    isEncryptedInside: properties?.encryptionSettingsCollection?.enabled === true,
  };
}

function at(path: string, apiVersion: string, what: string, action: string): ArmRequest {
  return { path, apiVersion, about: `cannot read ${what} '${nameIn(path)}'`, action };
}
