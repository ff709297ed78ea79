import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AzurePrincipal, InitialBackup, ProtectedVms, RecoveryPointRetention, RecoveryServicesVault } from "../../../lib";
import { INITIAL_BACKUP_ACTIONS } from "../../../lib/azure/backup-actions";
import { GROUP, itemId, SUBSCRIPTION, unknownText, VAULT_ID } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { minimalVault, OBJECT_ID } from "./support";

const ASSIGNMENT = "azurerm_role_assignment";
const ROLE = "azurerm_role_definition";
const pipeline = () => AzurePrincipal.servicePrincipal(OBJECT_ID);

test.each([
  ["Backup Reader", "grantBackupReader"] as const,
  ["Backup Operator", "grantBackupOperator"] as const,
  ["Backup Contributor", "grantBackupContributor"] as const,
])("assigns %s on the vault only", (roleName, grant) => {
  const stack = testStack();
  minimalVault(stack)[grant]("Pipeline", pipeline());
  expect(synth(stack).only(ASSIGNMENT)).toEqual({
    scope: "${azurerm_recovery_services_vault.Vault_23237E5B.id}",
    role_definition_name: roleName,
    principal_id: OBJECT_ID,
    principal_type: "ServicePrincipal",
  });
});

test.each([
  ["user", AzurePrincipal.user(OBJECT_ID), "User"],
  ["group", AzurePrincipal.group(OBJECT_ID), "Group"],
  ["service principal", AzurePrincipal.servicePrincipal(OBJECT_ID), "ServicePrincipal"],
])("passes the type of a %s to the assignment", (_, principal, type) => {
  const stack = testStack();
  minimalVault(stack).grantBackupReader("Someone", principal);
  expect(synth(stack).only(ASSIGNMENT)).toMatchObject({ principal_id: OBJECT_ID, principal_type: type });
});

test("accepts a managed identity of the same stack as a principal", () => {
  const stack = testStack();
  const identity = new UserAssignedIdentity(stack, "Runner", {
    name: "runner",
    resourceGroupName: "rg-app",
    location: "westeurope",
  });
  minimalVault(stack).grantBackupOperator("Runner", AzurePrincipal.managedIdentity(identity));
  expect(synth(stack).only(ASSIGNMENT)).toMatchObject({
    principal_id: "${azurerm_user_assigned_identity.Runner.principal_id}",
    principal_type: "ServicePrincipal",
  });
});

test("throws if an object id is not a GUID", () => {
  expect(refusal(() => AzurePrincipal.group("backup-operators"))).toBe(
    "AzurePrincipal.group: objectId must be an object id, such as '00000000-0000-0000-0000-000000000000', got 'backup-operators'; " +
      "copy the object id from Microsoft Entra ID, not a name or a client id",
  );
  expect(AzurePrincipal.user(OBJECT_ID.toUpperCase()).objectId).toBe(OBJECT_ID.toUpperCase());
  expect(() => AzurePrincipal.user(unknownText(testStack(), "user"))).not.toThrow();
});

test("grantInitialBackup declares a custom role with exactly the actions of the hook", () => {
  const stack = testStack();
  RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID).grantInitialBackup("Pipeline", pipeline());
  const synthesized = synth(stack);
  expect(synthesized.only(ROLE)).toEqual({
    name: `Initial VM backup in ${SUBSCRIPTION}/rg-app/vault-app for stack/Vault/Pipeline`,
    description: "Takes the initial backup of protected VMs, and follows it.",
    scope: GROUP,
    assignable_scopes: [GROUP],
    permissions: [{ actions: INITIAL_BACKUP_ACTIONS }],
  });
  expect(synthesized.only(ASSIGNMENT)).toEqual({
    scope: VAULT_ID,
    role_definition_id: expect.stringMatching(/^\$\{azurerm_role_definition\.\w+\.role_definition_resource_id\}$/) as string,
    principal_id: OBJECT_ID,
    principal_type: "ServicePrincipal",
  });
});

test("grantInitialBackup makes the role assignable in the resource group of a declared vault", () => {
  const stack = testStack();
  minimalVault(stack).grantInitialBackup("Pipeline", pipeline(), { roleName: "First backup" });
  const group = '${join("/", slice(split("/", azurerm_recovery_services_vault.Vault_23237E5B.id), 0, 5))}';
  expect(synth(stack).only(ROLE)).toMatchObject({ name: "First backup", scope: group, assignable_scopes: [group] });
});

test("InitialBackup depends on the role assignment in dependsOn", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const protectedVms = ProtectedVms.fromProtectedItemIds(stack, "Vms", { vault, protectedItemIds: [itemId("vm-web")] });
  const assignment = vault.grantInitialBackup("Pipeline", pipeline());
  expect(assignment).toBeInstanceOf(RoleAssignment);
  new InitialBackup(stack, "InitialBackup", {
    protectedVms: [protectedVms],
    retention: RecoveryPointRetention.days(60),
    dependsOn: [assignment],
  });
  expect(synth(stack).only("terraform_data").depends_on).toEqual(["azurerm_role_assignment.Vault_Pipeline_EBA582B9"]);
});

test("a grant uses the vault's provider unless it has another", () => {
  const stack = testStack();
  const other = new AzurermProvider(stack, "other", { features: [{}], alias: "other" });
  const third = new AzurermProvider(stack, "third", { features: [{}], alias: "third" });
  const vault = minimalVault(stack, { provider: other });
  const imported = RecoveryServicesVault.fromVaultAttributes(stack, "Imported", { vaultId: VAULT_ID, provider: other });
  const grants = [
    vault.grantBackupReader("A", pipeline()),
    vault.grantBackupReader("B", pipeline(), { provider: third, description: "why" }),
    imported.grantInitialBackup("C", pipeline()),
  ];
  expect(grants.map(({ provider }) => provider?.alias)).toEqual(["other", "third", "other"]);
  expect(grants[1]?.descriptionInput).toBe("why");
});
