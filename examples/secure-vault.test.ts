import { Testing } from "cdktf";
import { SecureVaultStack } from "./secure-vault";

const stack = new SecureVaultStack(Testing.app(), "secure-vault");
const { locals = {}, resource = {} } = JSON.parse(Testing.synth(stack, true)) as Record<string, object>;

test("the synthesized stack matches its snapshot", () => {
  expect({ locals, ...resource }).toMatchSnapshot();
});

test("declares endpoint, lock, logs, alerts, guard and role of the vault", () => {
  expect(Object.keys(resource).sort()).toEqual([
    "azurerm_backup_policy_vm",
    "azurerm_backup_protected_vm",
    "azurerm_management_lock",
    "azurerm_monitor_alert_processing_rule_action_group",
    "azurerm_monitor_diagnostic_setting",
    "azurerm_private_endpoint",
    "azurerm_recovery_services_vault",
    "azurerm_recovery_services_vault_resource_guard_association",
    "azurerm_role_assignment",
    "azurerm_role_definition",
    "terraform_data",
  ]);
});

test("adds no warnings", () => {
  const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/warn"));
  expect(warnings).toEqual([]);
});
