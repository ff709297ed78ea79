// Writes bundle/sbom.cdx.json: the packages whose code is in the bundles, in CycloneDX. npm writes the list of all packages of this
// project; the notices of `npm run bundle` say which of them are bundled. It has no time and no random number: equal builds, equal files.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const notices = readFileSync("bundle/THIRD-PARTY-LICENSES.txt", "utf8");
const bundled = new Set(
  [...notices.matchAll(/^(\S+) (\d+\.\d+\.\d+\S*) \(.+\)\n\n=+\n/gm)].map(([, name, version]) => `${name}@${version}`),
);

const npm = ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"];
const { metadata, components, ...document } = JSON.parse(execFileSync("npm", npm, { encoding: "utf8", maxBuffer: 1e9 }));

// npm names a package by its folder, which may be an alias or that of this checkout; the reference has its name.
const unique = new Map(components.filter((one) => bundled.has(one["bom-ref"])).map((one) => [one["bom-ref"], plain(one)]));
const missing = [...bundled].filter((name) => !unique.has(name));
if (missing.length > 0) throw new Error(`npm must list every bundled package, got none of ${missing.join(", ")}`);

const { $schema, bomFormat, specVersion, version } = document;
const root = metadata.component["bom-ref"];
const sbom = {
  ...{ $schema, bomFormat, specVersion, version },
  metadata: { component: plain(metadata.component) },
  components: [...unique.values()],
  dependencies: [{ ref: root, dependsOn: [...unique.keys()] }],
};
writeFileSync("bundle/sbom.cdx.json", `${JSON.stringify(sbom, undefined, 2)}\n`);

/** A component with its name in the registry, and without what npm says of its folder here. */
function plain(component) {
  const reference = component["bom-ref"];
  const kept = Object.entries(component).filter(([key]) => !["properties", "scope"].includes(key));
  return { ...Object.fromEntries(kept), name: reference.slice(0, reference.lastIndexOf("@")) };
}
