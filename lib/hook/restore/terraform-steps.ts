import { nameIn } from "../../azure/id-parts";
import { isPlainWord } from "../plain-word";
import type { RestoredResource } from "./restored-resources";
import type { PreparedRestore } from "./prepare";
import type { VirtualMachine } from "./resources";
import type { RestoreTarget } from "./restore-options";

type Known = Pick<PreparedRestore, "point" | "item"> & {
  readonly original: Pick<VirtualMachine, "id" | "osType"> | undefined;
};

/**
 * Returns the commands with which Terraform takes over the restored resources, so that its next plan does not replace them. A command
 * that removes something from the state fails if the stack does not have it.
 */
export function terraformSteps(resources: readonly RestoredResource[], known: Known, to: RestoreTarget): string[] {
  const made = resources.filter(({ id }) => isPlainWord(id));
  if (to === "vm") return stepsOfNewVm(made, known);
  if (to === "original") return stepsOfReplacedDisks(made, known);
  const imports = made.flatMap(({ what, id, lun }) => {
    if (what !== "OS disk" && what !== "data disk") return [];
    return [`terraform import 'azurerm_managed_disk.${lun === undefined ? "<os disk>" : lunLabel(lun)}' '${id}'`];
  });
  return imports.length > 0 ? [`# ${DISK_BLOCK}:`, ...imports] : [];
}

/** azurerm replaces a disk if one of these arguments differs, none of which a restored disk has from its block. */
const DISK_BLOCK =
  "in the block of each disk: its name and resource group, and lifecycle { ignore_changes = [create_option, hyper_v_generation, " +
  "source_resource_id, trusted_launch_enabled] }";

/** The new VM replaces the old one, with its network interface and its data disks. */
function stepsOfNewVm(made: readonly RestoredResource[], { point, original, item }: Known): string[] {
  const vm = made.find(({ what }) => what === "virtual machine");
  if (!vm) return [];
  const osDisk = made.find(({ what }) => what === "OS disk");
  const nics = made.filter(({ what }) => what === "network interface");
  const osType = original?.osType ?? point.osType;
  const vmType = osType === "Windows" ? "azurerm_windows_virtual_machine" : "azurerm_linux_virtual_machine";
  return [
    `# only if the new VM replaces '${item.vmName}' in the stack, without the lines of what the stack does not have:`,
    ...replaced(`${vmType}.<name>`, vm.id),
    // The OS disk was not created from an image: azurerm replaces a VM whose block names one.
    ...(osDisk
      ? [
          `# in its block: its name and resource group and, in place of the image, the login and os_disk.storage_account_type, os_managed_disk_id = "${osDisk.id}" (azurerm 4.42 or newer)`,
        ]
      : []),
    ...nics.flatMap(({ id }) => replaced("azurerm_network_interface.<name>", id)),
    ...stepsOfDataDisks(made, vm.id),
  ];
}

/** The VM has new disks. Its data disks are resources of their own in a stack. */
function stepsOfReplacedDisks(made: readonly RestoredResource[], { original, item }: Known): string[] {
  const osDisk = made.find(({ what }) => what === "OS disk");
  return [
    ...(osDisk
      ? [`# in the block of '${item.vmName}', if it sets the name of its OS disk: os_disk { name = "${nameOf(osDisk.id)}" }`]
      : []),
    ...stepsOfDataDisks(made, original?.id),
  ];
}

function stepsOfDataDisks(made: readonly RestoredResource[], vmId: string | undefined): string[] {
  const steps = made.flatMap((disk) => stepsOfDataDisk(disk, vmId));
  return steps.length > 0 ? [`# ${DISK_BLOCK}:`, ...steps] : [];
}

function stepsOfDataDisk({ what, id, lun }: RestoredResource, vmId: string | undefined): string[] {
  if (what !== "data disk" || lun === undefined) return [];
  const attachment = `azurerm_virtual_machine_data_disk_attachment.${lunLabel(lun)}`;
  return [
    ...replaced(`azurerm_managed_disk.${lunLabel(lun)}`, id),
    ...(vmId === undefined ? [] : replaced(attachment, `${vmId}/dataDisks/${nameOf(id)}`)),
  ];
}

/** Terraform imports nothing to an address that it already manages. */
function replaced(address: string, id: string): string[] {
  return [`terraform state rm '${address}'`, `terraform import '${address}' '${id}'`];
}

function lunLabel(lun: number): string {
  return `<LUN ${lun}>`;
}

function nameOf(id: string): string {
  return nameIn(id);
}
