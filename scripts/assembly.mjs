// Writes the jsii assembly, `.jsii`: the public API for Python, Java, C# and Go. jsii compiles the constructs in a temporary directory, so
// that what is published stays one file of code and one of declarations. jsii accepts unions and silently drops overloads, so this script
// searches its output for both. A warning, such as a name that another language reserves, is an error.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "jsii-assembly-"));

try {
  copyConstructs();
  const compiled = compile();
  const problems = compiled ? [...unions(), ...overloads()] : [];
  for (const problem of problems) console.error(problem);
  if (compiled && problems.length === 0) cpSync(join(directory, ".jsii"), join(root, ".jsii"));
  else process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function copyConstructs() {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const floors = Object.entries(manifest.peerDependencies).map(([peer, range]) => [peer, /\d+\.\d+\.\d+/.exec(range)?.[0]]);
  for (const file of ["index.ts", "constructs", "contract", "azure"])
    cpSync(join(root, "lib", file), join(directory, "lib", file), { recursive: true });
  for (const file of ["README.md", "LICENSE"]) cpSync(join(root, file), join(directory, file));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"), "junction");
  const compiled = { ...manifest, main: "lib/index.js", types: "lib/index.d.ts", devDependencies: Object.fromEntries(floors) };
  writeFileSync(join(directory, "package.json"), JSON.stringify(compiled));
}

function compile() {
  const { status } = spawnSync(process.execPath, [join(root, "node_modules/jsii/bin/jsii"), "--fail-on-warnings"], {
    cwd: directory,
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "20" },
    stdio: "inherit",
  });
  return status === 0;
}

function unions() {
  const { types } = JSON.parse(readFileSync(join(directory, ".jsii"), "utf8"));
  return Object.values(types).flatMap((type) =>
    JSON.stringify(type).includes('"union"')
      ? [`${type.fqn}: the public API must be free of unions, got one in ${places(type)}`]
      : [],
  );
}

function places(type) {
  const members = [type.initializer, ...(type.methods ?? []), ...(type.properties ?? [])].filter(Boolean);
  return members
    .flatMap((member) => (JSON.stringify(member).includes('"union"') ? [member.name ?? "the constructor"] : []))
    .join(", ");
}

function overloads() {
  const declarations = readdirSync(join(directory, "lib"), { recursive: true }).filter((file) => file.endsWith(".d.ts"));
  return declarations.flatMap((file) => {
    const text = readFileSync(join(directory, "lib", file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const types = source.statements.filter((one) => ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one));
    return types.flatMap((type) => {
      const names = type.members.filter(isCallable).map((member) => member.name?.getText(source) ?? "the constructor");
      const repeated = names.filter((name, index) => names.indexOf(name) !== index);
      return repeated.map((name) => `${type.name?.text}: the public API must be free of overloads, got one of ${name}`);
    });
  });
}

function isCallable(member) {
  return ts.isMethodDeclaration(member) || ts.isMethodSignature(member) || ts.isConstructorDeclaration(member);
}
