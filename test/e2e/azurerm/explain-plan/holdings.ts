import { caseFold } from "../../../../lib/azure/case-fold";
import { parseProtectedItemId } from "../../../../lib/azure/resource-id";
import type { ArmClient } from "../../../../tools/local/stand-in/arm-client";
import type { ObservedItem } from "../../../hook/explain-plan/observation";
import { SUBSCRIPTION } from "./case";

/** What the emulator holds of one VM. */
export interface HeldItem {
  readonly state: string;
  readonly softDeleted: boolean;
  /** The times of its recovery points, oldest first. */
  readonly points: readonly string[];
}

export interface Holdings {
  /** By vault name: whether it exists, or is deleted and can be brought back. */
  readonly vaults: Readonly<Record<string, "present" | "deleted">>;
  /** By vault name and VM name, such as `vault-app/vm-web`. */
  readonly items: Readonly<Record<string, HeldItem>>;
}

const API = "2025-08-01";
const BACKUP_API = "2025-02-01";

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly properties: Record<string, unknown>;
}

/** What the vaults of a resource group, and those whose group has its name as a prefix, hold. */
export async function holdingsOf(arm: ArmClient, groupId: string): Promise<Holdings> {
  const prefix = caseFold(groupId);
  const vaults: Record<string, "present" | "deleted"> = {};
  const items: Record<string, HeldItem> = {};
  const ofCase = ({ id }: Listed): boolean => caseFold(id).startsWith(`${prefix}/`) || caseFold(id).startsWith(`${prefix}-2/`);
  for (const vault of await listed(arm, `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.RecoveryServices/vaults`, API)) {
    if (!ofCase(vault)) continue;
    const label = caseFold(vault.id).startsWith(`${prefix}-2/`) ? `${vault.name} of the second group` : vault.name;
    vaults[label] = "present";
    for (const item of await listed(arm, `${vault.id}/backupProtectedItems`, BACKUP_API)) {
      const vm = parseProtectedItemId(item.id)?.itemName.split(";").at(-1) ?? item.name;
      const points = await listed(arm, `${item.id}/recoveryPoints`, BACKUP_API);
      items[`${label}/${vm}`] = {
        state: String(item.properties["protectionState"]),
        softDeleted: item.properties["isScheduledForDeferredDelete"] === true,
        points: points.map(({ properties }) => `${String(properties["recoveryPointTime"]).slice(0, 16)}Z`).sort(),
      };
    }
  }
  for (const location of ["westeurope", "northeurope"]) {
    const path = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.RecoveryServices/locations/${location}/deletedVaults`;
    for (const deleted of await listed(arm, path, API)) {
      const id = String(deleted.properties["vaultId"]);
      if (ofCase({ ...deleted, id })) vaults[id.slice(id.lastIndexOf("/") + 1)] ??= "deleted";
    }
  }
  return { vaults, items };
}

async function listed(arm: ArmClient, path: string, apiVersion: string): Promise<Listed[]> {
  const all: Listed[] = [];
  for (let token = ""; ;) {
    const { status, body } = await arm.get(path, `${apiVersion}${token}`);
    if (status !== 200) throw new Error(`${path}: ${String(status)}`);
    all.push(...(body["value"] as Listed[]));
    const next = body["nextLink"];
    if (typeof next !== "string" || next === "") return all;
    token = `&${new URL(next).search.slice(1).replace(/(^|&)api-version=[^&]*&?/, "")}`;
  }
}

const DAY_LENGTH = 10;

/** What became of each item between two moments; of a third one, the backups that were taken after the second. */
export function observedItems(before: Holdings, after: Holdings, later?: Holdings): Record<string, ObservedItem> {
  const keys = [...new Set([...Object.keys(before.items), ...Object.keys(after.items)])].sort();
  return Object.fromEntries(keys.map((key) => [key, observed(before.items[key], after.items[key], later?.items[key])]));
}

function observed(before: HeldItem | undefined, after: HeldItem | undefined, later: HeldItem | undefined): ObservedItem {
  const days = (points: readonly string[]): string[] => points.map((time) => time.slice(0, DAY_LENGTH));
  return {
    ...(before && { before: { state: before.state, points: days(before.points) } }),
    ...(after && { after: { state: after.state, softDeleted: after.softDeleted } }),
    gone: days((before?.points ?? []).filter((time) => after?.points.includes(time) !== true)),
    ...(later && { later: days(later.points.filter((time) => after?.points.includes(time) !== true)) }),
  };
}
