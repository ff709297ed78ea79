import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Emulator } from "../../lib/emulator";
import { CdktfProject } from "./support/cdktf-project";
import { succeeded } from "./support/processes";
import { protectVms } from "./support/protected-vms";
import { isRunning, Running } from "./support/running";
import { describeWithTerraform } from "./support/terraform";
import { startTestEmulator } from "../support/emulator";

const NAMES = ["vm-web", "vm-app", "vm-db"];
const SPEED = 600;
const HOOK = "azure-vm-backup.cjs";
const RESUME = /to continue watching them: azure-vm-backup backup-now ".*" --vm "vm-app" --vm "vm-db" --vm "vm-web"/;

describeWithTerraform("an apply that ends before its backups", () => {
  let emulator: Emulator;
  let project: CdktfProject;
  let apply: Running;

  // All tests share one stack: an emulator on the same port has the same ids.
  beforeAll(async () => {
    emulator = await startTestEmulator({ speed: SPEED });
    project = await CdktfProject.of("initial-backup.ts", emulator.environment());
    const { vaultId, itemIds } = await protectVms(emulator, NAMES);
    succeeded(await project.cdktf(["synth"], { E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: itemIds.join(",") }));
    succeeded(await project.terraform("initial-backup", ["init"]));
    await emulator.stop();
  });
  afterAll(() => project.remove());

  beforeEach(async () => {
    emulator = await startTestEmulator({ speed: SPEED, port: Number(new URL(emulator.url).port) });
    await protectVms(emulator, NAMES);
    const cwd = project.stack("initial-backup");
    await rm(join(project.directory, "terraform.initial-backup.tfstate"), { force: true });
    const env = { ...process.env, CHECKPOINT_DISABLE: "1", ...emulator.environment() };
    apply = new Running("terraform", ["apply", "-auto-approve", "-no-color"], { cwd, env });
    await apply.saw(/backup requested/);
  });

  const triggers = (): number => emulator.journal.filter(({ path, status }) => path.endsWith("/backup") && status === 202).length;

  async function nextApplyCompletes(): Promise<void> {
    const args = ["apply", "-auto-approve", "-no-color"];
    const { output, code } = await project.terraform("initial-backup", args, emulator.environment());
    expect(output).toContain("3 VMs: 3 completed");
    expect(code).toBe(0);
    expect(triggers()).toBe(3);
  }

  test("by Ctrl-C prints the command to continue; the next run follows the same backups", async () => {
    apply.signalAll("SIGINT");
    expect(await apply.ended).not.toBe(0);
    expect(apply.output).toMatch(RESUME);
    expect(apply.output).not.toMatch(/backups? (was|were) cancelled/i);
    await nextApplyCompletes();
  });

  test("by killing the hook: the command was printed before the first backup", async () => {
    process.kill(apply.childRunning(HOOK), "SIGKILL");
    expect(await apply.ended).not.toBe(0);
    expect(apply.output.search(RESUME)).toBeLessThan(apply.output.search(/backup requested/));
    await nextApplyCompletes();
  });

  test("by killing Terraform, also if the hook still runs", async () => {
    const hook = apply.childRunning(HOOK);
    apply.kill();
    await apply.ended;
    expect(apply.output).toMatch(RESUME);
    await nextApplyCompletes();
    if (isRunning(hook)) process.kill(hook, "SIGKILL");
  });
});
