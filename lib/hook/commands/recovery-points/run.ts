import { ExitCode } from "../../../contract/exit-code";
import { forEachConcurrently } from "../../backup-now/concurrency";
import type { Context } from "../../context";
import type { ProtectedItem } from "../../vault/protected-item";
import type { RecoveryPoint } from "../../vault/recovery-point";
import { VaultClient } from "../../vault/vault-client";
import { vmLabels } from "../../vault/vm-label";
import type { ViewOptions } from "../common-options";
import { itemsNamed } from "../items-named";
import { recoveryPointRecord, recoveryPointsTable, warningsOf } from "./view";

export type RecoveryPointsOptions = ViewOptions;

const REQUESTS_AT_ONCE = 8;

/** Shows the recovery points of each VM, and warns of a latest one that is only crash consistent. */
export async function runRecoveryPoints(options: RecoveryPointsOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const vault = new VaultClient(await context.connect(), options.vaultId);
  const all = await vault.listProtectedItems();
  const items = itemsNamed(all, options.vms, options.vaultId);
  const labelOf = vmLabels(all);
  const points = new Map<ProtectedItem, RecoveryPoint[]>();
  await forEachConcurrently(items, REQUESTS_AT_ONCE, async (item) => {
    points.set(item, await vault.listRecoveryPoints(item));
  });
  const found = items.flatMap((item) => (points.get(item) ?? []).map((point) => ({ item, point })));
  if (options.output === "json") terminal.print(JSON.stringify(found.map(recoveryPointRecord), undefined, 2));
  else terminal.print(found.length === 0 ? "no recovery points" : recoveryPointsTable(found, labelOf, terminal.colours));
  for (const warning of warningsOf(items, points, labelOf)) terminal.note(`warning: ${warning}`);
  return ExitCode.done;
}
