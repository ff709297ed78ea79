import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import { RecoveryPointRetention, VmBackupFleet, VmBackupPolicyPreset, VmInventory } from "cdktf-azure-vm-backup";

const REGIONS = [
  "westeurope",
  "northeurope",
  "eastus",
  "eastus2",
  "westus2",
  "uksouth",
  "francecentral",
  "japaneast",
  "eastasia",
];
const SUBSCRIPTIONS = 4;
const PROGRAM = join(dirname(createRequire(__filename).resolve("cdktf-azure-vm-backup/package.json")), "bundle/cli.cjs");

/** A fleet of VMs in four subscriptions and nine regions: its layout by the command, and the synthesis of all of its stacks. */
export function build(stack: TerraformStack, vms: number): void {
  const { root } = stack.node;
  if (!App.isApp(root)) throw new TypeError("the stack is in no app");
  const folder = mkdtempSync(join(tmpdir(), "fleet-bench-"));
  try {
    const [inventory, file] = [join(folder, "vms.json"), join(folder, "fleet.assignments")];
    writeFileSync(inventory, JSON.stringify(Array.from({ length: vms }, (_, index) => row(index))));
    const tiers = ["--tier", "gold", "--tier", "silver"];
    execFileSync(process.execPath, [PROGRAM, "fleet", "assign", "--inventory", inventory, "--file", file, ...tiers], {
      stdio: "ignore",
    });
    new VmBackupFleet(root, "fleet", {
      inventory: VmInventory.fromFile(inventory),
      assignmentFile: file,
      tiers: {
        gold: {
          policy: VmBackupPolicyPreset.dailyMonthly1Year({ time: "20:00" }),
          initialBackup: RecoveryPointRetention.days(90),
        },
        silver: { policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }), initialBackup: RecoveryPointRetention.days(30) },
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function row(index: number): object {
  const place = Math.floor(index / 2);
  const subscription = `0000000${place % SUBSCRIPTIONS}-0000-0000-0000-000000000000`;
  return {
    id: `/subscriptions/${subscription}/resourceGroups/rg-app-${index % 50}/providers/Microsoft.Compute/virtualMachines/vm-${index}`,
    location: REGIONS[Math.floor(place / SUBSCRIPTIONS) % REGIONS.length],
    tags: { "backup-tier": index % 2 === 0 ? "gold" : "silver" },
  };
}
