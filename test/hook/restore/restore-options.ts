import type { RestorePlanOptions } from "../../../lib/hook/commands/restore/plan";
import type { Estate } from "../../emulator/restores/restore-client";

/** The options of `restore` for an estate. The default restores the disks into its target group. */
export function restoreOptions(estate: Estate, overrides: Partial<RestorePlanOptions> = {}): RestorePlanOptions {
  const toVm = { name: "vm-new", subnetId: estate.subnet };
  const { to = "disks" } = overrides;
  return {
    ...{ vaultId: estate.vault, vm: "vm-web", point: { kind: "latest" }, to },
    targetGroup: to === "original" ? undefined : "rg-target",
    stagingAccount: to === "original" ? "strestore" : undefined,
    ...{ name: undefined, subnetId: undefined, zone: undefined, luns: undefined },
    ...{ secondaryRegion: false, rehydration: undefined, replace: to === "original" ? "vm-web" : undefined },
    ...{ again: false, skipValidation: false, output: "table", timeoutMinutes: 1_440, reports: {} },
    ...(to === "vm" ? toVm : {}),
    ...overrides,
  };
}
