import * as v from "valibot";
import { isSameName } from "../../azure/case-fold";
import { MINUTE_MS } from "../../azure/durations";
import type { ArmConnection } from "../arm/arm-connection";
import { instant, read, requiredText } from "../arm/answer-schema";
import type { Clock } from "../clock";

/** Where a live check created something. */
export interface LiveCheckPlace {
  readonly subscriptionId: string;
  /** The name of its resource group, with which the names of all its groups begin. */
  readonly name: string;
  readonly location: string;
}

/** A vault that Azure keeps for a while after its deletion. */
export interface SoftDeletedVault {
  readonly name: string;
  readonly purgeAt: Date | undefined;
}

const GROUPS_VERSION = "2023-07-01";
const VAULTS_VERSION = "2025-08-01";
const POLL_MS = 15_000;
const DELETE_MINUTES = 30;

const group = v.object({ id: requiredText, name: requiredText });
const deletedVault = v.object({
  name: requiredText,
  properties: v.object({ vaultId: requiredText, purgeAt: instant }),
});

/** What Azure has of a live check. Azure Backup creates a group for snapshots by itself, which Terraform does not know. */
export class Leftovers {
  constructor(
    private readonly arm: ArmConnection,
    private readonly place: LiveCheckPlace,
  ) {}

  /** The resource groups that still exist. */
  async groups(): Promise<string[]> {
    const { subscriptionId, name } = this.place;
    const request = {
      path: `/subscriptions/${subscriptionId}/resourceGroups`,
      apiVersion: GROUPS_VERSION,
      about: "cannot list the resource groups",
      action: "Microsoft.Resources/subscriptions/resourceGroups/read",
    };
    const found = await this.arm.list(request, (body) => read(group, body).name);
    return found.filter((one) => isSameName(one, name) || isSameName(one.slice(0, name.length + 1), `${name}-`));
  }

  /** Deletes a group with what is in it, and waits until it is gone. Returns whether it is. */
  async deleteGroup(name: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
    const request = {
      path: `/subscriptions/${this.place.subscriptionId}/resourceGroups/${name}`,
      apiVersion: GROUPS_VERSION,
      about: `cannot delete resource group '${name}'`,
      action: "Microsoft.Resources/subscriptions/resourceGroups/delete",
    };
    await this.arm.delete(request);
    const until = clock.elapsed() + DELETE_MINUTES * MINUTE_MS;
    while (clock.elapsed() < until && !signal.aborted) {
      if ((await this.arm.get(request, (body) => read(group, body))) === undefined) return true;
      await clock.sleep(POLL_MS, signal);
    }
    return false;
  }

  /** The vaults of the live check that are soft-deleted. They cost nothing, and Azure deletes them by itself. */
  async softDeletedVaults(): Promise<SoftDeletedVault[]> {
    const { subscriptionId, name, location } = this.place;
    const request = {
      path: `/subscriptions/${subscriptionId}/providers/Microsoft.RecoveryServices/locations/${location}/deletedVaults`,
      apiVersion: VAULTS_VERSION,
      about: "cannot list the soft-deleted vaults",
      action: "Microsoft.RecoveryServices/locations/deletedVaults/read",
    };
    const all = await this.arm.list(request, (body) => read(deletedVault, body));
    const ours = all.filter(({ properties }) => isSameName(properties.vaultId.split("/")[4] ?? "", name));
    return ours.map(({ properties }) => ({ name: properties.vaultId.split("/").at(-1) ?? "", purgeAt: properties.purgeAt }));
  }
}
