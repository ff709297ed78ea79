import * as v from "valibot";
import { read, requiredText } from "../../arm/answer-schema";
import type { Context } from "../../context";
import { DEFAULT_SIZE, estimate, priceText } from "../../live-check/estimate";
import type { LiveCheckPlace } from "../../live-check/leftovers";
import { longestHours, type Step } from "../../live-check/steps";

export interface Planned {
  readonly place: LiveCheckPlace;
  readonly size: string;
  readonly steps: readonly Step[];
  readonly folder: string;
}

/** Says what a live check will create, what it costs and how long it takes. Signs in, so that a wrong account is noticed first. */
export async function planOf({ place, size, steps, folder }: Planned, context: Context): Promise<string[]> {
  const { subscriptionId, name, location } = place;
  const arm = await context.connect();
  const path = `/subscriptions/${subscriptionId}`;
  const request = { path, apiVersion: "2022-12-01", about: "cannot read the subscription", optional: true };
  const schema = v.object({ displayName: requiredText });
  const subscription = await arm.get(request, (body) => read(schema, body).displayName);
  const hours = longestHours(steps);
  const { typical, most } = estimate(hours);
  const unknown = size === DEFAULT_SIZE ? "" : `, as if a VM of ${size} cost what one of ${DEFAULT_SIZE} does`;
  return [
    `This creates, in subscription '${subscription ?? "unknown"}' (${subscriptionId}), region ${location}:`,
    `  resource group ${name}: a network, a VM of size ${size} without a public address, a Recovery Services vault with a policy`,
    `  resource group ${name}-drill: a storage account, and copies of the VM's disks for a while`,
    `  resource group ${name}-snapshots-1: the snapshots, which Azure Backup creates by itself`,
    "then it backs up the VM, restores its disks, compares and deletes them, and deletes all of it.",
    `Steps: ${steps.map((step) => step.name).join(", ")}, destroy.`,
    `Price: about ${priceText(typical)}, at most ${priceText(most)}${unknown}; an estimate for West Europe of November 2026, not looked up, without VAT.`,
    `Time: two to four hours, at most ${hours}. The tag 'expires' of every group says when it is surely not needed any more.`,
    "Azure keeps the deleted vault and its backups soft-deleted for 14 days, free of charge. Nothing can shorten that.",
    `Log: ${folder}. If this program is killed, delete what is left with: azure-vm-backup live-check --clean "${folder}"`,
    "This check has never been run on a live Azure before it was published.",
  ];
}
