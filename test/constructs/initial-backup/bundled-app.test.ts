import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** An app bundled by esbuild: the program of the deployment is not beside its code. */

const ROOT = resolve(__dirname, "../../..");
const APP = `
  import { App, TerraformStack } from "cdktf";
  import { hookAsset } from "./lib/constructs/initial-backup/hook-asset";
  const app = new App({ outdir: "out" });
  hookAsset(new TerraformStack(app, "stack"), "Hook");
  app.synth();
`;

let directory: string;

function synthesize(): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/app.js"], { cwd: directory, encoding: "utf8" });
  return { code: status, output: stdout + stderr };
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "bundled-app-"));
  await build({
    stdin: { contents: APP, resolveDir: ROOT, loader: "ts" },
    outfile: join(directory, "dist/app.js"),
    ...{ bundle: true, platform: "node", format: "cjs", logLevel: "silent" },
  });
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test("throws with a remedy if the package is not installed where the app runs", () => {
  expect(synthesize()).toMatchObject({ code: 1, output: expect.stringContaining("--packages=external") as string });
});

test("finds the program in the installed package", () => {
  const bundle = join(directory, "node_modules/cdktf-azure-vm-backup/bundle");
  mkdirSync(bundle, { recursive: true });
  writeFileSync(join(bundle, "azure-vm-backup.cjs"), "");
  expect(synthesize()).toMatchObject({ code: 0 });
  const files = readdirSync(join(directory, "out"), { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.endsWith("azure-vm-backup.cjs"))).toHaveLength(1);
});
