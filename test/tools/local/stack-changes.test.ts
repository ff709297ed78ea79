import {
  withAnotherPolicy,
  withAzurerm,
  withLastingSettings,
  withLocalState,
  withOtherSettings,
  withProtectionStopped,
  withWeeklySchedules,
  withoutOneVm,
  withoutProtection,
  type StackJson,
} from "../../../tools/local/stack-changes";

const STACK: StackJson = {
  terraform: { required_version: ">= 1.4" },
  locals: { ids: { web: "a", db: "b" } },
  resource: {
    azurerm_recovery_services_vault: { vault: { lifecycle: { prevent_destroy: true } } },
    azurerm_backup_policy_vm: {
      policy: { name: "p", backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 30 } },
    },
    azurerm_backup_protected_vm: {
      items: {
        backup_policy_id: "${azurerm_backup_policy_vm.policy.id}",
        for_each: "${local.ids}",
        protection_state: "Protected",
      },
    },
  },
};

test.each([
  [withLocalState, { terraform: { required_version: ">= 1.4", backend: { local: { path: "terraform.tfstate" } } } }],
  [
    (stack: StackJson) => withAzurerm(stack, "5.2.0"),
    { terraform: { required_version: ">= 1.4", required_providers: { azurerm: { source: "azurerm", version: "5.2.0" } } } },
  ],
  [withOtherSettings, { resource: { azurerm_backup_policy_vm: { policy: { backup: { time: "03:30" } } } } }],
  [withLastingSettings, { resource: { azurerm_recovery_services_vault: { vault: { identity: { type: "SystemAssigned" } } } } }],
  [withWeeklySchedules, { resource: { azurerm_backup_policy_vm: { policy: { backup: { frequency: "Weekly" } } } } }],
  [
    withAnotherPolicy,
    {
      resource: {
        azurerm_backup_policy_vm: { policy: { name: "p" }, policy_other: { name: "p-other" } },
        azurerm_backup_protected_vm: { items: { backup_policy_id: "${azurerm_backup_policy_vm.policy_other.id}" } },
      },
    },
  ],
  [withProtectionStopped, { resource: { azurerm_backup_protected_vm: { items: { protection_state: "ProtectionStopped" } } } }],
  [withoutProtection, { resource: { azurerm_recovery_services_vault: { vault: { lifecycle: { prevent_destroy: false } } } } }],
])("%p does not change its argument", (change, expected) => {
  const before = JSON.stringify(STACK);
  expect(change(STACK)).toMatchObject(expected);
  expect(JSON.stringify(STACK)).toBe(before);
});

test("withoutOneVm removes one VM from the local of a for_each", () => {
  expect(withoutOneVm(STACK).locals).toEqual({ ids: { db: "b" } });
});
