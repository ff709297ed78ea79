import { forEachConcurrently } from "../../backup-now/concurrency";
import type { AzureAccess } from "../azure-access";
import { ExitCode } from "../../../contract/exit-code";
import { formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { colourOf } from "../../report/status-colour";
import type { VaultItem } from "../status/vault-item";
import { itemsNamed, listVaultItems } from "../status/vault-items";
import { BACKUP_API_VERSION } from "../../vault/arm-vault-client";
import { CRASH_CONSISTENT, type RecoveryPoint, recoveryPointFrom } from "./recovery-point";

/** What `recovery-points` is asked for. */
export interface RecoveryPointsOrder {
  readonly vaultId: string;
  readonly vms: readonly string[] | undefined;
  readonly output: "table" | "json";
}

const HEAD = ["VM", "Recovery point", "Tier", "Expires", "Consistency"];
const REQUESTS_AT_ONCE = 8;

/** Shows what each VM can be restored to, and warns of what is no more than crash consistent. */
export async function runRecoveryPoints(order: RecoveryPointsOrder, access: AzureAccess): Promise<ExitCode> {
  const { arm, terminal } = access;
  const items = itemsNamed(await listVaultItems(arm, order.vaultId), order.vms, order.vaultId);
  const points = new Map<VaultItem, RecoveryPoint[]>();
  await forEachConcurrently(items, REQUESTS_AT_ONCE, async (item) => {
    points.set(item, await recoveryPointsOf(item, access));
  });
  const found = items.flatMap((item) => (points.get(item) ?? []).map((point) => ({ item, point })));

  if (order.output === "json") {
    terminal.print(
      JSON.stringify(
        found.map(({ item, point }) => recordOf(item, point)),
        undefined,
        2,
      ),
    );
  } else {
    const rows = found.map(({ item, point }) => [
      item.vmName,
      point.time ? formatInstant(point.time) : point.id,
      point.tiers.join(" and ") || NONE,
      point.expires ? formatInstant(point.expires) : NONE,
      colourOf(point.consistency, terminal.colours),
    ]);
    terminal.print(rows.length === 0 ? "no recovery points" : plainTable(HEAD, rows));
  }
  for (const warning of warningsOf(items, points)) terminal.note(`warning: ${warning}`);
  return ExitCode.done;
}

async function recoveryPointsOf({ id, vmName }: VaultItem, { arm }: AzureAccess): Promise<RecoveryPoint[]> {
  const found = await arm.list(
    {
      path: `${id}/recoveryPoints`,
      apiVersion: BACKUP_API_VERSION,
      about: `cannot list the recovery points of '${vmName}'`,
      action: "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/read",
    },
    recoveryPointFrom,
  );
  return found.sort((a, b) => (b.time?.getTime() ?? 0) - (a.time?.getTime() ?? 0));
}

/** What is not as good as it looks: a VM without a recovery point, and one whose latest is no more than crash consistent. */
function warningsOf(items: readonly VaultItem[], points: ReadonlyMap<VaultItem, readonly RecoveryPoint[]>): string[] {
  return items.flatMap((item) => {
    const latest = points.get(item)?.[0];
    if (!latest) return [`'${item.vmName}' has no recovery point; start its backup with 'azure-vm-backup backup-now'`];
    if (latest.consistency !== CRASH_CONSISTENT) return [];
    return [
      `the latest recovery point of '${item.vmName}' is crash consistent only, as after a power failure; a VM that runs with a working VM agent gets an application or file system consistent one`,
    ];
  });
}

/** What `--output json` says of a recovery point: instants as ISO text in UTC, null where Azure says nothing. */
function recordOf(item: VaultItem, point: RecoveryPoint): Record<string, unknown> {
  return {
    vm: item.vmName,
    protectedItemId: item.id,
    recoveryPointId: point.id,
    time: point.time?.toISOString() ?? null,
    tiers: point.tiers,
    expires: point.expires?.toISOString() ?? null,
    consistency: point.consistency,
  };
}
