import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { AssetType, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";

/** Where the bundle lies, seen from this module: the same from the sources as from the published package. */
const BUNDLE = resolve(__dirname, "../../../bundle/azure-vm-backup.cjs");

/**
 * The program that triggers and follows the backups, as a file that travels with the stack. Its hash is a constant, so that a new
 * version of this package leaves the synthesized stack as it was.
 */
export function hookAsset(scope: Construct, id: string): TerraformAsset {
  if (!existsSync(BUNDLE)) {
    throw new Error(
      `InitialBackup '${scope.node.path}': the program that runs after the deployment must be at ${BUNDLE}, got no such file; ` +
        "run 'npm run build' in the package's sources, or install cdktf-azure-vm-backup again",
    );
  }
  return new TerraformAsset(scope, id, { path: BUNDLE, type: AssetType.FILE, assetHash: "bundle" });
}
