import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Emulator } from "../../lib/emulator";
import { startTestEmulator } from "../support/emulator";
import { CdktfProject } from "./support/cdktf-project";
import { drillPlaces, listedResources } from "./support/drill-places";
import { run, succeeded, type Ended } from "./support/processes";
import { describeWithTerraform } from "./support/terraform";

const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");

/** A stack with a drill, whose resource group and staging account exist: Terraform needs no provider. */
describeWithTerraform("cdktf deploy of a stack with a restore drill", () => {
  let emulator: Emulator;
  let project: CdktfProject;
  let settings: Record<string, string>;

  beforeEach(async () => {
    emulator = await startTestEmulator({ speed: 600, scheduledBackups: false });
    project = await CdktfProject.of("restore-drill.ts", emulator.environment());
    settings = await drillPlaces(emulator, ["vm-web", "vm-app"]);
  });
  afterEach(() => project.remove());

  const restores = (): number =>
    emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/restore")).length;

  const drill = (...flags: string[]): Promise<Ended> =>
    run(process.execPath, [PROGRAM, "drill", "--from-outputs", join(project.directory, "outputs.json"), ...flags], {
      env: { ...process.env, ...emulator.environment() },
    });

  test("drills after the initial backups, and not again without a change", async () => {
    const before = await listedResources(emulator);
    const first = succeeded(await project.deploy({ ...settings, E2E_RUN_ON_DEPLOY: "true" }));
    expect(first).toMatch(/vm-web.*Completed[^]*2 VMs: 2 passed/);
    expect(restores()).toBe(2);
    expect(await listedResources(emulator)).toEqual(before);

    const second = succeeded(await project.deploy({ ...settings, E2E_RUN_ON_DEPLOY: "true" }));
    expect(second).toContain("No changes");
    succeeded(await project.deploy({ ...settings, E2E_RUN_ON_DEPLOY: "true", E2E_OBJECTIVE: "500" }));
    expect(restores()).toBe(4);
    expect(await listedResources(emulator)).toEqual(before);
  });

  test("fails the deployment if the drill fails", async () => {
    emulator.addFault({ kind: "restore", vm: "vm-web", code: "UserErrorQuotaExceeded", times: 1 });
    const before = await listedResources(emulator);
    const failed = await project.deploy({ ...settings, E2E_RUN_ON_DEPLOY: "true" });
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("2 VMs: 1 passed, 1 failed");
    expect(await listedResources(emulator)).toEqual(before);
  });

  test("is run from the output of the stack, each time with another VM, and leaves nothing", async () => {
    succeeded(
      await project.cdktf(["deploy", "--auto-approve", "--outputs-file", "outputs.json"], { ...settings, E2E_SAMPLE: "1" }),
    );
    expect(restores()).toBe(0);
    const before = await listedResources(emulator);
    const drilled: string[] = [];
    for (const file of ["one.json", "two.json"]) {
      const report = join(project.directory, file);
      succeeded(await drill("--report-json", report));
      const { vms } = JSON.parse(await readFile(report, "utf8")) as { vms: { vm: string; outcome: string; jobIds: string[] }[] };
      expect(vms).toMatchObject([{ outcome: "passed", jobIds: [expect.any(String) as string] }]);
      drilled.push(vms[0]?.vm ?? "");
      expect(await listedResources(emulator)).toEqual(before);
    }
    expect(drilled.sort()).toEqual(["vm-app", "vm-web"]);
  });
});
