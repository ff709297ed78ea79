import { catalogueEntryOf } from "../../azure/error-catalogue";
import type { RestoreFinding } from "./restore-region";

/** What to do about what Azure finds, by what it is about; the first that fits counts. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /storage\s*account/i,
    "choose a --staging-account in the region of the restore that is not zone-redundant, nor of kind blob or file, and that Azure Backup can reach",
  ],
  [/quota|cores|limit/i, "raise the quota of the subscription in that region, or restore disks and make a smaller VM of them"],
  [/already\s*exists|name/i, "choose another --name"],
  [/subnet|virtual\s*network|vnet/i, "choose a --subnet that exists in the region of the restore"],
  [/archive|rehydrat/i, "add --rehydrate standard or high"],
  [/resource\s*group/i, "make the target group first, or choose another --target-group"],
  [/zone/i, "leave out --zone, or choose a recovery point in the vault (--point latest-vaulted)"],
  [/lun|disk/i, "name LUNs that the recovery point holds, or leave out --lun"],
  [/virtual\s*machine|vm/i, "check that the VM is there and not being changed, or restore to a new VM (--to vm)"],
  [
    /authoriz|permission|access/i,
    "give the identity, and the vault's if one is used, the rights on target group, network and staging account",
  ],
];

/** What to do about a finding: Azure's own recommendations, else what is known of its code, else what its words are about. */
export function remedyOf({ code, message, recommendations }: RestoreFinding): string {
  if (recommendations.length > 0) return recommendations.join(" ");
  const known = catalogueEntryOf(code)?.remedy;
  if (known !== undefined) return known;
  return (
    REMEDIES.find(([about]) => about.test(code) || about.test(message))?.[1] ?? "read Azure's message, and correct what it names"
  );
}
