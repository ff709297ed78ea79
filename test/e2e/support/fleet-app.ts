import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Testing } from "cdktf";
import {
  AzurermProviderVersion,
  BackupSchedule,
  type FleetStack,
  RecoveryPointRetention,
  VmBackupFleet,
  VmInventory,
} from "../../../lib";
import { AZURERM_4 } from "./azurerm";
import { run, succeeded } from "./processes";

const PROGRAM = resolve(__dirname, "../../../bundle/azure-vm-backup.cjs");

/** A VM of an inventory. */
export interface FleetAppVm {
  readonly id: string;
  readonly location: string;
  readonly tier: string;
}

/** Writes an inventory as CSV into a folder, and lets the program assign its VMs; returns what it printed. */
export async function assignFleet(folder: string, vms: readonly FleetAppVm[]): Promise<string> {
  const lines = vms.map(({ id, location, tier }) => `${id},${location},${tier}`);
  writeFileSync(join(folder, "vms.csv"), ["id,location,tier", ...lines, ""].join("\n"));
  const files = ["--inventory", "vms.csv", "--file", "fleet.assignments"];
  const tiers = ["--tier", "gold", "--tier", "silver"];
  return succeeded(
    await run(process.execPath, [PROGRAM, "fleet", "assign", ...files, ...tiers], { cwd: folder, env: process.env }),
  );
}

/** The stacks of the fleet in a folder. */
export function fleetStacks(folder: string): FleetStack[] {
  const policy = { schedule: BackupSchedule.daily({ time: "20:00" }), dailyRetentionDays: 30 };
  const { stacks } = new VmBackupFleet(Testing.app({ stackTraces: false }), "fleet", {
    inventory: VmInventory.fromFile(join(folder, "vms.csv")),
    assignmentFile: join(folder, "fleet.assignments"),
    tiers: {
      gold: { policy, initialBackup: RecoveryPointRetention.days(90) },
      silver: { policy: { ...policy, dailyRetentionDays: 14 }, initialBackup: RecoveryPointRetention.days(30) },
    },
    initialBackup: { timeoutMinutes: 600 },
  });
  for (const stack of stacks) AzurermProviderVersion.require(stack, AZURERM_4);
  return stacks;
}
