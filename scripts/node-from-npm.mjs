// Installs a version of Node and its npm from the npm registry into a folder. Prints the folder to put first on the PATH:
// `node scripts/node-from-npm.mjs 20.9.0 /some/folder`.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

/** The npm package with the binary of Node for this machine. */
function packageOfNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${platform}-${process.arch}`;
}

/** Returns the folder with `node`, `npm` and `npx`. `npm` is a version or a range; the default is the npm of that Node version. */
export function nodeFromNpm(version, folder, npm = Number.parseInt(version, 10) < 24 ? "10" : "11") {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  const packages = [`${packageOfNode()}@${version}`, `npm@${npm}`];
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { status, stderr } = spawnSync("npm", ["install", ...options, ...packages], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm could not install ${packages.join(" and ")}\n${stderr}`);
  return join(folder, "node_modules/.bin");
}

if (argv[1] === fileURLToPath(import.meta.url)) console.log(nodeFromNpm(argv[2], resolve(argv[3]), argv[4]));
