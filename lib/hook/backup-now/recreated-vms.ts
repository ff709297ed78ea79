import { caseFold } from "../../azure/case-fold";
import { formatInstant } from "../report/duration";
import type { ProtectedItem } from "../vault/protected-item";
import type { VmCreations } from "../vault/vm-creations";

/**
 * Returns the VMs that were created after their last recovery point, with the reason. The vault's backups are of an earlier VM with the
 * same name and resource group.
 */
export async function recreatedVms(
  backedUp: readonly ProtectedItem[],
  creations: VmCreations | undefined,
): Promise<ReadonlyMap<ProtectedItem, string>> {
  const known = backedUp.flatMap((item) => {
    const { vmId, lastRecoveryPoint: last } = item;
    return vmId === undefined || last === undefined ? [] : [{ item, vmId, last }];
  });
  const reasons = new Map<ProtectedItem, string>();
  if (!creations || known.length === 0) return reasons;
  const created = await creations(known.map(({ vmId }) => vmId));
  for (const { item, vmId, last } of known) {
    const at = created.get(caseFold(vmId));
    if (!at || at <= last) continue;
    const reason = `the VM was created at ${formatInstant(at)}, after its last recovery point of ${formatInstant(last)}, which is of a VM of the same name before it`;
    reasons.set(item, reason);
  }
  return reasons;
}
