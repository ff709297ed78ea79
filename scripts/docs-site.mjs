// Builds the documentation site: the guides, the examples and the API reference as static pages with a local search. The pages request
// nothing from other hosts. `npm run docs:site` writes it to site/; --out names another folder; --serve shows it on this machine.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Application } from "typedoc";
import { build, serve } from "vitepress";
import { apiSidebar, writePages } from "./docs-site/pages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({ options: { out: { type: "string", default: join(root, "site") }, serve: { type: "boolean" } } });
const outDir = resolve(values.out);
const source = join(root, "node_modules/.cache/docs-site");

/** The entry points of the package, by the name of their folder. */
const MODULES = { constructs: "dist/types.d.ts", emulator: "dist/emulator.d.ts" };

rmSync(source, { recursive: true, force: true });
const sidebar = writePages(root, source);
await writeApi();
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
mkdirSync(join(source, ".vitepress"));
cpSync(join(root, "scripts/docs-site/config.mjs"), join(source, ".vitepress/config.mjs"));
const api = apiSidebar(join(source, "api"));
const site = { outDir, version, sidebar: { "/api/": api, "/": sidebar } };
writeFileSync(join(source, ".vitepress/site.json"), JSON.stringify(site));
await build(source);
console.log(`The site is in ${outDir}`);
if (values.serve) await serve({ root: source });

/** Writes the API reference, a page for each class, interface and enumeration, from the published types. */
async function writeApi() {
  for (const [name, types] of Object.entries(MODULES)) {
    if (!existsSync(join(root, types))) throw new Error(`${types} must exist; run 'npm run build' first`);
    const app = await Application.bootstrapWithPlugins({
      entryPoints: [join(root, types)],
      tsconfig: join(root, "scripts/docs-site/tsconfig.json"),
      skipErrorChecking: true,
      plugin: ["typedoc-plugin-markdown"],
      name,
      readme: "none",
      hidePageHeader: true,
      hideBreadcrumbs: true,
      disableSources: true,
      entryFileName: "index",
      logLevel: "Error",
      outputs: [{ name: "markdown", path: join(source, "api", name) }],
    });
    const project = await app.convert();
    if (!project) throw new Error(`TypeDoc could not read ${types}`);
    await app.generateOutputs(project);
  }
  const list = Object.keys(MODULES).map((name) => `- [${name}](/api/${name}/)`);
  writeFileSync(join(source, "api/index.md"), `# API reference\n\nFrom the published types.\n\n${list.join("\n")}\n`);
}
