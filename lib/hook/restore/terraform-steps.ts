import { isPlainWord } from "../plain-word";
import type { RestoredResource } from "./restored-resources";
import type { PreparedRestore } from "./prepare";
import type { RestoreTarget } from "./restore-options";

/** Returns the commands with which Terraform takes over the restored resources, so that its next plan does not replace them. */
export function terraformSteps(
  resources: readonly RestoredResource[],
  { point, original, item }: Pick<PreparedRestore, "point" | "original" | "item">,
  to: RestoreTarget,
): string[] {
  const made = resources.filter(({ id }) => isPlainWord(id));
  const osType = original?.osType ?? point.osType;
  const vmType = osType === "Windows" ? "azurerm_windows_virtual_machine" : "azurerm_linux_virtual_machine";
  const vm = made.find(({ what }) => what === "virtual machine");
  const osDisk = made.find(({ what }) => what === "OS disk");
  const disks = made.filter(({ what }) => what === "data disk" || (what === "OS disk" && to === "disks"));
  const steps: string[] = [];
  if (to === "vm" && vm) {
    steps.push(
      `# only if the new VM replaces '${item.vmName}' in the stack:`,
      `terraform state rm '${vmType}.<name>'`,
      `terraform import '${vmType}.<name>' '${vm.id}'`,
    );
    // Its OS disk was not created from an image: azurerm replaces a VM whose block names one.
    if (osDisk)
      steps.push(
        `# in its block, in place of the image and the login: os_managed_disk_id = "${osDisk.id}" (azurerm 4.42 or newer)`,
      );
    for (const { id } of made.filter(({ what }) => what === "network interface")) {
      steps.push(`terraform import 'azurerm_network_interface.<name>' '${id}'`);
    }
  }
  for (const { id, lun } of disks) {
    const label = lun === undefined ? "<os disk>" : `<LUN ${lun}>`;
    if (to === "original") steps.push(`terraform state rm 'azurerm_managed_disk.${label}'`);
    steps.push(`terraform import 'azurerm_managed_disk.${label}' '${id}'`);
    const owner = vm?.id ?? original?.id;
    if (owner === undefined || lun === undefined) continue;
    const attachment = `azurerm_virtual_machine_data_disk_attachment.${label}`;
    if (to === "original") steps.push(`terraform state rm '${attachment}'`);
    steps.push(`terraform import '${attachment}' '${owner}/dataDisks/${id.split("/").at(-1) ?? ""}'`);
  }
  if (to === "original" && osDisk) {
    steps.unshift(
      `# in the block of '${item.vmName}', if it sets the name of its OS disk: os_disk { name = "${osDisk.id.split("/").at(-1) ?? ""}" }`,
    );
  }
  return steps;
}
