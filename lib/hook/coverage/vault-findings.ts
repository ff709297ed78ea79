import { caseFold } from "../../azure/case-fold";
import { parseVaultId } from "../../azure/resource-id";
import type { CoverageItem, Estate, EstateVault } from "./estate";
import type { Finding, FindingKind } from "./finding";

/** Returns what the vaults of the items lack. Azure leaves out what was never set; without soft delete's state it is unknown. */
export function vaultFindings({ vaults }: Estate, items: readonly CoverageItem[]): Finding[] {
  const used = new Set(items.filter(({ state }) => state !== "softDeleted").map(({ vaultId }) => caseFold(vaultId)));
  return [...used].sort().flatMap((id) => {
    const vault = vaults.get(id);
    return vault ? findingsOf(vault) : [];
  });
}

function findingsOf({ id, region, softDelete, immutability, multiUserAuthorization }: EstateVault): Finding[] {
  const { vaultName: name, subscriptionId } = parseVaultId(id) ?? { vaultName: id, subscriptionId: "" };
  const finding = (kind: FindingKind, text: string): Finding => ({
    kind,
    id,
    name,
    subscriptionId: caseFold(subscriptionId),
    region,
    text,
  });
  return [
    ...(is(softDelete, "disabled") ? [finding("vaultSoftDelete", "deleted backups are lost at once")] : []),
    ...(is(immutability, "unlocked") || is(immutability, "locked")
      ? []
      : [finding("vaultImmutability", "recovery points can be deleted before they expire")]),
    ...(is(multiUserAuthorization, "enabled") ? [] : [finding("vaultGuard", "no second person approves critical operations")]),
  ];
}

function is(value: string | undefined, expected: string): boolean {
  return caseFold(value ?? "") === expected;
}
