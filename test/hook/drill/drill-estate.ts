import type { DrillOptions } from "../../../lib/hook/drill/drill-options";
import type { VirtualMachineSeed } from "../../../lib/emulator";
import { BACKUP, itemId, makeVault, protect, triggerBackup, untilJob, vmId } from "../../emulator/azurerm";
import { at, type Client, startClient } from "../../emulator/client";

/** A vault whose VMs have recovery points, and the places of a drill. */
export interface DrillEstate {
  readonly client: Client;
  readonly vault: string;
  readonly vms: readonly string[];
  readonly scratch: string;
  readonly staging: string;
  readonly subnet: string;
}

export interface DrillEstateOptions {
  readonly vms?: readonly string[];
  /** Whether the recovery points are in the vault, too. @default true */
  readonly vaulted?: boolean;
  readonly facts?: Omit<VirtualMachineSeed, "id">;
  readonly client?: Client;
}

export async function makeDrillEstate(options: DrillEstateOptions = {}): Promise<DrillEstate> {
  const { vms = ["vm-web"], vaulted = true, facts = {} } = options;
  const client = options.client ?? (await startClient({ speed: 0, scheduledBackups: false }));
  const vault = await makeVault(client);
  const groups = `${client.subscription}/resourceGroups`;
  const staging = `${groups}/rg-staging/providers/Microsoft.Storage/storageAccounts/stdrill`;
  const network = `${groups}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet`;
  client.emulator.addResource(`${groups}/rg-drill`);
  client.emulator.addResource(staging);
  client.emulator.addResource(`${network}/subnets/isolated`);
  const jobs: string[] = [];
  for (const name of vms) {
    await protect(client, name);
    client.emulator.addVirtualMachine({ id: vmId(client, name), location: "westeurope", dataDiskLuns: [0, 3], ...facts });
    jobs.push(await triggerBackup(client, itemId(client, name)));
  }
  for (const job of jobs) await untilJob(client, vault, job, "Completed", ...(vaulted ? [] : [0]));
  return { client, vault, vms, staging, scratch: `${groups}/rg-drill`, subnet: `${network}/subnets/isolated` };
}

/** What a drill of an estate is asked for: the disks of every VM, unless the test says otherwise. */
export function drillOptionsOf(estate: DrillEstate, overrides: Partial<DrillOptions> = {}): DrillOptions {
  return {
    ...{ vaultId: estate.vault, vms: undefined, tag: undefined, sample: undefined, draw: undefined },
    ...{ point: "latest", restores: "disks", scratchGroup: estate.scratch, stagingAccount: estate.staging },
    ...{ subnetId: overrides.restores === "vm" ? estate.subnet : undefined, verify: undefined },
    ...{ objectiveMinutes: undefined, pointAgeHours: undefined, maxVms: 5, concurrency: 4, timeoutMinutes: 720 },
    ...overrides,
  };
}

/** The ids of what is in the scratch group, and of the containers of the staging account. */
export async function contentsOf({ client, scratch, staging }: DrillEstate): Promise<string[]> {
  const lists = await Promise.all([
    client.arm("GET", `${scratch}/resources`, "2021-04-01"),
    client.arm("GET", `${staging}/blobServices/default/containers`, "2023-05-01"),
  ]);
  return lists.flatMap((answer) => (at(answer, "value") as { id: string }[]).map(({ id }) => id)).sort();
}

export { BACKUP };
