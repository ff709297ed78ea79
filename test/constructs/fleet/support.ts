import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import {
  type InventoryVm,
  RecoveryPointRetention,
  VmBackupFleet,
  type VmBackupFleetProps,
  VmBackupPolicyPreset,
  VmInventory,
} from "../../../lib";
import { assign } from "../../../lib/contract/fleet/assign";
import { formatAssignments, parseAssignments } from "../../../lib/contract/fleet/assignment";
import { fleetVms } from "../../../lib/contract/fleet/fleet-vm";

export const ONE = "11111111-1111-1111-1111-111111111111";
export const OTHER = "22222222-2222-2222-2222-222222222222";
export const TIERS = {
  gold: { policy: VmBackupPolicyPreset.dailyMonthly1Year({ time: "20:00" }), initialBackup: RecoveryPointRetention.days(90) },
  silver: { policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }), initialBackup: RecoveryPointRetention.days(30) },
};

export function fleetVmId(name: string, subscription = ONE, group = "rg-app"): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

/** VMs of a map, all in West Europe unless they say otherwise. */
export function vmMap(names: readonly string[], vm: Partial<InventoryVm> = {}): Record<string, InventoryVm> {
  return Object.fromEntries(names.map((name) => [fleetVmId(name), { location: "westeurope", tier: "silver", ...vm }]));
}

/** What `azure-vm-backup fleet assign` would write. */
export function assigned(vms: Record<string, InventoryVm>, before = "", central?: string): string {
  const rows = Object.entries(vms).map(([id, vm]) => ({ id, ...vm }));
  const { vms: members } = fleetVms(rows, { tiers: Object.keys(TIERS), tierTag: "backup-tier" });
  const result = assign(members, parseAssignments(before), { slots: 10, centralSubscriptionId: central });
  return formatAssignments(result.assignments, result.vaults);
}

let files = 0;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A file with a text, which is removed after the tests. */
export function fileWith(text: string, name = "fleet.assignments"): string {
  const [folder = mkdtempSync(join(tmpdir(), "fleet-"))] = folders;
  if (folders.length === 0) folders.push(folder);
  const file = join(folder, `${++files}-${name}`);
  writeFileSync(file, text);
  return file;
}

/** A fleet of these VMs, whose file agrees unless another text is given. */
export function fleetOf(
  vms: Record<string, InventoryVm>,
  { text = assigned(vms), app = Testing.app(), ...props }: Partial<VmBackupFleetProps> & { text?: string; app?: App } = {},
): VmBackupFleet {
  return new VmBackupFleet(app, "fleet", {
    inventory: VmInventory.fromMap(vms),
    assignmentFile: fileWith(text),
    tiers: TIERS,
    ...props,
  });
}
