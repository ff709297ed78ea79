import { AzurermProviderVersion, RecoveryServicesVault, type RecoveryServicesVaultProps, VaultEncryption } from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { minimalVault, warningsOf } from "./support";

const HSM_KEY = VaultEncryption.bySystemAssignedIdentity({ keyId: "https://hsm.managedhsm.azure.net/keys/backup" });

/** The warnings of a stack that requires the version after it declares the vault, as most stacks do. */
function warnings(constraint: string | undefined, props: Partial<RecoveryServicesVaultProps> = {}): string[] {
  const stack = testStack();
  minimalVault(stack, props);
  if (constraint !== undefined) AzurermProviderVersion.require(stack, constraint);
  synth(stack);
  return warningsOf(stack);
}

function tooOld(constraint: string): string {
  return (
    `azurerm must be at least 4.64.0 if Azure enforces soft delete, got '${constraint}'; older versions create the vault, fail, ` +
    'and do not store it in the state; call AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0")'
  );
}

test("uses the version that the bindings pin if the stack requires none", () => {
  const pinned = minimalVault(testStack()).resource.terraformGeneratorMetadata?.providerVersion;
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  expect(warnings(undefined)).toEqual(warnings(pinned));
});

test.each(["4.55.0", "~> 4.0", ">= 4.60", "4.63.0", "!= 4.55.0", ">= 4.0, < 6"])(
  "warns if '%s' allows a version before 4.64.0",
  (constraint) => {
    expect(warnings(constraint)).toEqual([tooOld(constraint)]);
  },
);

test.each([">= 4.64.0", "4.79.0", ">= 4.77.0, < 5.0.0", "> 4.64", "~> 4.77", "~> 5.0"])(
  "does not warn about '%s'",
  (constraint) => {
    expect(warnings(constraint)).toEqual([]);
  },
);

test("does not warn about an existing vault", () => {
  const stack = testStack();
  RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  synth(stack);
  expect(warningsOf(stack)).toEqual([]);
});

describe("soft delete", () => {
  test.each([true, false])("passes %s to the resource", (softDeleteEnabled) => {
    const stack = testStack();
    minimalVault(stack, { softDeleteEnabled });
    expect(synth(stack).only("azurerm_recovery_services_vault")).toMatchObject({ soft_delete_enabled: softDeleteEnabled });
  });

  test("warns if azurerm deprecates the argument", () => {
    expect(warnings(">= 4.77.0, < 5.0.0", { softDeleteEnabled: true })).toEqual([
      "softDeleteEnabled should be left out with azurerm '>= 4.77.0, < 5.0.0', got true; Azure decides it, and azurerm 5 has no such argument",
    ]);
    expect(warnings("4.63.0", { softDeleteEnabled: true })).toEqual([tooOld("4.63.0")]);
  });

  test("throws if azurerm has no such argument", () => {
    expect(refusal(() => warnings(">= 5.0", { softDeleteEnabled: false }))).toContain(
      "[stack/Vault] softDeleteEnabled must be left out with azurerm '>= 5.0', got false; azurerm 5 has no such argument",
    );
    expect(warnings(">= 5.0")).toEqual([]);
  });
});

test("warns if azurerm refuses a key of a managed HSM", () => {
  expect(warnings("4.64.0", { encryption: HSM_KEY })).toEqual([
    "azurerm must be at least 4.65.0 for a key of a managed HSM, got '4.64.0'; call AzurermProviderVersion.require",
  ]);
  expect(warnings("4.65.0", { encryption: HSM_KEY })).toEqual([]);
  expect(warnings(">= 4.55.0, < 5.0.0", { encryption: HSM_KEY })).toEqual([
    tooOld(">= 4.55.0, < 5.0.0"),
    "azurerm must be at least 4.65.0 for a key of a managed HSM, got '>= 4.55.0, < 5.0.0'; call AzurermProviderVersion.require",
  ]);
  expect(warnings(">= 4.64.0", { encryption: HSM_KEY })).toHaveLength(1);
});
