import { catalogueEntryOf } from "../../azure/error-catalogue";
import type { RestoreFinding } from "./restore-region";

/** Remedies for findings, by the words in their code or message. The first match applies. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /storage\s*account/i,
    "choose a --staging-account that is in the region of the restore, is not zone-redundant, is not of kind blob or file, and that Azure Backup can reach",
  ],
  [
    /quota|cores|limit/i,
    "raise the quota of the subscription in that region, or restore the disks and create a smaller VM from them",
  ],
  [/already\s*exists|name/i, "choose another --name"],
  [/subnet|virtual\s*network|vnet/i, "choose a --subnet that exists in the region of the restore"],
  [/archive|rehydrat/i, "add --rehydrate standard or high"],
  [/resource\s*group/i, "create the target group, or choose another --target-group"],
  [/zone/i, "leave out --zone, or choose a recovery point in the vault (--point latest-vaulted)"],
  [/lun|disk/i, "use LUNs that the recovery point contains, or leave out --lun"],
  [/virtual\s*machine|vm/i, "check that the VM exists and is not being changed, or restore to a new VM (--to vm)"],
  [
    /authoriz|permission|access/i,
    "give the identity, and the vault's identity if it has one, the rights on the target group, the network and the staging account",
  ],
];

/** Returns the remedy of a finding: Azure's recommendations, or the one of its error code, or the one of its words. */
export function remedyOf({ code, message, recommendations }: RestoreFinding): string {
  if (recommendations.length > 0) return recommendations.join(" ");
  const known = catalogueEntryOf(code)?.remedy;
  if (known !== undefined) return known;
  return REMEDIES.find(([about]) => about.test(code) || about.test(message))?.[1] ?? "correct what Azure's message names";
}
