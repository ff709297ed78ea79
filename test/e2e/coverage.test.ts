import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CoverageExitCode } from "../../lib/contract/exit-code";
import { startTestEmulator } from "../support/emulator";
import { azureJobs, gitHubJobs, gitLabJob } from "../support/pipeline-steps";
import { runProgramStep } from "./support/pipeline-program";
import { run, succeeded } from "./support/processes";
import { protectVms } from "./support/protected-vms";

const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "coverage-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

test("the pipelines pass with a baseline, and fail with the VM that nobody protects since", async () => {
  const emulator = await startTestEmulator({ speed: 600, scheduledBackups: false });
  const { vaultId } = await protectVms(emulator, ["vm-web", "vm-known"]);
  const settings = emulator.environment();
  const env = {
    ...settings,
    // The variables that a service connection of Azure Pipelines sets for its tasks.
    ...{ servicePrincipalId: settings["ARM_CLIENT_ID"], tenantId: settings["ARM_TENANT_ID"] },
    AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "connection",
  };
  const command = async (...args: string[]): Promise<string> =>
    succeeded(await run(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env["PATH"], ...env }, cwd: directory }));
  await command("coverage", "--write-baseline", "coverage-baseline.json");
  const jobs = [
    gitHubJobs(directory, "coverage-github-actions.yml"),
    azureJobs({ "Build.ArtifactStagingDirectory": join(directory, "staging") }, "coverage-azure-pipelines.yml"),
    [gitLabJob("backup-coverage", directory, "coverage-gitlab-ci.yml")],
  ].map((steps) => steps.flat());

  for (const steps of jobs) {
    const { code, output } = await runProgramStep(steps, directory, env);
    expect([code, output]).toEqual([CoverageExitCode.covered, expect.stringContaining("protected and never backed up 2")]);
  }
  emulator.addVirtualMachine(
    vaultId.replace(/resourceGroups.*/, "resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-forgotten"),
  );
  for (const steps of jobs) {
    rmSync(join(directory, "reports"), { recursive: true, force: true });
    const { code, output } = await runProgramStep(steps, directory, env);
    expect(code).toBe(CoverageExitCode.gaps);
    expect(output).toMatch(/Protected by no vault +│ vm-forgotten .* new /);
    expect(output.match(/ new /g)).toHaveLength(1);
    const published = steps.flatMap(({ publishes = [] }) => publishes).map((path) => resolve(directory, path));
    expect(published.filter((path) => existsSync(path))).toEqual(published);
    const files = published.flatMap((path) => readdirSync(path).map((file) => join(path, file)));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) expect(readFileSync(file, "utf8")).toContain("vm-forgotten");
  }
});
