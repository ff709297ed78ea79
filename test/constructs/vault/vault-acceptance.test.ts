import { KeyVaultKey } from "@cdktf/provider-azurerm/lib/key-vault-key";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { TerraformStack } from "cdktf";
import { GuardedOperation, RecoveryServicesVault, ResourceGuard, VaultEncryption, VaultIdentity } from "../../../lib";
import { CASES } from "./acceptance-cases";
import { type Arguments, synth, testStack } from "../../support/synth";
import { MINIMAL, minimalVault } from "./support";

/**
 * The configurations of azurerm's acceptance tests of its vault, guard and data source. The constructs must declare each with the
 * same arguments. A test of azurerm with several steps is several cases; the name of a case says if azurerm expects an error. The
 * third test, cross-region restore without geo-redundancy, is missing: the types prevent it.
 */

test.each(CASES)("vault %s", (_, props, expected) => {
  const stack = testStack();
  minimalVault(stack, props);
  const { lifecycle, ...args } = only(stack, "azurerm_recovery_services_vault");
  expect(lifecycle).toMatchObject({ prevent_destroy: true });
  expect(args).toEqual({
    name: "vault-app",
    resource_group_name: "rg-app",
    location: "westeurope",
    sku: "Standard",
    ...(props.softDeleteEnabled === undefined ? {} : { soft_delete_enabled: props.softDeleteEnabled }),
    ...expected,
  });
});

test("vault 7: two vaults with one name, which azurerm refuses at apply", () => {
  const stack = testStack();
  minimalVault(stack);
  expect(() => new RecoveryServicesVault(stack, "Import", MINIMAL)).not.toThrow();
});

test("vault 24: a key and a user-assigned identity of the same stack", () => {
  const stack = testStack();
  const group = { resourceGroupName: "rg-app", location: "westeurope" };
  const identity = new UserAssignedIdentity(stack, "Identity", { name: "identity", ...group });
  const key = new KeyVaultKey(stack, "Key", { name: "key", keyVaultId: "vault", keyType: "RSA", keyOpts: ["wrapKey"] });
  minimalVault(stack, {
    encryption: VaultEncryption.byUserAssignedIdentity({ keyId: key.id, userAssignedIdentityId: identity.id }),
    identity: VaultIdentity.userAssigned([identity.id]),
  });
  expect(only(stack, "azurerm_recovery_services_vault")).toMatchObject({
    encryption: {
      key_id: "${azurerm_key_vault_key.Key.id}",
      infrastructure_encryption_enabled: false,
      use_system_assigned_identity: false,
      user_assigned_identity_id: "${azurerm_user_assigned_identity.Identity.id}",
    },
    identity: { type: "UserAssigned", identity_ids: ["${azurerm_user_assigned_identity.Identity.id}"] },
  });
});

test("guard: basic, complete and association", () => {
  const stack = testStack();
  const guard = { guardName: "guard", resourceGroupName: "rg-app", location: "westeurope" };
  new ResourceGuard(stack, "Basic", guard);
  const resourceGuard = new ResourceGuard(stack, "Complete", {
    ...guard,
    guardName: "guard-complete",
    excludedOperations: [GuardedOperation.DELETE_BACKUP_SETTINGS, GuardedOperation.CHANGE_GUARD_ASSOCIATION],
    tags: { ENV: "Test" },
  });
  minimalVault(stack).addResourceGuardAssociation("Association", { resourceGuard });
  const resources = synth(stack).json.resource ?? {};
  expect(Object.values(resources.azurerm_data_protection_resource_guard ?? {})).toEqual([
    { name: "guard", resource_group_name: "rg-app", location: "westeurope" },
    {
      name: "guard-complete",
      resource_group_name: "rg-app",
      location: "westeurope",
      vault_critical_operation_exclusion_list: [
        "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies/write",
        "Microsoft.RecoveryServices/vaults/backupconfig/delete",
      ],
      tags: { ENV: "Test" },
    },
  ]);
  expect(only(stack, "azurerm_recovery_services_vault_resource_guard_association")).toMatchObject({
    resource_guard_id: expect.stringContaining("Complete") as string,
  });
});

test("data source: a vault, with or without an identity", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromLookup(stack, "Vault", { vaultName: "vault-app", resourceGroupName: "rg-app" });
  expect(vault.vaultId).toEqual(expect.any(String));
  expect((synth(stack).json as { data?: object }).data).toHaveProperty("azurerm_recovery_services_vault");
});

function only(stack: TerraformStack, type: string): Arguments {
  return synth(stack).only(type);
}
