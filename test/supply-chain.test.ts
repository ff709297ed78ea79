import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Package {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  /** It came inside of the package that needs it, and that package's hash covers it. */
  readonly inBundle?: boolean;
}
interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, "..", file), "utf8"));
const manifest = read("package.json") as Manifest;
const lock = read("package-lock.json") as { packages: Record<string, Package> };
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, "");

/** Licences that allow use and, for what is bundled, distribution with notices. Of a choice, one is enough. */
const ALLOWED = new Set([
  ...["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0", "Unlicense", "Public Domain"],
  // The bindings of Terraform, which are not bundled, and data.
  ...["MPL-2.0", "Python-2.0", "CC0-1.0", "CC-BY-4.0"],
]);
/** Packages whose manifest tells the licence, MIT, in a form that the lock file leaves out. */
const TOLD_ELSEWHERE = ["memorystream"];
/** Packages that run a script while they are installed: each looks for its binary for this machine. */
const INSTALL_SCRIPTS = ["@parcel/watcher", "esbuild", "unrs-resolver"];

const isAllowed = (license: string): boolean =>
  license
    .replace(/^\(|\)$/g, "")
    .split(" OR ")
    .some((one) => ALLOWED.has(one));

test("has no dependency besides its peers", () => {
  expect(manifest.dependencies ?? {}).toEqual({});
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual(["@cdktf/provider-azurerm", "cdktf", "constructs"]);
});

test("pins each package: an exact version, and a hash of its content", () => {
  const loose = Object.entries(manifest.devDependencies).filter(
    ([, version]) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+/.test(version),
  );
  expect(loose).toEqual([]);
  const unhashed = packages.filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true);
  expect(unhashed.map(([path]) => path)).toEqual([]);
});

test("uses packages of allowed licences only", () => {
  const others = packages.filter(([path, { license = "" }]) => !isAllowed(license) && !TOLD_ELSEWHERE.includes(nameOf(path)));
  expect(others.map(([path, { license }]) => `${path}: ${String(license)}`)).toEqual([]);
});

test("runs no install script of an unknown package", () => {
  const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => nameOf(path));
  expect([...new Set(running)].sort()).toEqual(INSTALL_SCRIPTS);
});
