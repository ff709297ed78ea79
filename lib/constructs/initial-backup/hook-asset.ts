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
  const path = placesOfProgram(typeof __dirname === "undefined" ? undefined : __dirname).find((place) => existsSync(place));
  if (path === undefined) {
    throw new Error(
      `${scope.constructor.name} '${scope.node.path}': the program that runs after the deployment must be in the package ${PACKAGE}, got no file ` +
        `${BUNDLE} beside this code or in node_modules above it or above the working directory; install ${PACKAGE} where the app runs, ` +
        "bundle an app by 'esbuild --packages=external', or run 'npm run build' in the package's sources",
    );
  }
  return new TerraformAsset(scope, id, { path, type: AssetType.FILE, assetHash: "bundle" });
}

/**
 * The places of the program: beside the code in the published package and in the sources, and in `node_modules` if the app is bundled.
 * @param code the folder of this code; undefined in an ES module, such as a bundle may be
 */
export function placesOfProgram(code: string | undefined): string[] {
  const own = code === undefined ? [] : [code];
  const beside = own.flatMap((folder) => ["..", "../../.."].map((up) => resolve(folder, up, BUNDLE)));
  const scripts = process.argv.slice(1, 2).map((script) => dirname(resolve(script)));
  const above = [...own, process.cwd(), ...scripts].flatMap(parentsOf);
  return [...beside, ...above.map((directory) => join(directory, "node_modules", PACKAGE, BUNDLE))];
}

function parentsOf(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...parentsOf(parent)];
}
