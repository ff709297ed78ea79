import {
  CrossSubscriptionRestoreState,
  type RecoveryServicesVaultProps,
  StorageRedundancy,
  VaultEncryption,
  VaultIdentity,
  VaultLockLevel,
} from "../../../lib";
import { refusal, synth, testStack } from "../../support/synth";
import { addAzapi, identityId, KEY_ID, minimalVault, warningsOf } from "./support";

/** The warnings of a vault, without the one about azurerm's version. */
function warnings(props: Partial<RecoveryServicesVaultProps>): string[] {
  const stack = testStack();
  minimalVault(stack, props);
  synth(stack);
  return warningsOf(stack).filter((one) => !one.startsWith("azurerm must be at least 4.64.0"));
}

describe("settings that azurerm has no argument for", () => {
  const props = { softDeleteRetentionDays: 30, crossSubscriptionRestore: CrossSubscriptionRestoreState.DISABLED };

  test("are declared as azapi_update_resource, before a read-only lock", () => {
    const stack = testStack();
    addAzapi(stack);
    const vault = minimalVault(stack, props);
    vault.addLock("Lock", { level: VaultLockLevel.READ_ONLY });
    const synthesized = synth(stack);
    expect(synthesized.only("azapi_update_resource")).toMatchObject({
      type: "Microsoft.RecoveryServices/vaults@2024-04-01",
      resource_id: "${azurerm_recovery_services_vault.Vault_23237E5B.id}",
      body: {
        properties: {
          securitySettings: { softDeleteSettings: { softDeleteRetentionPeriodInDays: 30 } },
          restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: "Disabled" } },
        },
      },
    });
    expect(synthesized.json.terraform?.required_providers?.["azapi"]).toMatchObject({ source: "Azure/azapi" });
    expect(synthesized.only("azurerm_management_lock")["depends_on"]).toContain(
      `azapi_update_resource.${vault.azapiResource?.friendlyUniqueId ?? ""}`,
    );
  });

  test("declares only the setting that is given", () => {
    const stack = testStack();
    addAzapi(stack);
    minimalVault(stack, { softDeleteRetentionDays: 14 });
    expect(synth(stack).only("azapi_update_resource")["body"]).toEqual({
      properties: { securitySettings: { softDeleteSettings: { softDeleteRetentionPeriodInDays: 14 } } },
    });
  });

  test("declares no azapi_update_resource if none is given", () => {
    const stack = testStack();
    expect(minimalVault(stack).azapiResource).toBeUndefined();
    expect(synth(stack).json.resource).not.toHaveProperty("azapi_update_resource");
  });

  test.each(["no provider", "an alias"])("throws if the stack has %s for azapi", (given) => {
    const stack = testStack();
    minimalVault(stack, props);
    if (given === "an alias") addAzapi(stack, "other");
    const text = refusal(() => synth(stack));
    expect(text).toContain("softDeleteRetentionDays must be left out of a stack without a provider of azapi that has no alias");
    expect(text).toContain("crossSubscriptionRestore must be left out of a stack");
  });
});

describe("cross-region restore with public network access denied", () => {
  const redundancy = StorageRedundancy.geo({ crossRegionRestore: true });

  test("warns", () => {
    expect(warnings({ redundancy, publicNetworkAccessEnabled: false })).toEqual([
      expect.stringMatching(/^publicNetworkAccessEnabled should be true with cross-region restore, got false; /),
    ]);
  });

  test.each<Partial<RecoveryServicesVaultProps>>([
    { redundancy },
    { redundancy, publicNetworkAccessEnabled: true },
    { redundancy: StorageRedundancy.geo(), publicNetworkAccessEnabled: false },
    { publicNetworkAccessEnabled: false },
  ])("does not warn for %j", (props) => {
    expect(warnings(props)).toEqual([]);
  });
});

test("warns if classic alerts are on", () => {
  expect(warnings({ monitoring: { alertsForCriticalOperationFailuresEnabled: true } })).toEqual([
    expect.stringContaining("Azure retired the classic alerts on 2026-03-31, so use the built-in alerts of Azure Monitor"),
  ]);
  for (const monitoring of [{ alertsForCriticalOperationFailuresEnabled: false }, { alertsForAllJobFailuresEnabled: true }])
    expect(warnings({ monitoring })).toEqual([]);
});

describe("a key that the vault's own identity reads", () => {
  const encryption = VaultEncryption.bySystemAssignedIdentity({ keyId: KEY_ID });
  const both = VaultIdentity.systemAndUserAssigned([identityId("keys")]);

  test("warns if the vault also has user-assigned identities", () => {
    expect(warnings({ encryption, identity: both })).toEqual([
      expect.stringContaining("azurerm 4.81 and 5.2 cannot create that in one step"),
    ]);
  });

  test("does not warn if a user-assigned identity reads the key, or the vault has none", () => {
    const byUser = VaultEncryption.byUserAssignedIdentity({ keyId: KEY_ID, userAssignedIdentityId: identityId("keys") });
    expect(warnings({ encryption: byUser, identity: both })).toEqual([]);
    expect(warnings({ encryption, identity: VaultIdentity.systemAssigned() })).toEqual([]);
  });
});
