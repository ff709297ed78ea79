import { isPlainWord } from "../../plain-word";
import type { PreparedRestore } from "../../restore/prepare";
import type { RestoreOptions } from "../../restore/restore-options";

/** Returns the command that follows the same restore: the same request, with the recovery point by its id. */
export function resumeCommand(options: RestoreOptions, { item, point, staging }: PreparedRestore): string | undefined {
  const { to, targetGroup, name, subnetId, zone, luns, rehydration, secondaryRegion, replace } = options;
  const flags: [string, string | undefined][] = [
    ["--vm", item.vmId ?? item.id],
    ["--point", point.id],
    ["--to", to],
    ["--target-group", targetGroup],
    ["--staging-account", staging.account.id],
    ["--name", name],
    ["--subnet", subnetId],
    ["--zone", zone],
    ...(luns ?? []).map((lun): [string, string] => ["--lun", String(lun)]),
    ["--rehydrate", rehydration?.priority],
    ["--rehydrate-days", rehydration && String(rehydration.days)],
    ["--replace", replace],
  ];
  const given = flags.filter((flag): flag is [string, string] => flag[1] !== undefined);
  const words = [options.vaultId, ...given.map(([, value]) => value)];
  if (!words.every(isPlainWord)) return undefined;
  const switches = [...(luns?.length === 0 ? ["--os-disk-only"] : []), ...(secondaryRegion ? ["--secondary-region"] : [])];
  return [
    "azure-vm-backup restore",
    `"${options.vaultId}"`,
    ...given.map(([flag, value]) => `${flag} "${value}"`),
    ...switches,
  ].join(" ");
}
