import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type Emulator } from "../../lib/emulator";
import { armClientOf } from "../../test/e2e/support/protected-vms";
import { SUBSCRIPTION } from "../../test/support/azure";
import { createPolicy } from "../../tools/local/stand-in/azurerm/backup-policy-vm";
import { createVault } from "../../tools/local/stand-in/azurerm/recovery-services-vault";
import { START_TIME } from "../../tools/local/start-time";
import { vmIds } from "../constructs/cases/vm-ids";

const AZURERM = { azurerm: { source: "hashicorp/azurerm", version: ">= 4.55.0, < 5.0.0" } };

/** Whether Terraform can load azurerm here. */
export function hasAzurerm(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "bench-azurerm-"));
  try {
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify({ terraform: { required_providers: AZURERM } }));
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    return spawnSync("terraform", [`-chdir=${directory}`, "init", "-input=false"], { env, timeout: 120_000 }).status === 0;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The stack for azurerm as it is, but with a program that does nothing. */
export function withAzurerm(json: string): string {
  const { resource, ...stack } = JSON.parse(json) as { resource: Record<string, Record<string, { provisioner?: unknown }>> };
  for (const block of Object.values(resource["terraform_data"] ?? {})) {
    if (block.provisioner) block.provisioner = [{ "local-exec": { interpreter: ["node", "-e"], command: "0" } }];
  }
  return JSON.stringify({ ...stack, resource, terraform: { required_providers: AZURERM } });
}

/** An Azure with the vault, the policy and the VMs of the contenders. */
export async function startAzure(count: number): Promise<Emulator> {
  const account = { subscriptionId: SUBSCRIPTION };
  const emulator = await startEmulator({ startTime: START_TIME, speed: 600, scheduledBackups: false, account });
  for (const group of ["rg-app", "rg-backup"]) emulator.addResource(`/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}`);
  for (const [, id] of vmIds(count)) emulator.addVirtualMachine({ id, location: "westeurope", dataDiskLuns: [0, 1, 2, 3] });
  const arm = await armClientOf(emulator);
  const place = { resource_group_name: "rg-backup", location: "westeurope" };
  await createVault(arm, "vault-app", { name: "vault-app", sku: "Standard", ...place });
  await createPolicy(arm, "daily", {
    name: "daily",
    resource_group_name: "rg-backup",
    recovery_vault_name: "vault-app",
    backup: { frequency: "Daily", time: "22:00" },
    retention_daily: { count: 30 },
  });
  return emulator;
}
