import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { Emulator } from "../../lib/emulator";
import { startTestEmulator } from "../support/emulator";
import { azureJobs, gitHubJobs, gitLabJob, type PipelineStep } from "../support/pipeline-steps";
import { CdktfProject } from "./support/cdktf-project";
import { drillPlaces, listedResources } from "./support/drill-places";
import { succeeded } from "./support/processes";
import { protectVms } from "./support/protected-vms";
import { describeWithTerraform } from "./support/terraform";

const COMMANDS = {
  cdktf: join(dirname(require.resolve("cdktf-cli/package.json")), "bundle/bin/cdktf"),
  "azure-vm-backup": resolve(__dirname, "../../bundle/azure-vm-backup.cjs"),
};

/** The example pipelines: every script in order, with the emulator, and folders as artifact stores. */
describeWithTerraform("the example pipelines", () => {
  let emulator: Emulator;
  let folder: string;
  let artifact: string;
  let environment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    emulator = await startTestEmulator({ speed: 600, scheduledBackups: false });
    folder = await mkdtemp(join(tmpdir(), "pipeline-"));
    artifact = join(folder, "artifact");
    const account = emulator.environment();
    environment = {
      // The name and the options of the stack that the pipelines deploy.
      ...{ E2E_STACK: "backup", E2E_OUTPUT_NAME: "initial_backup", E2E_RUN_IN_DEPLOYMENT: "true", E2E_WAIT_FOR: "snapshot" },
      // The variables that a service connection of Azure Pipelines sets for its tasks.
      ...{ servicePrincipalId: account["ARM_CLIENT_ID"], tenantId: account["ARM_TENANT_ID"] },
      AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "connection",
      ARM_USE_OIDC: "true",
    };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const triggers = (): number =>
    emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/backup")).length;

  /** Runs a job in a new checkout, without the actions and tasks that sign in or install. */
  async function runJob(checkout: CdktfProject, steps: readonly PipelineStep[]): Promise<string> {
    let output = "";
    await installCommands(checkout.directory);
    for (const { script, env, publishes = [], downloadsTo } of steps) {
      for (const path of publishes) await cp(resolve(checkout.directory, path), publishedAs(path), { recursive: true });
      if (downloadsTo !== undefined) await cp(artifact, resolve(checkout.directory, downloadsTo), { recursive: true });
      if (script === undefined || script === "npm ci" || script.includes("terraform.zip")) continue;
      output += succeeded(await checkout.bash(script, { ...environment, ...env, ...emulator.environment() }));
    }
    return output;
  }

  const publishedAs = (path: string): string => (isAbsolute(path) ? artifact : join(artifact, path));

  test.each([
    ["github-actions.yml", (workspace: string) => gitHubJobs(workspace), "vaulted.xml"],
    [
      "azure-pipelines.yml",
      (workspace: string) =>
        azureJobs({
          "Build.ArtifactStagingDirectory": join(workspace, "staging"),
          "Pipeline.Workspace": join(workspace, "pipeline"),
        }),
      "staging/reports/vaulted.xml",
    ],
    ["gitlab-ci.yml", (workspace: string) => [gitLabJob("deploy", workspace), gitLabJob("vaulted", workspace)], "vaulted.xml"],
  ])("%s deploys, and its second job follows the backups into the vault", async (_, jobsIn, report) => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web", "vm-app"]);
    environment = { ...environment, E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: itemIds.join(",") };
    const checkouts = [await checkOut(), await checkOut()];
    try {
      const outputs: string[] = [];
      for (const [index, checkout] of checkouts.entries()) {
        const steps = jobsIn(checkout.directory)[index] ?? [];
        outputs.push(await runJob(checkout, steps));
      }
      const [deployed = "", followed = ""] = outputs;
      expect(deployed).toMatch(/vm-web.*Snapshot taken/i);
      // On a slow machine, a transfer may have ended before the second job starts.
      for (const vm of ["vm-web", "vm-app"]) expect(followed).toMatch(new RegExp(`${vm}.*(Completed|Already backed up)`));
      expect(triggers()).toBe(2);
      expect(await readFile(join(checkouts[1]?.directory ?? "", report), "utf8")).toMatch(/tests="2".*failures="0"/s);
    } finally {
      for (const checkout of checkouts) await checkout.remove();
    }
  });

  test.each([
    ["restore-drill-github-actions.yml", (workspace: string, file: string) => gitHubJobs(workspace, file), "reports"],
    [
      "restore-drill-azure-pipelines.yml",
      (workspace: string, file: string) => azureJobs({ "Build.ArtifactStagingDirectory": join(workspace, "staging") }, file),
      "staging/reports",
    ],
    ["gitlab-ci.yml", (workspace: string) => [gitLabJob("restore-drill", workspace)], "reports"],
  ])("%s drills a deployed stack, and publishes the evidence", async (file, jobsIn, reports) => {
    const settings = await drillPlaces(emulator, ["vm-web", "vm-app"]);
    environment = { ...environment, ...settings };
    const checkout = await CdktfProject.of("restore-drill.ts", emulator.environment());
    try {
      succeeded(await checkout.deploy({ ...settings, E2E_STACK: "backup" }));
      const before = await listedResources(emulator);
      const output = await runJob(checkout, jobsIn(checkout.directory, file).flat());
      expect(output).toContain("2 VMs: 2 passed");
      expect(await listedResources(emulator)).toEqual(before);
      const evidence = await Promise.all(
        ["drill.json", "drill.xml", "drill.html"].map((name) => readFile(join(checkout.directory, reports, name), "utf8")),
      );
      expect(evidence[0]).toContain('"operation": "drill"');
      expect(evidence[1]).toMatch(/tests="2".*failures="0"/s);
      expect((await readdir(artifact, { recursive: true })).map((path) => basename(path))).toContain("drill.html");
    } finally {
      await checkout.remove();
    }
  });

  test.each([
    ["pull-request-github-actions.yml", (workspace: string, file: string) => gitHubJobs(workspace, file)],
    [
      "pull-request-azure-pipelines.yml",
      (workspace: string, file: string) => azureJobs({ "Build.ArtifactStagingDirectory": join(workspace, "staging") }, file),
    ],
    ["gitlab-ci.yml", (workspace: string) => [gitLabJob("explain-plan", workspace)]],
  ])("%s explains the plan, and publishes it", async (file, jobsIn) => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web"]);
    environment = { ...environment, E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: itemIds.join(",") };
    const checkout = await checkOut();
    try {
      await runJob(checkout, jobsIn(checkout.directory, file).flat());
      const explained = await readFile(join(artifact, "backup-plan.md"), "utf8");
      expect(explained).toContain("**No recovery point is lost (1 info)** (exit code 0)");
      expect(triggers()).toBe(0);
    } finally {
      await checkout.remove();
    }
  });

  const checkOut = (): Promise<CdktfProject> => CdktfProject.of("initial-backup.ts", emulator.environment());
});

/** Replaces `npm ci`. */
async function installCommands(directory: string): Promise<void> {
  const bin = join(directory, "node_modules/.bin");
  await mkdir(bin, { recursive: true });
  for (const [name, program] of Object.entries(COMMANDS)) {
    await writeFile(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    await chmod(join(bin, name), 0o755);
  }
}
