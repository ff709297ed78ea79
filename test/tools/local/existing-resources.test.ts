import { existingResources, existingVirtualMachines } from "../../../tools/local/existing-resources";

const GROUP = "/subscriptions/s/resourceGroups/rg-app";
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/web`;
const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/backup`;

const BLOCKS = [
  { resource_group_name: "rg-backup", subnet_id: SUBNET, scope: "${azurerm_recovery_services_vault.vault.id}" },
  { for_each: { web: VM, again: VM.toUpperCase() }, resource_group_name: "${azurerm_resource_group.group.name}" },
  {
    key_id: "https://kv.vault.azure.net/keys/backup",
    role: "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/r",
  },
];

test("returns each VM that a stack names and does not create, once", () => {
  expect(existingVirtualMachines(BLOCKS).map((id) => id.toLowerCase())).toEqual([VM.toLowerCase()]);
});

test("returns other resources and groups that it names and does not create", () => {
  expect(existingResources(BLOCKS, "s")).toEqual(["/subscriptions/s/resourceGroups/rg-backup", SUBNET]);
});
