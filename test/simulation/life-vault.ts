import { BACKUP, itemBody, itemId, ITEMS, makeVault, POLICIES, policyBody, VAULT_BODY, VAULTS, vmId } from "../emulator/azurerm";
import { at, type Answer, type Client } from "../emulator/client";
import type { Random } from "../support/random";

/** A VM, and so its protected item, by its resource group and name. */
export interface Place {
  readonly name: string;
  readonly group: string;
}

export const GROUPS_OF_VMS = ["rg-app", "rg-moved"] as const;
const TYPE = { protectedItemType: "Microsoft.Compute/virtualMachines" };
const MACHINES = "2023-03-01";
const DISKS = "2023-04-02";
const TIERS = { sourceTierType: "HardenedRP", targetTierType: "ArchivedRP" };

export const keyOf = ({ group, name }: Place): string => `${group}/${name}`;

/** A vault, the VMs, and what users do to them. Each change returns whether Azure accepted it. */
export class LifeVault {
  id = "";
  /** Where each VM is now. */
  readonly vms: Place[];
  private weekly = "";
  private target = "";
  staging = "";

  constructor(
    readonly client: Client,
    names: readonly string[],
  ) {
    this.vms = names.map((name) => ({ name, group: GROUPS_OF_VMS[0] }));
  }

  async make(): Promise<void> {
    const { client } = this;
    this.id = await makeVault(client);
    // An immutable vault deletes no backups.
    const securitySettings = { immutabilitySettings: { state: "Disabled" } };
    await client.follow(await client.arm("PUT", this.id, VAULTS, { ...VAULT_BODY, properties: { securitySettings } }));
    this.weekly = `${this.id}/backupPolicies/other`;
    await client.arm("PUT", this.weekly, POLICIES, policyBody());
    this.target = `${client.subscription}/resourceGroups/rg-target`;
    this.staging = `${this.target}/providers/Microsoft.Storage/storageAccounts/strestore`;
    client.emulator.addResource(this.staging);
    for (const place of this.vms) this.addVm(place);
  }

  /** Every place that has a VM, or had one. */
  get places(): Place[] {
    return this.vms.flatMap(({ name }) => GROUPS_OF_VMS.map((group) => ({ name, group })));
  }

  hasVm(place: Place): boolean {
    return this.vms.some((vm) => keyOf(vm) === keyOf(place));
  }

  declare(place: Place): Promise<boolean> {
    return this.put(place, this.body(place));
  }

  change(place: Place): Promise<boolean> {
    return this.put(place, { ...this.body(place), policyId: this.weekly });
  }

  stop(place: Place): Promise<boolean> {
    return this.put(place, { ...TYPE, protectionState: "ProtectionStopped" });
  }

  undelete(place: Place): Promise<boolean> {
    return this.put(place, { ...TYPE, isRehydrate: true });
  }

  async remove(place: Place): Promise<boolean> {
    return this.accepted(await this.client.arm("DELETE", this.itemId(place), ITEMS));
  }

  /** Moves a VM to the other group: Azure deletes the VM there and makes one here, and the item in the vault stays what it is. */
  async move(place: Place): Promise<Place> {
    const group = place.group === GROUPS_OF_VMS[0] ? GROUPS_OF_VMS[1] : GROUPS_OF_VMS[0];
    const moved = { name: place.name, group };
    await this.accepted(await this.client.arm("DELETE", vmId(this.client, place.name, place.group), MACHINES));
    this.vms.splice(this.vms.indexOf(place), 1, moved);
    this.addVm(moved);
    return moved;
  }

  /** Moves a recovery point to the archive tier. */
  async archive(place: Place, point: string): Promise<boolean> {
    return this.accepted(await this.client.arm("POST", `${this.itemId(place)}/recoveryPoints/${point}/move`, BACKUP, TIERS));
  }

  /** Cancels a running backup, as somebody in the portal, and returns the name of its VM. */
  async cancel(): Promise<string | undefined> {
    const running = encodeURIComponent("status eq 'InProgress' and operation eq 'Backup'");
    const { body } = await this.client.arm("GET", `${this.id}/backupJobs?$filter=${running}`, BACKUP);
    const [job] = (body as { value: { id: string; properties: { entityFriendlyName: string } }[] }).value;
    if (job) await this.client.arm("POST", `${job.id}/cancel`, BACKUP);
    return job?.properties.entityFriendlyName;
  }

  /** Whether a recovery point that is listed can be read. */
  async canRead(place: Place, point: string): Promise<boolean> {
    return (await this.client.arm("GET", `${this.itemId(place)}/recoveryPoints/${point}`, BACKUP)).status === 200;
  }

  /** The number of disks that restores have made. */
  async restoredDisks(): Promise<number> {
    const answer = await this.client.arm("GET", `${this.target}/providers/Microsoft.Compute/disks`, DISKS);
    return (at(answer, "value") as unknown[]).length;
  }

  /** Makes the next backups of a VM fail, or its next restores. */
  fail(vm: string, random: Random): void {
    const times = random.integer(1, 3);
    const { emulator } = this.client;
    if (random.chance(0.3)) emulator.addFault({ kind: "restore", vm, code: "UserErrorQuotaExceeded", times });
    const code = random.pick("CloudInternalError", "UserErrorGuestAgentStatusUnavailable", "ExtensionOperationInProgress");
    emulator.addFault({ kind: "job", vm, code, times, phase: random.pick("snapshot", "transfer") });
  }

  itemId({ name, group }: Place): string {
    return itemId(this.client, name, this.id, group);
  }

  private addVm({ name, group }: Place): void {
    this.client.emulator.addVirtualMachine({ id: vmId(this.client, name, group), location: "westeurope", dataDiskLuns: [0] });
  }

  private body({ name, group }: Place): object {
    const id = vmId(this.client, name, group);
    return { ...itemBody(this.client, name).properties, sourceResourceId: id, virtualMachineId: id };
  }

  private async put(place: Place, properties: object): Promise<boolean> {
    return this.accepted(await this.client.arm("PUT", this.itemId(place), ITEMS, { properties }));
  }

  private async accepted(answer: Answer): Promise<boolean> {
    if (answer.status >= 300) return false;
    if (answer.headers["azure-asyncoperation"] === undefined) return true;
    const { body } = await this.client.follow(answer);
    return (body as { status: string }).status === "Succeeded";
  }
}
