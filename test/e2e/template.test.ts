import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { packPackage } from "./support/packed-package";
import { run, succeeded } from "./support/processes";

/** A project of `cdktf init` with the changes of `docs/troubleshooting.md`, on the Node that runs this test. */
const ROOT = resolve(__dirname, "../..");
const TEMPLATE = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle/templates/typescript");

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

let project: string;
afterAll(() => rm(project, { recursive: true, force: true }));

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "cdktf-init-"));
  const template = ["package.json", "cdktf.json", "tsconfig.json", "jest.config.js", "setup.js"];
  for (const file of template) await writeFile(join(project, file), filled(await readFile(join(TEMPLATE, file), "utf8")));
  await cp(join(ROOT, "examples/quickstart.ts"), join(project, "main.ts"));
  await writeFile(join(project, "package.json"), JSON.stringify(await manifest()));
  await inProject("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
});

async function inProject(command: string, args: readonly string[]): Promise<string> {
  // jest keeps its cache in the temporary folder.
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", CI: "1", TMPDIR: project };
  return succeeded(await run(command, args, { cwd: project, env }));
}

/** Returns a file of the template, with the answers to `cdktf init`. */
function filled(text: string): string {
  const answers: Record<string, string> = { $base: "app", projectId: "app", sendCrashReports: "false", futureFlags: "" };
  return text.replace(/\{\{ *([$\w]+) *\}\}/g, (_, name: string) => answers[name] ?? "");
}

/** Returns the template's `package.json` with the packages that `cdktf init` installs, in this checkout's versions, and those of the docs. */
async function manifest(): Promise<object> {
  const template = JSON.parse(filled(await readFile(join(TEMPLATE, "package.json"), "utf8"))) as object;
  const { devDependencies: ours, peerDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as Manifest;
  const versions = (names: string[]): object => Object.fromEntries(names.map((name) => [name, ours[name]]));
  const docs = await readFile(join(ROOT, "docs/troubleshooting.md"), "utf8");
  const cure = JSON.parse(/```json\n(\{[^`]+"overrides"[^`]+)```/.exec(docs)?.[1] ?? "{}") as Manifest;
  const { filename } = await packPackage(project);
  return {
    ...template,
    ...cure,
    dependencies: { "cdktf-azure-vm-backup": `file:${filename}`, ...versions(Object.keys(peerDependencies ?? {})) },
    devDependencies: {
      ...versions(["@types/jest", "@types/node", "jest", "ts-jest", "ts-node", "typescript"]),
      ...cure.devDependencies,
    },
  };
}

test("overrides the library that has no binaries for newer Node versions", async () => {
  const installed = join(project, "node_modules/@cdktf/node-pty-prebuilt-multiarch/package.json");
  expect(JSON.parse(await readFile(installed, "utf8"))).toMatchObject({ name: "@lydell/node-pty" });
});

test("synthesizes the quickstart with its own cdktf CLI", async () => {
  await inProject("npm", ["run", "synth"]);
  const stack = JSON.parse(await readFile(join(project, "cdktf.out/stacks/quickstart/cdk.tf.json"), "utf8")) as object;
  expect(stack).toHaveProperty("resource.azurerm_backup_protected_vm");
});

test("type-checks and passes a test with the emulator", async () => {
  const text = `
    import { startEmulator } from "cdktf-azure-vm-backup/emulator";

    it("starts the emulator", async () => {
      const emulator = await startEmulator();
      try {
        expect(emulator.environment()).toHaveProperty("ARM_SUBSCRIPTION_ID");
      } finally {
        await emulator.stop();
      }
    });
  `;
  await cp(join(TEMPLATE, "__tests__"), join(project, "__tests__"), { recursive: true });
  await writeFile(join(project, "__tests__/emulator-test.ts"), text);
  expect(await inProject("npm", ["test"])).toContain("1 todo, 1 passed");
});

test("type-checks and synthesizes the files of docs/start.md in a home without settings", async () => {
  const page = await readFile(join(ROOT, "docs/start.md"), "utf8");
  const folder = join(project, "start");
  await mkdir(join(folder, "home"), { recursive: true });
  for (const [file, text] of filesOf(page)) await writeFile(join(folder, file), text);
  const env = { ...process.env, HOME: join(folder, "home"), CHECKPOINT_DISABLE: "1", CI: "1" };
  for (const args of [
    ["tsc", "--noEmit"],
    ["cdktf", "synth"],
  ])
    succeeded(await run("npx", args, { cwd: folder, env }));
  const stack = JSON.parse(await readFile(join(folder, "cdktf.out/stacks/backup/cdk.tf.json"), "utf8")) as object;
  expect(stack).toHaveProperty("resource.azurerm_backup_protected_vm");
});

/** Returns the first code block after each name of a file in a page. */
function filesOf(page: string): [string, string][] {
  return ["cdktf.json", "tsconfig.json", "main.ts"].map((file) => {
    const [, text] = new RegExp(`^\`${file}\`[^]*?\n\`\`\`\\w+\n([^]*?)\`\`\`\n`, "m").exec(page) ?? [];
    if (text === undefined) throw new Error(`docs/start.md must have a code block of ${file}`);
    return [file, text];
  });
}
