import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { App, LocalBackend } from "cdktf";
import { startEmulator, type Emulator } from "cdktf-azure-vm-backup/emulator";
import { QuickstartStack } from "./quickstart";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const VMS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines`;

const folder = mkdtempSync(join(tmpdir(), "deploy-test-"));
const app = new App({ outdir: folder });
const stack = new QuickstartStack(app, "quickstart");
// Without a backend, cdktf keeps the state in the folder that jest runs in.
new LocalBackend(stack, { path: join(folder, "terraform.tfstate") });
app.synth();
const chdir = `-chdir=${join(folder, "stacks/quickstart")}`;
const hasAzurerm = spawnSync("terraform", [chdir, "init", "-input=false"]).status === 0;
if (!hasAzurerm) {
  console.warn("skipped: 'terraform init' cannot load azurerm here");
  // Without a test that runs, afterAll does not run either.
  rmSync(folder, { recursive: true });
}

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
      await promisify(execFile)("terraform", [chdir, ...args, "-input=false"], { env, maxBuffer: 2 ** 26 });
    };
    await terraform("apply", "-auto-approve");
    await terraform("plan", "-detailed-exitcode");
    const backups = emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/backup"));
    expect(backups).toHaveLength(3);
  },
  300_000,
);
