import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run, succeeded } from "./support/processes";

const ROOT = resolve(__dirname, "../..");
const TSC = require.resolve("typescript/bin/tsc");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

let consumer: string;
let manifest: Manifest;
/** The paths in the package that npm would publish. */
let packed: string[];

/** Runs a program in the consumer's folder. */
async function inConsumer(command: string, args: readonly string[]): Promise<string> {
  return succeeded(await run(command, args, { cwd: consumer, env: process.env }));
}

beforeAll(async () => {
  consumer = await mkdtemp(join(tmpdir(), "package-consumer-"));
  manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as Manifest;

  const pack = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", consumer], {
    cwd: ROOT,
    env: process.env,
  });
  succeeded(pack);
  const [tarball] = JSON.parse(pack.stdout) as [{ filename: string; files: { path: string }[] }];
  packed = tarball.files.map(({ path }) => path);

  await writeFile(join(consumer, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  const peers = Object.keys(manifest.peerDependencies).map((peer) => `${peer}@${manifest.devDependencies[peer] ?? ""}`);
  const install = ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await inConsumer("npm", [...install, join(consumer, tarball.filename), ...peers]);
});

afterAll(() => rm(consumer, { recursive: true, force: true }));

test("the package holds what runs and its types, no sources, tests or examples", () => {
  const expected = /^(package\.json|README\.md|LICENSE|bundle\/([-a-z]+\.cjs|THIRD-PARTY-LICENSES\.txt)|dist\/.+(\.d\.ts|\.js))$/;
  expect(packed.filter((path) => !expected.test(path))).toEqual([]);
  expect(packed).toEqual(
    expect.arrayContaining(["dist/index.js", "dist/index.d.ts", "bundle/azure-vm-backup.cjs", "bundle/THIRD-PARTY-LICENSES.txt"]),
  );
  expect(packed.filter((path) => /^dist\/(hook|emulator)\//.test(path))).toEqual([]);
});

test("nothing is installed but the package and its peers", async () => {
  expect(manifest.dependencies).toBeUndefined();
  const installed = (await readdir(join(consumer, "node_modules"))).filter((name) => !name.startsWith("."));
  expect(installed.sort()).toEqual(["@cdktf", manifest.name, "cdktf", "constructs"].sort());
});

test("a stack that uses it type-checks, its declarations included, and synthesizes", async () => {
  await cp(join(ROOT, "examples/quickstart.ts"), join(consumer, "quickstart.ts"));
  const emulator = 'import { startEmulator } from "cdktf-azure-vm-backup/emulator";\nvoid startEmulator;\n';
  await writeFile(join(consumer, "emulator.ts"), emulator);
  const compilerOptions = {
    ...{ target: "ES2022", module: "node16", strict: true, skipLibCheck: false },
    ...{ types: ["node"], typeRoots: [join(ROOT, "node_modules/@types")] },
  };
  const files = ["quickstart.ts", "emulator.ts"];
  await writeFile(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));

  await inConsumer(process.execPath, [TSC]);
  await inConsumer(process.execPath, ["quickstart.js"]);
  const stack = JSON.parse(await readFile(join(consumer, "cdktf.out/stacks/quickstart/cdk.tf.json"), "utf8")) as {
    resource: Record<string, unknown>;
  };
  expect(Object.keys(stack.resource).sort()).toEqual([
    "azurerm_backup_policy_vm",
    "azurerm_backup_protected_vm",
    "azurerm_recovery_services_vault",
    "azurerm_resource_group",
    "terraform_data",
  ]);
});

test("the command runs where only the package and its peers are installed", async () => {
  const command = join(consumer, "node_modules/.bin/azure-vm-backup");
  expect((await inConsumer(command, ["--version"])).trim()).toBe(manifest.version);
});
