// Writes dist-cdktn: the same package for CDK Terrain, cdktf's successor. It copies the output of `npm run build` and rewrites the
// import specifiers, and the guides. It fails if an import of cdktf is left.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { guideForCdktn } from "./cdktn/docs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "dist-cdktn");
const original = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

rmSync(target, { recursive: true, force: true });
mkdirSync(target);
const files = packedFiles();
for (const file of files) cpSync(join(root, file), join(target, file), { recursive: true });
cpSync(join(root, "scripts/cdktn/README.md"), join(target, "README.md"));
for (const file of files.filter((one) => /^docs\/.*\.md$/.test(one))) {
  writeFileSync(join(target, file), guideForCdktn(basename(file), readFileSync(join(root, file), "utf8")));
}
writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest(), undefined, 2)}\n`);

const left = files
  .filter((file) => /^((dist|examples)\/.*\.(js|ts)|bundle\/live-check-stack\.cjs)$/.test(file))
  .flatMap((file) => rewrite(join(target, file)).map((specifier) => `dist-cdktn/${file}: ${specifier}`));
if (left.length > 0) {
  console.error(
    `every import of cdktf must be rewritten to cdktn, got\n${left.join("\n")}\nadd that form to scripts/build-cdktn.mjs`,
  );
  process.exitCode = 1;
}

/** The files that npm would publish, without the jsii assembly, which names the types of cdktf. */
function packedFiles() {
  const json = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" });
  // A list before npm 12, since then an object by package.
  return Object.values(JSON.parse(json))[0].files.flatMap(({ path }) => (path === ".jsii" ? [] : path));
}

/** Rewrites a file, and returns the quoted names of cdktf that are left in it. */
function rewrite(path) {
  const text = readFileSync(path, "utf8")
    .replace(/\b(from\s*|import\s*\(?\s*|require\(\s*)(["'])(@?)cdktf(?=["'/])/g, "$1$2$3cdktn")
    .replaceAll("cdktf-azure-vm-backup", "cdktn-azure-vm-backup");
  writeFileSync(path, text);
  // cdktn keeps the keys of cdktf's metadata.
  return text.match(/(["'])(?!@cdktf\/(?:error|info|warn)\1)@?cdktf(?:\/[^"'\n]*)?\1/g) ?? [];
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
      "@cdktn/provider-azurerm": ">=16.1.0 <19",
      cdktn: ">=0.24.0 <1",
      constructs: "^10.6.0",
    },
  };
}
