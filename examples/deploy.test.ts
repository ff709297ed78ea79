import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { App, Testing } from "cdktf";
import { startEmulator, type Emulator } from "cdktf-azure-vm-backup/emulator";
import { QuickstartStack } from "./quickstart";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const VMS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines`;

const folder = mkdtempSync(join(tmpdir(), "deploy-test-"));
writeFileSync(join(folder, "cdk.tf.json"), Testing.synth(new QuickstartStack(new App({ outdir: folder }), "quickstart"), true));
const hasAzurerm = spawnSync("terraform", [`-chdir=${folder}`, "init", "-input=false"]).status === 0;
if (!hasAzurerm) console.warn("skipped: 'terraform init' cannot load azurerm here");

let emulator: Emulator;
beforeEach(async () => {
  // Policies start backups by the time of day: without a fixed start time, the result of the test depends on the hour.
  const virtualMachines = ["vm-web", "vm-api", "vm-db"].map((name) => ({ id: `${VMS}/${name}` }));
  emulator = await startEmulator({
    startTime: "2027-01-15T09:00:00Z",
    speed: 600,
    account: { subscriptionId: SUBSCRIPTION },
    virtualMachines,
  });
});
afterEach(() => emulator.stop());
afterAll(() => {
  rmSync(folder, { recursive: true });
});

(hasAzurerm ? test : test.skip)(
  "deploys the stack, whose VMs then have a backup, and a second plan changes nothing",
  async () => {
    const terraform = async (...args: string[]): Promise<void> => {
      const env = { ...process.env, ...emulator.environment() };
      await promisify(execFile)("terraform", [`-chdir=${folder}`, ...args, "-input=false"], { env, maxBuffer: 2 ** 26 });
    };
    await terraform("apply", "-auto-approve");
    await terraform("plan", "-detailed-exitcode");
    const backups = emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/backup"));
    expect(backups).toHaveLength(3);
  },
  300_000,
);
