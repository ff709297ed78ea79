import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AssetType, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";

const PACKAGE = "cdktf-azure-vm-backup";
const BUNDLE = "bundle/azure-vm-backup.cjs";

/**
 * The program that runs after a deployment, as a file in the synthesized stack. Its hash is a constant, so that a new version of this
 * package does not change the stack.
 * @throws if the program is not found
 */
export function hookAsset(scope: Construct, id: string): TerraformAsset {
  const path = firstFile(besideThisCode()) ?? firstFile(aboveThisCode());
  if (path === undefined) {
    throw new Error(
      `${scope.constructor.name} '${scope.node.path}': the program that runs after the deployment must be in the package ${PACKAGE}, got no file ` +
        `${BUNDLE} beside this code or in node_modules above it or above the working directory; install ${PACKAGE} where the app runs, ` +
        "bundle an app by 'esbuild --packages=external', or run 'npm run build' in the package's sources",
    );
  }
  return new TerraformAsset(scope, id, { path, type: AssetType.FILE, assetHash: "bundle" });
}

function firstFile(paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path));
}

/** The places of the program in the published package and beside the sources. */
function besideThisCode(): string[] {
  // The variable does not exist in an ES module, such as a bundle may be.
  return typeof __dirname === "undefined" ? [] : ["..", "../../.."].map((up) => resolve(__dirname, up, BUNDLE));
}

/** The places of the program if the app is bundled: `node_modules` above its code and above the working directory. */
function aboveThisCode(): string[] {
  const own = typeof __dirname === "undefined" ? [] : [__dirname];
  const roots = [...own, process.cwd(), ...process.argv.slice(1, 2).map((script) => dirname(resolve(script)))];
  return roots.flatMap(parentsOf).map((directory) => join(directory, "node_modules", PACKAGE, BUNDLE));
}

function parentsOf(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...parentsOf(parent)];
}
