import { at } from "../emulator/client";
import { BACKUP, itemId, vmId } from "../emulator/azurerm";
import type { DrillEstate } from "../hook/drill/drill-estate";

/** A resource of others in the scratch group or the staging account, whose name is like that of a drill's. */
export interface Foreign {
  readonly id: string;
  readonly apiVersion: string;
}

const DISKS = "2023-04-02";
const NICS = "2023-09-01";
const STORAGE = "2023-05-01";
const MACHINES = "2023-03-01";
/** How long before the first drill they were made. */
const BEFORE_MS = 20 * 60_000;
const DIGITS = "0123456789abcdef".repeat(2);

/** Makes disks, a network interface, a VM and containers that a drill must not delete. */
export async function addForeign(estate: DrillEstate): Promise<Foreign[]> {
  const { client, scratch, staging, vms } = estate;
  const now = client.emulator.now().toISOString();
  const stamp = now.replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const compute = `${scratch}/providers/Microsoft.Compute`;
  const containers = `${staging}/blobServices/default/containers`;
  const disks = vms.flatMap((vm) => [
    `${vm}-osdisk-${stamp}`,
    `${vm}-datadisk-000-${stamp}`,
    `${vm}-osdisk-mine`,
    `${vm}1-osdisk-${stamp}`,
  ]);
  const disk = {
    location: "westeurope",
    properties: { diskSizeGB: 30, timeCreated: now, creationData: { createOption: "Empty" } },
  };
  const metadata = { drillid: "bbbbbbbb", scratchgroup: `${scratch}2`, vault: estate.vault, started: now, renewed: now };
  const made: [string, string, object][] = [
    ...disks.map((name): [string, string, object] => [`${compute}/disks/${name}`, DISKS, disk]),
    [`${compute}/virtualMachines/dabcdefgh123456`, MACHINES, { location: "westeurope", properties: {} }],
    [
      `${scratch}/providers/Microsoft.Network/networkInterfaces/dabcdefgh123456-nic-1`,
      NICS,
      { location: "westeurope", properties: {} },
    ],
    ...vms.map((vm): [string, string, object] => [`${containers}/${vm.replace("-", "")}-${DIGITS}`, STORAGE, { properties: {} }]),
    ...["drill-old", "drill-aaaaaaaa", "vm1"].map((name): [string, string, object] => [
      `${containers}/${name}`,
      STORAGE,
      { properties: {} },
    ]),
    [`${containers}/drill-bbbbbbbb`, STORAGE, { properties: { metadata } }],
  ];
  for (const [id, apiVersion, body] of made) {
    const { status } = await client.arm("PUT", id, apiVersion, body);
    if (status >= 300) throw new Error(`${id} cannot be made: ${status}`);
  }
  client.emulator.advance(BEFORE_MS);
  return made.map(([id, apiVersion]) => ({ id, apiVersion }));
}

/** Throws if something of others, a source VM, or a recovery point is gone. */
export async function checkForeign(estate: DrillEstate, foreign: readonly Foreign[]): Promise<void> {
  const { client, vms } = estate;
  for (const { id, apiVersion } of [...foreign, ...vms.map((vm) => ({ id: vmId(client, vm), apiVersion: MACHINES }))]) {
    const { status } = await client.arm("GET", id, apiVersion);
    if (status !== 200) throw new Error(`of others, and gone: ${id}`);
  }
  for (const vm of vms) {
    const points = at(await client.arm("GET", `${itemId(client, vm)}/recoveryPoints`, BACKUP), "value") as unknown[];
    if (points.length !== 1) throw new Error(`${vm} has ${points.length} recovery points instead of 1`);
  }
}

interface Job {
  readonly name: string;
  readonly properties: {
    readonly operation: string;
    readonly activityId: string;
    readonly entityFriendlyName: string;
    readonly startTime: string;
    readonly endTime?: string;
  };
}

/** Throws if a restore was started twice, or while another drill's restore of the VM still ran; returns the number of restores. */
export async function checkJobs({ client, vault }: DrillEstate): Promise<number> {
  const answer = await client.arm("GET", `${vault}/backupJobs`, BACKUP);
  const restores = (at(answer, "value") as Job[]).filter(({ properties }) => properties.operation === "Restore");
  const requests = new Map<string, string>();
  for (const { name, properties } of restores) {
    const first = requests.get(properties.activityId);
    if (first !== undefined) throw new Error(`one request has started two restores, ${first} and ${name}`);
    requests.set(properties.activityId, name);
  }
  for (const one of restores) {
    const { entityFriendlyName: vm, startTime } = one.properties;
    const other = restores.find(
      ({ name, properties }) =>
        name !== one.name &&
        properties.entityFriendlyName === vm &&
        properties.startTime < startTime &&
        (properties.endTime ?? "9999") > startTime,
    );
    if (other) throw new Error(`restore ${one.name} of ${vm} was started while ${other.name} ran`);
  }
  return restores.length;
}
