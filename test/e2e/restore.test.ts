import { resolve } from "node:path";
import { ExitCode } from "../../lib/contract/exit-code";
import type { Emulator } from "../../lib/emulator";
import { startTestEmulator } from "../support/emulator";
import { type Ended, run } from "./support/processes";
import { protectVms } from "./support/protected-vms";
import { Running } from "./support/running";

/** Restores with the bundled program, against the emulator. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const HOUR = 3_600_000;

let emulator: Emulator;
let restore: string[];

beforeAll(async () => {
  emulator = await startTestEmulator({ speed: 600, scheduledBackups: false });
  const { vaultId } = await protectVms(emulator, ["vm-web"]);
  const groups = vaultId.split("/").slice(0, 4).join("/");
  emulator.addResource(`${groups}/rg-target/providers/Microsoft.Storage/storageAccounts/strestore`);
  const subnet = `${groups}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default`;
  emulator.addResource(subnet);
  const backedUp = await program("backup-now", vaultId, "--wait-for", "snapshot");
  expect(backedUp.code).toBe(ExitCode.done);
  emulator.advance(3 * HOUR);
  restore = [
    "restore",
    vaultId,
    "--vm",
    "vm-web",
    "--to",
    "vm",
    "--target-group",
    "rg-target",
    "--name",
    "vm-new",
    "--subnet",
    subnet,
  ];
});

const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env["PATH"], ...emulator.environment() });
const program = (...args: string[]): Promise<Ended> => run(process.execPath, [PROGRAM, ...args], { env: environment() });
const restores = () => emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/restore"));

test("plans without a request; follows the job of a killed run", async () => {
  const planned = await program(...restore, "--plan", "--output", "json");
  expect(planned.code).toBe(ExitCode.done);
  expect(JSON.parse(planned.stdout)).toMatchObject({ restoresTo: "vm", findings: [] });
  expect(restores()).toEqual([]);

  const killed = new Running(process.execPath, [PROGRAM, ...restore], { cwd: __dirname, env: environment() });
  await killed.saw(/restore job .* is running/);
  killed.kill();
  await killed.ended;

  const second = await program(...restore);
  expect(second).toMatchObject({
    code: ExitCode.done,
    stdout: expect.stringMatching(/was started before; following it/) as string,
  });
  expect(second.stdout).toMatch(/virtual machine .*\/virtualMachines\/vm-new/);
  expect(restores()).toHaveLength(1);
});
