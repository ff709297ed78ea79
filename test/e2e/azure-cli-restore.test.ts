import type { Emulator } from "../../lib/emulator";
import { AzureCli, hasAzureCli } from "./support/azure-cli";
import { protectVms } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";

/** The restore commands of the unmodified Azure CLI, in Debian's version. */

const installed = hasAzureCli();
if (!installed) console.warn("skipped: the Azure CLI (az) with its backup commands is not installed");

interface Resource<P = Record<string, unknown>> {
  readonly name: string;
  readonly properties: P;
}

const VAULT = ["-g", "rg-backup", "-v", "rsv-e2e"];
const OF_VM = [...VAULT, "-c", "vm-web", "-i", "vm-web"];
const HOUR = 3_600_000;

(installed ? describe : describe.skip)("the Azure CLI, unmodified, restores", () => {
  let emulator: Emulator;
  let az: AzureCli;
  let point: string;

  beforeAll(async () => {
    emulator = await startTestEmulator({ speed: 600 });
    az = new AzureCli(emulator);
    await protectVms(emulator, ["vm-web"]);
    const { ARM_SUBSCRIPTION_ID: subscription = "" } = emulator.environment();
    const groups = `/subscriptions/${subscription}/resourceGroups`;
    emulator.addResource(`${groups}/rg-target/providers/Microsoft.Storage/storageAccounts/strestore`);
    emulator.addResource(`${groups}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default`);
    await az.signIn();
    const protection = [...OF_VM, "--backup-management-type", "AzureIaasVM", "--workload-type", "VM"];
    await az.json("backup", "protection", "backup-now", ...protection, "--retain-until", "31-03-2030");
    emulator.advance(4 * HOUR);
    const points = await az.json<Resource[]>("backup", "recoverypoint", "list", ...protection);
    point = points[0]?.name ?? "";
  });
  afterAll(() => {
    az.remove();
  });

  const restore = async (...more: string[]) => {
    const staging = ["--storage-account", "strestore", "--storage-account-resource-group", "rg-target"];
    const job = await az.json<Resource>("backup", "restore", "restore-disks", ...OF_VM, "-r", point, ...staging, ...more);
    emulator.advance(2 * HOUR);
    return az.json<Resource<{ status: string; extendedInfo: { propertyBag: Record<string, string> } }>>(
      "backup",
      "job",
      "show",
      ...VAULT,
      "-n",
      job.name,
    );
  };

  test("shows the recovery point", async () => {
    const show = ["backup", "recoverypoint", "show", ...OF_VM, "-n", point];
    const shown = await az.json(...show, "--backup-management-type", "AzureIaasVM", "--workload-type", "VM");
    expect(shown).toMatchObject({ name: point, properties: { osType: "Linux" } });
  });

  test("restores disks to a group", async () => {
    const job = await restore("-t", "rg-target");
    expect(job.properties).toMatchObject({ status: "Completed", operation: "Restore" });
    expect(job.properties.extendedInfo.propertyBag).toMatchObject({
      "Job Type": "Recover disks",
      "Target resource group": "rg-target",
    });
    const disks = await az.json<Resource[]>("disk", "list", "-g", "rg-target");
    expect(disks.map(({ name }) => name)).toEqual([expect.stringMatching(/^vm-web-osdisk-\d{8}-\d{6}$/)]);
  });

  test("restores a VM to a subnet, and replaces disks", async () => {
    const network = ["--target-vnet-name", "vnet", "--target-vnet-resource-group", "rg-net", "--target-subnet-name", "default"];
    const created = await restore("-t", "rg-target", "--target-vm-name", "vm-new", ...network);
    expect(created.properties.extendedInfo.propertyBag).toMatchObject({ "Target VM Name": "vm-new" });
    const replaced = await restore("--restore-mode", "OriginalLocation");
    expect(replaced.properties).toMatchObject({ status: "Completed" });
    expect(replaced.properties.extendedInfo.propertyBag).toMatchObject({ "Job Type": "Replace disks" });
  });
});
