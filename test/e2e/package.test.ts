import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, resolve } from "node:path";
import { Testing } from "cdktf";
import { LongTermRetentionStack } from "../../examples/long-term-retention";
import { QuickstartStack } from "../../examples/quickstart";
import { SecureVaultStack } from "../../examples/secure-vault";
import { packPackage } from "./support/packed-package";
import { run, succeeded } from "./support/processes";

const ROOT = resolve(__dirname, "../..");
const TSC = require.resolve("typescript/bin/tsc");
/** The TypeScript of `npm install typescript`, which this project cannot use itself: ts-jest and jsii need its compiler API. */
const NEWEST_TYPESCRIPT = "7.0.2";
const INSTALL = ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

let consumer: string;
let tarball: string;
let manifest: Manifest;
/** The paths in the package that npm would publish. */
let packed: readonly string[];

/** Runs a program in the consumer's folder. */
async function inConsumer(command: string, args: readonly string[]): Promise<string> {
  return succeeded(await run(command, args, { cwd: consumer, env: process.env }));
}

beforeAll(async () => {
  consumer = await mkdtemp(join(tmpdir(), "package-consumer-"));
  manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as Manifest;

  const pack = await packPackage(consumer);
  packed = pack.paths;
  tarball = pack.filename;

  await writeFile(join(consumer, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  const peers = Object.keys(manifest.peerDependencies).map((peer) => `${peer}@${manifest.devDependencies[peer] ?? ""}`);
  await inConsumer("npm", [...INSTALL, tarball, ...peers]);
});

afterAll(() => rm(consumer, { recursive: true, force: true }));

test("has the code, a file of types per entry point, docs and examples, and no sources", () => {
  const text =
    /^(package\.json|README\.md|LICENSE|(CHANGELOG|CONTRIBUTING)\.md|SECURITY\.md|docs\/[-a-z]+\.(md|svg)|docs\/README\.md)$/;
  const examples = /^examples\/([-a-z]+(\.test|\.data)?\.ts|pipelines\/.+)$/;
  const bundles = /^bundle\/([-a-z]+\.cjs|THIRD-PARTY-LICENSES\.txt|sbom\.cdx\.json)$/;
  const others = packed.filter((path) => ![text, examples, bundles].some((kind) => kind.test(path)));
  expect(others.sort()).toEqual([
    ".jsii",
    "dist/csv-parse.js",
    "dist/emulator.d.ts",
    "dist/index.js",
    "dist/types.d.ts",
    "dist/windows-iana.js",
  ]);
  expect(packed).toEqual(
    expect.arrayContaining([
      "bundle/azure-vm-backup.cjs",
      "bundle/THIRD-PARTY-LICENSES.txt",
      "docs/hook.md",
      "examples/quickstart.ts",
    ]),
  );
});

test("each relative link of its README and docs leads to a packed file", async () => {
  const pages = packed.filter((path) => path.endsWith(".md"));
  const links = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(join(ROOT, page), "utf8");
      const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = ""]) =>
        posix.join(posix.dirname(page), target),
      );
      return targets.map((target) => ({ page, target }));
    }),
  );
  expect(links.flat().length).toBeGreaterThan(50);
  const isPacked = (target: string) => packed.some((path) => path === target || path.startsWith(`${target.replace(/\/$/, "")}/`));
  expect(links.flat().filter(({ target }) => !isPacked(target))).toEqual([]);
});

test("passes publint", async () => {
  const report = await fromModule(`
    import { publint } from "publint";
    const { messages } = await publint({ pkgDir: ${JSON.stringify(join(consumer, "node_modules", manifest.name))}, strict: true });
    console.log(JSON.stringify(messages));
  `);
  expect(report).toEqual([]);
});

test("resolves types like code, in CommonJS, ES modules and bundlers", async () => {
  const report = await fromModule(`
    import { readFileSync } from "node:fs";
        import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
    const { types, problems } = await checkPackage(createPackageFromTarballData(readFileSync(${JSON.stringify(tarball)})));
    console.log(JSON.stringify({ types, problems }));
  `);
  expect(report).toEqual({ types: { kind: "included" }, problems: [] });
});

/** Runs an ES module, which jest cannot load here, and returns what it prints. */
async function fromModule(script: string): Promise<unknown> {
  const child = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: ROOT, env: process.env });
  return JSON.parse(succeeded(child)) as unknown;
}

test("installs only the package and its peers", async () => {
  expect(manifest.dependencies).toBeUndefined();
  const installed = (await readdir(join(consumer, "node_modules"))).filter((name) => !name.startsWith("."));
  expect(installed.sort()).toEqual(["@cdktf", manifest.name, "cdktf", "constructs"].sort());
});

const EXAMPLES = [
  ["quickstart", QuickstartStack],
  ["secure-vault", SecureVaultStack],
  ["long-term-retention", LongTermRetentionStack],
] as const;

/** Compiles the examples and a use of the emulator, beside the declarations that they import. */
async function compile(tsc: string, options: object): Promise<void> {
  for (const [name] of EXAMPLES) await cp(join(ROOT, `examples/${name}.ts`), join(consumer, `${name}.ts`));
  const emulator = 'import { startEmulator } from "cdktf-azure-vm-backup/emulator";\nvoid startEmulator;\n';
  await writeFile(join(consumer, "emulator.ts"), emulator);
  // Each of its lines must not compile with the published declarations.
  await cp(join(ROOT, "test/e2e/apps/wrong-shapes.ts"), join(consumer, "wrong-shapes.ts"));
  const compilerOptions = {
    ...{ target: "ES2022", module: "node16", strict: true, skipLibCheck: false },
    ...{ types: ["node"], typeRoots: [join(ROOT, "node_modules/@types")] },
    ...options,
  };
  const files = [...EXAMPLES.map(([name]) => name), "emulator", "wrong-shapes"].map((name) => `${name}.ts`);
  await writeFile(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  await inConsumer(process.execPath, [tsc]);
}

test("type-checks stacks that use it, with its declarations", async () => {
  // Last, so that the output is that of ES2022 and node16.
  for (const module of ["commonjs", "node16"]) await compile(TSC, { module });
});

test(`type-checks stacks that use it with TypeScript ${NEWEST_TYPESCRIPT}`, async () => {
  const folder = join(consumer, "newest-typescript");
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  succeeded(await run("npm", [...INSTALL, `typescript@${NEWEST_TYPESCRIPT}`], { cwd: folder, env: process.env }));
  // Not bin/tsc, which Node 20.9 does not run.
  const tsc = join(folder, "node_modules/typescript/lib/tsc.js");
  for (const module of ["commonjs", "esnext", "node16"]) await compile(tsc, { module, noEmit: true });
});

test.each(EXAMPLES)("%s synthesizes as it does from the sources", async (name, Stack) => {
  await inConsumer(process.execPath, [`${name}.js`]);
  const published = await readFile(join(consumer, `cdktf.out/stacks/${name}/cdk.tf.json`), "utf8");
  const sources = Testing.synth(new Stack(Testing.app(), name), true);
  expect(resources(published)).toEqual(resources(sources));
});

/** Returns the resources of a synthesized stack, without cdktf's metadata. */
function resources(json: string): unknown {
  return (JSON.parse(json, (key, value: unknown) => (key === "//" ? undefined : value)) as { resource: unknown }).resource;
}

test("loads only the bindings that every backup needs", async () => {
  const script = `
    require("${manifest.name}");
    const loaded = Object.keys(require.cache).flatMap((file) => /provider-azurerm.lib.([^/\\\\]+)/.exec(file)?.[1] ?? []);
    console.log(JSON.stringify([...new Set(loaded)].sort()));
  `;
  const loaded: unknown = JSON.parse(await inConsumer(process.execPath, ["-e", script]));
  expect(loaded).toEqual(["backup-policy-vm", "backup-protected-vm", "recovery-services-vault"]);
});

test("keeps the names of classes, also in an ES module", async () => {
  const script = `
    import { VmBackup } from "${manifest.name}";
    import * as backup from "${manifest.name}";
    const misnamed = Object.entries(backup).filter(([name, one]) => typeof one === "function" && one.name !== name);
    console.log(JSON.stringify([VmBackup.name, misnamed.map(([name]) => name)]));
  `;
  const names: unknown = JSON.parse(await inConsumer(process.execPath, ["--input-type=module", "-e", script]));
  expect(names).toEqual(["VmBackup", []]);
});

test("runs the command with only the package and its peers installed", async () => {
  const command = join(consumer, "node_modules/.bin/azure-vm-backup");
  expect((await inConsumer(command, ["--version"])).trim()).toBe(manifest.version);
});
