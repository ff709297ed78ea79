// The pages of the site: the guides, the README and what they link to.
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, posix } from "node:path";

const FENCES = { ".ts": "ts", ".yml": "yaml", ".json": "json" };

/** Writes a page for each file that a guide links to, and returns the sidebar. */
export function writePages(root, target) {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(join(root, "docs"))) {
    if (name.endsWith(".svg")) cpSync(join(root, "docs", name), join(target, name));
    if (name.endsWith(".md"))
      writePage(join(target, pageOf(`docs/${name}`)), readFileSync(join(root, "docs", name), "utf8"), "docs");
  }
  for (const name of ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]) {
    writePage(join(target, pageOf(name)), readFileSync(join(root, name), "utf8"), "");
  }
  writeExamples(root, target);
  return sidebarOf(readFileSync(join(root, "docs/README.md"), "utf8"));
}

/** The path of a file's page on the site, from its path in the repository. */
function pageOf(path) {
  if (path === "README.md") return "index.md";
  if (path === "docs/README.md") return "guides.md";
  // docs/contributing.md has this name, and Vite's names of files ignore the case.
  if (path === "CONTRIBUTING.md") return "project.md";
  if (path === "examples" || path === "examples/pipelines") return `${path}/index.md`;
  if (path.startsWith("docs/")) return path.slice("docs/".length);
  return path.endsWith(".md") || path === "LICENSE" ? path : `${path}.md`;
}

function writePage(file, text, folder) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, relink(text.replace(/^<!-- .* -->\n/gm, ""), folder));
}

/** Makes links absolute on the site, whose pages have other paths than the files of the repository. */
function relink(text, folder) {
  return text.replace(/\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)/g, (_, link, anchor = "") => {
    const path = posix.join(folder, link).replace(/\/$/, "");
    if (path.endsWith(".svg")) return `](/${basename(path)})`;
    return `](/${pageOf(path)
      .replace(/index\.md$/, "")
      .replace(/\.md$/, ".html")}${anchor})`;
  });
}

/** A page for each example, with its text, and a list of them. */
function writeExamples(root, target) {
  const list = (folder) => {
    const files = readdirSync(join(root, folder)).filter((name) => extname(name) in FENCES);
    for (const name of files) {
      const text = readFileSync(join(root, folder, name), "utf8");
      const page = `# ${name}\n\n\`\`\`\`${FENCES[extname(name)]}\n${text}\`\`\`\`\n`;
      writePage(join(target, pageOf(`${folder}/${name}`)), page, folder);
    }
    return files.map((name) => `- [${name}](${folder}/${name})`).join("\n");
  };
  const pipelines = list("examples/pipelines");
  writePage(join(target, pageOf("examples/pipelines")), `# Pipelines\n\n${pipelines}\n`, "");
  writePage(join(target, pageOf("examples")), `# Examples\n\n${list("examples")}\n\n## Pipelines\n\n${pipelines}\n`, "");
}

/** The sidebar, in the order of the list of guides. */
function sidebarOf(index) {
  return [...index.matchAll(/^## (.+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)].map(([, text, list]) => ({
    text,
    items: [...list.matchAll(/^- \[([^\]]+)\]\(([^)]+)\.md\)/gm)].map(([, title, page]) => ({ text: title, link: `/${page}` })),
  }));
}

/** The sidebar of the API reference, from its folders. */
export function apiSidebar(folder) {
  const isFolder = (path) => statSync(path).isDirectory();
  return readdirSync(folder)
    .filter((name) => isFolder(join(folder, name)))
    .flatMap((module) =>
      readdirSync(join(folder, module))
        .filter((kind) => isFolder(join(folder, module, kind)))
        .map((kind) => ({
          text: `${module}: ${kind}`,
          collapsed: true,
          items: readdirSync(join(folder, module, kind))
            .sort()
            .map((file) => ({ text: basename(file, ".md"), link: `/api/${module}/${kind}/${basename(file, ".md")}` })),
        })),
    );
}
