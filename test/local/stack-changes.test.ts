import {
  withLocalState,
  withOtherSettings,
  withProtectionStopped,
  withoutOneVm,
  withoutProtection,
  type StackJson,
} from "../../examples/local/stack-changes";

const STACK: StackJson = {
  terraform: { required_version: ">= 1.4" },
  resource: {
    azurerm_recovery_services_vault: { vault: { lifecycle: { prevent_destroy: true } } },
    azurerm_backup_policy_vm: { policy: { backup: { time: "22:00" }, retention_daily: { count: 30 } } },
    azurerm_backup_protected_vm: { items: { for_each: { web: "a", db: "b" }, protection_state: "Protected" } },
  },
};

test.each([
  [withLocalState, { terraform: { required_version: ">= 1.4", backend: { local: { path: "terraform.tfstate" } } } }],
  [withOtherSettings, { resource: { azurerm_backup_policy_vm: { policy: { backup: { time: "03:30" } } } } }],
  [withProtectionStopped, { resource: { azurerm_backup_protected_vm: { items: { protection_state: "ProtectionStopped" } } } }],
  [withoutOneVm, { resource: { azurerm_backup_protected_vm: { items: { for_each: { db: "b" } } } } }],
  [withoutProtection, { resource: { azurerm_recovery_services_vault: { vault: { lifecycle: { prevent_destroy: false } } } } }],
])("%p changes a copy of the stack", (change, expected) => {
  const before = JSON.stringify(STACK);
  expect(change(STACK)).toMatchObject(expected);
  expect(JSON.stringify(STACK)).toBe(before);
});
