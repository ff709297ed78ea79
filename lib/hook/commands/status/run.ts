import { ExitCode } from "../../../contract/exit-code";
import { forEachConcurrently } from "../../backup-now/concurrency";
import type { Context } from "../../context";
import { threatWarning } from "../../report/threat-warning";
import { nextScheduledBackups, type ScheduledBackup } from "../../schedule/next-scheduled-backups";
import type { ProtectedItem } from "../../vault/protected-item";
import { isUnhealthy, type RecoveryPoint } from "../../vault/recovery-point";
import { VaultClient } from "../../vault/vault-client";
import { vmLabels } from "../../vault/vm-label";
import type { ViewOptions } from "../common-options";
import { itemsNamed } from "../items-named";
import { itemRecord, itemsTable } from "./view";
import { pendingAdvice } from "./pending-advice";
import { adviceOf } from "./vm-status";

export type StatusOptions = ViewOptions;

const REQUESTS_AT_ONCE = 8;

/** Shows every VM of a vault: its protection, its last backup and its next one. */
export async function runStatus(options: StatusOptions, context: Context): Promise<ExitCode> {
  const { clock, terminal } = context;
  const vault = new VaultClient(await context.connect(), options.vaultId);
  const all = await vault.listProtectedItems();
  const items = itemsNamed(all, options.vms, options.vaultId);
  const labelOf = vmLabels(all);
  const policyIds = items.filter(isScheduled).map(({ policyId }) => policyId);
  const next = await nextScheduledBackups(policyIds, vault, clock.now());
  const nextOf = (item: ProtectedItem): ScheduledBackup | undefined =>
    isScheduled(item) ? next.get(item.policyId ?? "") : undefined;

  const threats = await threatsIn(items, vault);
  if (options.output === "json") {
    const records = items.map((item) => itemRecord(item, nextOf(item), threats.get(item) ?? []));
    terminal.print(JSON.stringify(records, undefined, 2));
    return ExitCode.done;
  }
  terminal.print(items.length === 0 ? "the vault protects no VM" : itemsTable(items, nextOf, labelOf, terminal.colours));
  for (const item of items) {
    const advice = adviceOf(item);
    if (advice !== undefined) terminal.print(`${labelOf(item)}: ${advice}`);
    for (const point of threats.get(item) ?? []) terminal.print(threatWarning(point, labelOf(item)));
  }
  const pending = pendingAdvice(items, options.vaultId, labelOf);
  if (pending !== undefined) terminal.print(pending);
  return ExitCode.done;
}

function isScheduled(item: ProtectedItem): boolean {
  return !item.classic && !item.softDeleted && ["IRPending", "Protected", "ProtectionError"].includes(item.protectionState);
}

/** The unhealthy recovery points of the VMs that Azure scans for threats: one request for each of these VMs, none for the others. */
async function threatsIn(items: readonly ProtectedItem[], vault: VaultClient): Promise<Map<ProtectedItem, RecoveryPoint[]>> {
  const threats = new Map<ProtectedItem, RecoveryPoint[]>();
  const scanned = items.filter((item) => item.scanned === true && !item.softDeleted);
  await forEachConcurrently(scanned, REQUESTS_AT_ONCE, async (item) => {
    threats.set(item, (await vault.listRecoveryPoints(item)).filter(isUnhealthy));
  });
  return threats;
}
