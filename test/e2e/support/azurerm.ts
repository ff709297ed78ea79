import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const AZURERM = {
  terraform: { required_providers: { azurerm: { source: "hashicorp/azurerm", version: ">= 4.77.0, < 5.0.0" } } },
};

/** Whether Terraform can load an azurerm that the examples are for: from the registry, a mirror, or wherever it is configured to look. */
function loads(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "azurerm-"));
  try {
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify(AZURERM));
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    return spawnSync("terraform", [`-chdir=${directory}`, "init", "-input=false"], { env, timeout: 120_000 }).status === 0;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A suite that needs the real Terraform and the real azurerm; without them, it is skipped and says so. */
export function describeWithAzurerm(name: string, suite: () => void): void {
  if (loads()) {
    describe(name, suite);
    return;
  }
  process.stderr.write(`Skipped "${name}": Terraform 1.4 or newer, or its provider azurerm 4.77 or newer, cannot be had here.\n`);
  describe.skip(name, suite);
}
