import { resolve } from "node:path";
import { run, succeeded } from "./processes";

const ROOT = resolve(__dirname, "../../..");

/** The result of `npm pack`: the file, and the paths in it. */
export interface PackedPackage {
  readonly filename: string;
  readonly paths: readonly string[];
}

/** Packs what `npm run build` and `npm run jsii` have built, as `npm publish` would, into a folder. */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const pack = await run("npm", args, { cwd: ROOT, env: process.env });
  succeeded(pack);
  // npm 12 and newer print an object by package, older versions a list.
  const [packed] = Object.values(JSON.parse(pack.stdout) as Record<string, { filename: string; files: { path: string }[] }>);
  if (!packed) throw new Error(`npm pack must name what it packed, got ${pack.stdout}`);
  return { filename: resolve(folder, packed.filename), paths: packed.files.map(({ path }) => path) };
}
