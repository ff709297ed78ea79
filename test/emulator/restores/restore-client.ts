import type { EmulatorOptions } from "../../../lib/emulator";
import { BACKUP, itemId, makeVault, protect, triggerBackup, untilJob, VAULTS, vmId } from "../azurerm";
import { at, startClient, type Answer, type Client } from "../client";

export const COMPUTE = "2023-04-02";
export const VMS = "2024-11-01";
export const NICS = "2024-05-01";
export const STORAGE = "2023-05-01";

/** A vault with a VM that has a recovery point, a staging account, a target group and a subnet. */
export interface Estate {
  readonly client: Client;
  readonly vault: string;
  readonly item: string;
  readonly vm: string;
  readonly point: string;
  readonly staging: string;
  readonly target: string;
  readonly subnet: string;
}

export interface EstateOptions {
  /** Whether the recovery point is also in the vault. @default true */
  readonly vaulted?: boolean;
  /** The redundancy of the vault. @default - azurerm's */
  readonly redundancy?: object;
  /** Principals beside the account. @default - none */
  readonly principals?: EmulatorOptions["principals"];
}

export async function makeEstate({ vaulted = true, redundancy, principals }: EstateOptions = {}): Promise<Estate> {
  const client = await startClient({ speed: 0, scheduledBackups: false, ...(principals && { principals }) });
  const vault = await makeVault(client);
  if (redundancy)
    await client.follow(await client.arm("PATCH", vault, VAULTS, { properties: { redundancySettings: redundancy } }));
  const vm = vmId(client, "vm-web");
  await protect(client, "vm-web");
  client.emulator.addVirtualMachine({ id: vm, location: "westeurope", dataDiskLuns: [0, 3] });
  const item = itemId(client, "vm-web");
  const jobId = await triggerBackup(client, item);
  await untilJob(client, vault, jobId, "Completed", 0);
  if (vaulted) await untilJob(client, vault, jobId, "Completed");
  const groups = `${client.subscription}/resourceGroups`;
  const staging = `${groups}/rg-target/providers/Microsoft.Storage/storageAccounts/strestore`;
  const network = `${groups}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet`;
  client.emulator.addResource(staging);
  client.emulator.addResource(`${network}/subnets/default`);
  const points = at(await client.arm("GET", `${item}/recoveryPoints`, BACKUP), "value") as { name: string }[];
  return {
    ...{ client, vault, item, vm, staging, point: points[0]?.name ?? "" },
    ...{ target: `${groups}/rg-target`, subnet: `${network}/subnets/default` },
  };
}

/** The properties of a valid restore. */
export function restoreOf(estate: Estate, recoveryType: string, more: object = {}): Record<string, unknown> {
  const { point, vm, staging, target, subnet } = estate;
  return {
    objectType: "IaasVMRestoreRequest",
    ...{ recoveryPointId: point, recoveryType, sourceResourceId: vm, storageAccountId: staging, region: "westeurope" },
    ...{ createNewCloudService: false, originalStorageAccountOption: false },
    ...(recoveryType === "OriginalLocation" ? {} : { targetResourceGroupId: target }),
    ...(recoveryType === "AlternateLocation"
      ? {
          targetVirtualMachineId: `${target}/providers/Microsoft.Compute/virtualMachines/vm-new`,
          virtualNetworkId: subnet.replace("/subnets/default", ""),
          subnetId: subnet,
        }
      : {}),
    ...more,
  };
}

export function postRestore({ client, item, point }: Estate, properties: unknown): Promise<Answer> {
  return client.arm("POST", `${item}/recoveryPoints/${point}/restore`, BACKUP, { properties });
}

/** Starts a restore that must be accepted, and returns the path of its job. */
export async function startRestore(estate: Estate, properties: unknown): Promise<string> {
  const accepted = await postRestore(estate, properties);
  expect(accepted.status).toBe(202);
  const operation = await estate.client.follow(accepted);
  return `${estate.vault}/backupJobs/${String(at(operation, "properties.jobId"))}`;
}

/** Moves the clock a minute at a time until a restore has ended, and returns its job's properties. */
export async function untilEnded({ client }: Estate, job: string): Promise<JobProperties> {
  for (let minutes = 0; minutes < 300; minutes++) {
    const properties = at(await client.arm("GET", job, BACKUP), "properties") as JobProperties;
    if (properties.endTime !== undefined) return properties;
    client.emulator.advance(60_000);
  }
  throw new Error(`${job} never ended`);
}

export interface JobProperties {
  readonly status: string;
  readonly endTime?: string;
  readonly actionsInfo: readonly string[];
  readonly errorDetails?: readonly { readonly errorTitle: string }[];
  readonly extendedInfo: {
    readonly tasksList: readonly { readonly taskId: string; readonly status: string; readonly duration: string }[];
    readonly propertyBag: Readonly<Record<string, unknown>>;
    readonly [key: string]: unknown;
  };
}

/** The names of the resources of a type in a group. */
export async function namesOf({ client }: Estate, group: string, type: string): Promise<string[]> {
  const answer = await client.arm(
    "GET",
    `${group}/resources?$filter=resourceType eq '${type}'`.replaceAll(" ", "%20"),
    "2021-04-01",
  );
  return (at(answer, "value") as { name: string }[]).map(({ name }) => name).sort();
}
