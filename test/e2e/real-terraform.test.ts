import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { run, type Ended } from "./support/processes";

/** The output of `npm start -- --terraform` and `npm run lifecycle` if Terraform or its provider is not available. */
const ROOT = resolve(__dirname, "../..");

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), "bin-"));
  await symlink(process.execPath, join(bin, "node"));
  await symlink(onPath("npx"), join(bin, "npx"));
  await symlink("/bin/sh", join(bin, "sh"));
});
afterEach(() => rm(bin, { recursive: true }));

/** Returns the path of a program in PATH. */
function onPath(program: string): string {
  const found = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, program));
  return found.find((file) => existsSync(file)) ?? program;
}

/** A Terraform that cannot load any provider. */
async function offlineTerraform(): Promise<void> {
  const file = join(bin, "terraform");
  const error = "Error: Failed to query available provider packages\\n\\nCould not retrieve the list of available versions";
  await writeFile(file, `#!/bin/sh\n[ "$1" = version ] && exit 0\nprintf '%b' '${error}' >&2\nexit 1\n`);
  await chmod(file, 0o755);
}

function start(program: string, ...args: string[]): Promise<Ended> {
  const register = require.resolve("ts-node/register/transpile-only");
  const env = { PATH: `${bin}:${join(ROOT, "node_modules/.bin")}`, HOME: bin, NO_COLOR: "1" };
  return run(process.execPath, ["-r", register, join(ROOT, "tools/local", program), ...args], { cwd: ROOT, env });
}

describe.each([
  ["npm start -- --terraform", "start.ts", ["--terraform"], "npm start failed: "],
  ["npm run lifecycle", "lifecycle.ts", [], "npm run lifecycle failed: "],
])("%s", (_, program, args, prefix) => {
  test("prints one sentence without Terraform", async () => {
    const { code, output } = await start(program, ...args);
    const sentence = "this needs Terraform 1.4 or newer, which is not on the PATH: install it and run this again";
    expect([code, output.trim().split("\n").at(-1)]).toEqual([1, `${prefix}${sentence}`]);
  });

  test("prints one sentence with Terraform's reason without the provider", async () => {
    await offlineTerraform();
    const { code, output } = await start(program, ...args);
    const sentence =
      "this needs the azurerm provider, and 'terraform init' could not load it (Failed to query available provider packages): run it where the Terraform registry or a mirror of it can be reached";
    expect([code, output.trim().split("\n").at(-1)]).toEqual([1, `${prefix}${sentence}`]);
  });
});
