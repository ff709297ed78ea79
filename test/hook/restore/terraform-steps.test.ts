import type { RestoredResource } from "../../../lib/hook/restore/restored-resources";
import { terraformSteps } from "../../../lib/hook/restore/terraform-steps";
import type { RecoveryPoint } from "../../../lib/hook/vault/recovery-point";
import { item } from "../fakes";

const GROUP = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute";
const VM: RestoredResource = { what: "virtual machine", id: `${GROUP}/virtualMachines/vm-new` };
const OS: RestoredResource = { what: "OS disk", id: `${GROUP}/disks/vm-new-osdisk-1` };
const DATA: RestoredResource = { what: "data disk", id: `${GROUP}/disks/vm-new-datadisk-003-1`, lun: 3 };

const point = (osType: string): RecoveryPoint => ({
  ...{ id: "1", time: undefined, tiers: [], expires: undefined, consistency: "", threatStatus: undefined, threats: [] },
  osType,
});
const known = (osType = "Linux") => ({ item: item("vm-web"), point: point(osType), original: undefined });

test("imports a new VM by its OS type, with its OS disk in place of an image", () => {
  const steps = terraformSteps([VM, OS, DATA], known("Windows"), "vm");
  expect(steps).toContain(`terraform import 'azurerm_windows_virtual_machine.<name>' '${VM.id}'`);
  expect(steps.join("\n")).toContain(`os_managed_disk_id = "${OS.id}"`);
  expect(steps).toContain(
    `terraform import 'azurerm_virtual_machine_data_disk_attachment.<LUN 3>' '${VM.id}/dataDisks/vm-new-datadisk-003-1'`,
  );
});

test.each(["vm", "original"] as const)("removes each address from the state before it imports to it: %s", (to) => {
  const original = { id: VM.id, name: "vm-web", osType: "Linux", osDiskId: OS.id, dataDisks: [], nicIds: [] };
  const nic: RestoredResource = { what: "network interface", id: `${GROUP}/nics/vm-new-nic` };
  const steps = terraformSteps([VM, OS, DATA, nic], { ...known(), ...(to === "original" && { original }) }, to);
  const addresses = (command: string) => steps.flatMap((step) => step.split(`terraform ${command} '`)[1]?.split("'")[0] ?? []);
  expect(addresses("import").length).toBeGreaterThan(1);
  expect(addresses("state rm")).toEqual(addresses("import"));
});

test("says what the block of a restored disk needs, and nothing if there is no disk", () => {
  expect(terraformSteps([OS, DATA], known(), "disks")[0]).toContain("ignore_changes = [create_option, hyper_v_generation,");
  expect(terraformSteps([], known(), "disks")).toEqual([]);
});

test("removes replaced disks from the state before it imports the new ones", () => {
  const original = { id: VM.id, name: "vm-web", osType: "Linux", osDiskId: OS.id, dataDisks: [], nicIds: [] };
  const steps = terraformSteps([OS, DATA], { ...known(), original }, "original");
  expect(steps[0]).toContain('os_disk { name = "vm-new-osdisk-1" }');
  expect(steps.indexOf("terraform state rm 'azurerm_managed_disk.<LUN 3>'")).toBeLessThan(
    steps.indexOf(`terraform import 'azurerm_managed_disk.<LUN 3>' '${DATA.id}'`),
  );
});

test.each(["'; rm -rf ~; '", "$(id)", "a`id`", 'a"b'])("leaves out an id that contains %j", (text) => {
  const steps = terraformSteps(
    [
      { ...OS, id: `${GROUP}/disks/${text}` },
      { ...DATA, id: `${GROUP}/disks/${text}` },
    ],
    known(),
    "disks",
  );
  expect(steps).toEqual([]);
});
