// Writes dist-cdktn: the same package for CDK Terrain, cdktf's successor. It copies the output of `npm run build` and rewrites the
// import specifiers. It fails if an import of cdktf is left.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "dist-cdktn");
const original = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

rmSync(target, { recursive: true, force: true });
mkdirSync(target);
for (const file of packedFiles()) cpSync(join(root, file), join(target, file), { recursive: true });
cpSync(join(root, "docs/cdktn.md"), join(target, "README.md"));
writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest(), undefined, 2)}\n`);

const left = readdirSync(join(target, "dist"), { recursive: true })
  .filter((file) => /\.(js|d\.ts)$/.test(file))
  .flatMap((file) => rewrite(join(target, "dist", file)).map((specifier) => `dist-cdktn/dist/${file}: ${specifier}`));
if (left.length > 0) {
  console.error(
    `every import of cdktf must be rewritten to cdktn, got\n${left.join("\n")}\nadd that form to scripts/build-cdktn.mjs`,
  );
  process.exitCode = 1;
}

/** The files that npm would publish. */
function packedFiles() {
  const json = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" });
  // A list before npm 12, since then an object by package.
  return Object.values(JSON.parse(json))[0].files.map(({ path }) => path);
}

/** Rewrites a file, and returns the quoted names of cdktf that are left in it. */
function rewrite(path) {
  const text = readFileSync(path, "utf8")
    .replace(/\b(from\s*|import\s*\(?\s*|require\(\s*)(["'])(@?)cdktf(?=["'/])/g, "$1$2$3cdktn")
    .replaceAll("cdktf-azure-vm-backup", "cdktn-azure-vm-backup");
  writeFileSync(path, text);
  return text.match(/(["'])@?cdktf(?:\/[^"'\n]*)?\1/g) ?? [];
}

function manifest() {
  const {
    version,
    description,
    license,
    author,
    repository,
    homepage,
    bugs,
    engines,
    type,
    main,
    types,
    exports,
    typesVersions,
    bin,
  } = original;
  return {
    name: "cdktn-azure-vm-backup",
    version,
    description: description.replace("CDK for Terraform", "CDK Terrain"),
    license,
    ...{ author, repository, homepage, bugs },
    keywords: [...original.keywords.map((keyword) => keyword.replace("cdktf", "cdktn")), "cdk-terrain", "opentofu"],
    ...{ engines, type, main, types, exports, typesVersions, bin },
    peerDependencies: {
      "@cdktn/provider-azurerm": ">=16.1.0 <17",
      cdktn: ">=0.24.0 <1",
      constructs: "^10.6.0",
    },
  };
}
