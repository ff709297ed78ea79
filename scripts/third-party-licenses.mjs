import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The licence texts of the bundled packages, which must be published with the bundles: one section for each package. */
export function thirdPartyLicenses(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  const files = inputs.filter((input) => input.includes("node_modules/")).map((input) => input.replace(/^kept-as-text:/, ""));
  const folders = new Set(files.map(packageFolder));
  const sections = new Map([...folders].map((folder) => section(folder)));
  return [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

/** The folder of the nearest package with a version; some packages contain a nameless package.json for each module kind. */
function packageFolder(file) {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version) return folder;
    if (folder.endsWith("node_modules")) throw new Error(`${file} belongs to no package`);
  }
}

function section(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!license) throw new Error(`${name} ${version} names no licence, so it cannot be bundled; replace it`);
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), "utf8").trim());
  const title = `${name} ${version} (${typeof license === "string" ? license : license.type})`;
  return [title, [title, "=".repeat(title.length), ...texts].join("\n\n")];
}
