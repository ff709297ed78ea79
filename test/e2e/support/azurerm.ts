import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The versions of azurerm 4 that create vaults whose soft delete Azure enforces. */
export const AZURERM_4 = ">= 4.77.0, < 5.0.0";
const azurerm = (version: string) => ({ azurerm: { source: "hashicorp/azurerm", version } });
const AZURERM = azurerm(AZURERM_4);
const AZAPI = { azapi: { source: "Azure/azapi", version: "~> 2.0" } };

/** Whether Terraform can install azurerm. */
function loads(providers: object): boolean {
  const directory = mkdtempSync(join(tmpdir(), "azurerm-"));
  try {
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify({ terraform: { required_providers: providers } }));
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    return spawnSync("terraform", [`-chdir=${directory}`, "init", "-input=false"], { env, timeout: 120_000 }).status === 0;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A suite that needs the real Terraform and the real azurerm; without them, it is skipped and says so. */
export function describeWithAzurerm(name: string, suite: () => void): void {
  describeIfLoaded(name, suite, AZURERM, "azurerm 4.77 or newer");
}

/** {@link describeWithAzurerm} for a version constraint. */
export function describeWithAzurermVersion(version: string, name: string, suite: () => void): void {
  describeIfLoaded(name, suite, azurerm(version), `azurerm ${version}`);
}

/** A suite that needs azapi beside azurerm. */
export function describeWithAzapi(name: string, suite: () => void): void {
  describeIfLoaded(name, suite, { ...AZURERM, ...AZAPI }, "azurerm 4.77 or newer, or azapi 2");
}

function describeIfLoaded(name: string, suite: () => void, providers: object, what: string): void {
  if (loads(providers)) {
    describe(name, suite);
    return;
  }
  process.stderr.write(`Skipped "${name}": Terraform 1.4 or newer, or its provider ${what}, cannot be had here.\n`);
  describe.skip(name, suite);
}
