// Builds the package, and packs it as npm would publish it: `npm run package -- --out FOLDER`. The tarball depends only on the commit and the
// versions in package-lock.json: npm sets the times in it, and this script the modes, which npm takes from the files.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { parseArgs } from "node:util";

const { out } = parseArgs({ options: { out: { type: "string", default: "." } } }).values;

npm("run", "--silent", "build");
npm("run", "--silent", "jsii");
for (const { path } of packed("--dry-run")) chmodSync(path, path === "bundle/cli.cjs" ? 0o755 : 0o644);
mkdirSync(out, { recursive: true });
packed("--pack-destination", out);

/** Packs, and returns the files. */
function packed(...args) {
  const json = npm("pack", "--json", "--ignore-scripts", ...args);
  // A list before npm 12, since then an object by package.
  return Object.values(JSON.parse(json))[0].files;
}

function npm(...args) {
  const { status, stdout } = spawnSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} ended with ${status}\n${stdout}`);
  return stdout;
}
