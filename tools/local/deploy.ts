import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Emulator } from "cdktf-azure-vm-backup/emulator";
import { requireTerraform, runVisibly, withoutAzure } from "./real-terraform";

const ROOT = resolve(__dirname, "../..");

/**
 * Runs `cdktf deploy` of a project with the real Terraform and the real azurerm. Only the environment variables point azurerm to the
 * emulator. It runs in a temporary folder, so that the state of a real deployment does not change.
 * @throws Error if Terraform or azurerm is not available, or the deployment fails
 */
export async function deploy(project: string, stackDirectory: string, emulator: Emulator): Promise<void> {
  await requireTerraform(stackDirectory, process.env);
  const directory = await mkdtemp(join(ROOT, ".start-"));
  try {
    const { app } = JSON.parse(await readFile(join(project, "cdktf.json"), "utf8")) as { app: string };
    const program = resolve(project, app.trim().split(/\s+/).at(-1) ?? "");
    const register = require.resolve("ts-node/register/transpile-only");
    const config = {
      language: "typescript",
      app: `node -r "${register}" "${program}"`,
      projectId: "start",
      sendCrashReports: "false",
    };
    await writeFile(join(directory, "cdktf.json"), JSON.stringify(config));
    const cli = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle/bin/cdktf");
    const settings = { CHECKPOINT_DISABLE: "1", CI: "1", TS_NODE_PROJECT: join(ROOT, "tsconfig.json") };
    // A lock file needs checksums from the registry, which a mirror of providers does not have, and would be deleted here.
    const deployment = ["deploy", "*", "--auto-approve", "--skip-provider-lock"];
    const code = await runVisibly(process.execPath, [cli, ...deployment], directory, {
      ...withoutAzure(process.env),
      ...settings,
      ...emulator.environment(),
    });
    if (code !== 0) throw new Error(`cdktf deploy ended with exit code ${code}; see its output above`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
