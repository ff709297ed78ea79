import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Emulator } from "../../../lib/emulator";
import { SUBSCRIPTION } from "../../support/azure";
import { startTestEmulator } from "../../support/emulator";
import { describeWithAzurerm } from "../support/azurerm";
import { BareTerraform } from "../support/bare-terraform";
import { run, succeeded } from "../support/processes";
import { protectVms } from "../support/protected-vms";
import { stackOfVm, type VmBlocks } from "../support/restored-stack";

/** The steps that `restore` prints are run with azurerm, and its next plan replaces nothing. */

const VERSION = ">= 4.77.0, < 5.0.0";
const PROGRAM = resolve(__dirname, "../../../bundle/azure-vm-backup.cjs");
const TIME_OUT = 600_000;
const HOUR = 3_600_000;
const groupId = (name: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
const SUBNET_ID = `${groupId("rg-app")}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/vms`;

/** The placeholders of the printed steps, and the addresses of the stack. */
const ADDRESSES = {
  "azurerm_linux_virtual_machine.<name>": "azurerm_linux_virtual_machine.web",
  "azurerm_network_interface.<name>": "azurerm_network_interface.web-nic",
  "azurerm_managed_disk.<LUN 3>": "azurerm_managed_disk.data",
  "azurerm_virtual_machine_data_disk_attachment.<LUN 3>": "azurerm_virtual_machine_data_disk_attachment.data-attached",
};

/** Tags, caching and the like are not restored, and are updated in place. */
const UPDATED = new Set(["update"]);

interface Restored {
  readonly made: readonly { readonly what: string; readonly id: string }[];
  readonly terraform: readonly string[];
}

const nameOf = (id = ""): string => id.split("/").at(-1) ?? "";

describeWithAzurerm("the Terraform steps of a restore", () => {
  let emulator: Emulator;
  let terraform: BareTerraform;
  let vaultId: string;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "after-a-restore-"));
    emulator = await startTestEmulator({ speed: 600, scheduledBackups: false, account: { subscriptionId: SUBSCRIPTION } });
    for (const name of ["rg-app", "rg-restored"]) emulator.addResource(groupId(name));
    emulator.addResource(`${groupId("rg-restored")}/providers/Microsoft.Storage/storageAccounts/strestore`);
    terraform = await BareTerraform.create(emulator.environment());
    await terraform.apply(stackOfVm(VERSION));
    ({ vaultId } = await protectVms(emulator, ["vm-web"], { vmsExist: true }));
    await program("backup-now", vaultId, "--wait-for", "completed");
    emulator.advance(HOUR);
  }, TIME_OUT);

  afterEach(async () => {
    await terraform.remove();
    rmSync(folder, { recursive: true });
    await emulator.stop();
  });

  const program = async (...args: string[]): Promise<string> => {
    const env = { PATH: process.env["PATH"], ...emulator.environment() };
    return succeeded(await run(process.execPath, [PROGRAM, ...args], { env }));
  };

  const restore = async (...flags: string[]): Promise<Restored> => {
    const report = join(folder, "report.json");
    await program("restore", vaultId, "--vm", "vm-web", ...flags, "--report-json", report);
    return JSON.parse(readFileSync(report, "utf8")) as Restored;
  };

  const idOf = ({ made }: Restored, what: string): string => made.find((one) => one.what === what)?.id ?? "";

  /** Runs the printed steps with the addresses of the stack; returns the actions of the next plan, which is applied. */
  const planAfter = async ({ terraform: steps }: Restored, addresses: Record<string, string>, blocks: VmBlocks) => {
    const build = stackOfVm(VERSION, blocks);
    await terraform.prepare(build);
    for (const step of steps.filter((line) => !line.startsWith("#"))) {
      const line = Object.entries(addresses).reduce((text, [from, to]) => text.replaceAll(from, to), step);
      await terraform.bash(line);
    }
    const changes = await terraform.plan(build);
    await terraform.apply(build);
    return new Set(Object.values(changes));
  };

  test(
    "keep the next plan from replacing a restored VM, its interface and its disks",
    async () => {
      const flags = ["--target-group", "rg-restored", "--name", "vm-web-2", "--subnet", SUBNET_ID];
      const restored = await restore("--to", "vm", ...flags);
      const blocks: VmBlocks = {
        restored: {
          group: "rg-restored",
          vm: "vm-web-2",
          nic: nameOf(idOf(restored, "network interface")),
          osDiskId: idOf(restored, "OS disk"),
        },
        dataDisk: { group: "rg-restored", name: nameOf(idOf(restored, "data disk")) },
      };
      expect(await planAfter(restored, ADDRESSES, blocks)).toEqual(UPDATED);
    },
    TIME_OUT,
  );

  test.each([true, false])(
    "keep the next plan from replacing a VM with replaced disks, with a name in its block: %p",
    async (isNamed) => {
      const restored = await restore("--to", "original", "--replace", "vm-web");
      expect(restored.terraform[0]).toContain(`os_disk { name = "${nameOf(idOf(restored, "OS disk"))}" }`);
      const blocks: VmBlocks = {
        ...(isNamed && { osDiskName: nameOf(idOf(restored, "OS disk")) }),
        dataDisk: { group: "rg-app", name: nameOf(idOf(restored, "data disk")) },
      };
      expect(await planAfter(restored, ADDRESSES, blocks)).toEqual(UPDATED);
    },
    TIME_OUT,
  );

  test(
    "import restored disks, which the next plan does not replace",
    async () => {
      const restored = await restore("--to", "disks", "--target-group", "rg-restored");
      const addresses = { "<LUN 3>": "restored-data", "<os disk>": "restored-os" };
      const extraDisks = {
        "restored-data": { group: "rg-restored", name: nameOf(idOf(restored, "data disk")) },
        "restored-os": { group: "rg-restored", name: nameOf(idOf(restored, "OS disk")) },
      };
      expect(await planAfter(restored, addresses, { extraDisks })).toEqual(UPDATED);
    },
    TIME_OUT,
  );
});
