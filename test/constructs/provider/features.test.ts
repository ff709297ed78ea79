import { AzurermProvider, type AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { RecoveryServiceFeatures, RecoveryServicesVault, RecoveryServicesVaultsFeatures } from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { refusal } from "../../support/synth";

type Provider = { features: { recovery_service?: unknown[]; recovery_services_vaults?: unknown[] }[] };

/** A stack with two vaults, and a provider that is declared after them. */
function stackWith(config: AzurermProviderConfig): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  RecoveryServicesVault.fromVaultId(stack, "Other", VAULT_ID);
  new AzurermProvider(stack, "azurerm", config);
  return stack;
}

function features(config: AzurermProviderConfig): Provider["features"][number] {
  const { provider } = JSON.parse(Testing.synth(stackWith(config), true)) as { provider: { azurerm: Provider[] } };
  const [block] = provider.azurerm[0]?.features ?? [];
  if (!block) throw new Error("there is no features block");
  return block;
}

function notesOf(config: AzurermProviderConfig, type: string): string[] {
  const stack = stackWith(config);
  Testing.synth(stack, true);
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter((one) => one.type === type).map((one) => one.data as string));
}

const purge = { purgeProtectedItemsFromVaultOnDestroy: true };

test.each([
  [RecoveryServiceFeatures.deleteData(), { vm_backup_stop_protection_and_retain_data_on_destroy: false }],
  [RecoveryServiceFeatures.retainData(), { vm_backup_stop_protection_and_retain_data_on_destroy: true }],
  [RecoveryServiceFeatures.suspendBackups(), { vm_backup_suspend_protection_and_retain_data_on_destroy: true }],
  [
    RecoveryServiceFeatures.deleteData(purge),
    { vm_backup_stop_protection_and_retain_data_on_destroy: false, purge_protected_items_from_vault_on_destroy: true },
  ],
  [
    RecoveryServiceFeatures.retainData(purge),
    { vm_backup_stop_protection_and_retain_data_on_destroy: true, purge_protected_items_from_vault_on_destroy: true },
  ],
  [
    RecoveryServiceFeatures.suspendBackups(purge),
    { vm_backup_suspend_protection_and_retain_data_on_destroy: true, purge_protected_items_from_vault_on_destroy: true },
  ],
])("declares exactly one of the two arguments for %j", (block, expected) => {
  expect(features({ features: [{ recoveryService: [block] }] }).recovery_service).toEqual([expected]);
});

test.each([
  [RecoveryServicesVaultsFeatures.recoverSoftDeletedVms(), true],
  [RecoveryServicesVaultsFeatures.refuseSoftDeletedVms(), false],
])("declares the argument of %j", (block, expected) => {
  expect(features({ features: [{ recoveryServicesVaults: [block] }] }).recovery_services_vaults).toEqual([
    { recover_soft_deleted_backup_protected_vm: expected },
  ]);
});

describe("blocks written by hand", () => {
  const both = {
    vmBackupStopProtectionAndRetainDataOnDestroy: true,
    vmBackupSuspendProtectionAndRetainDataOnDestroy: false,
  };

  test.each([
    [{}, 0],
    [purge, 0],
    [both, 2],
  ])("throws once if recoveryService is %j", (block, got) => {
    const message = refusal(() => features({ features: [{ recoveryService: [block] }] }));
    const sentence =
      "AzurermProvider 'stack/azurerm': features.recoveryService must have exactly one of vmBackupStopProtectionAndRetainDataOnDestroy " +
      `and vmBackupSuspendProtectionAndRetainDataOnDestroy, whatever its value, got ${got}; use RecoveryServiceFeatures`;
    expect(message.split(sentence)).toHaveLength(2);
  });

  test("throws if a flag of RecoveryServiceFeatures is a text", () => {
    const options = { purgeProtectedItemsFromVaultOnDestroy: "no" } as never;
    expect(refusal(() => RecoveryServiceFeatures.retainData(options))).toBe(
      "RecoveryServiceFeatures.retainData: purgeProtectedItemsFromVaultOnDestroy must be true or false, got 'no'; " +
        "set one of them, or leave it out",
    );
  });

  test("throws if recoveryServicesVaults is {}", () => {
    expect(refusal(() => features({ features: [{ recoveryServicesVaults: [{}] }] }))).toContain(
      "features.recoveryServicesVaults must say recoverSoftDeletedBackupProtectedVm, got an empty block",
    );
  });

  test("accepts one argument that is false, and tokens", () => {
    const block = { vmBackupStopProtectionAndRetainDataOnDestroy: false, ...purge };
    expect(features({ features: [{ recoveryService: [block] }] })).toHaveProperty("recovery_service");
    const stack = stackWith({ features: [{}] });
    const unknown = new TerraformVariable(stack, "recover", {}).booleanValue;
    const recoveryServicesVaults = [{ recoverSoftDeletedBackupProtectedVm: unknown }];
    new AzurermProvider(stack, "other", { alias: "other", features: [{ recoveryServicesVaults }] });
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });
});

test.each([RecoveryServiceFeatures.retainData(purge), RecoveryServiceFeatures.suspendBackups(purge)])(
  "warns that %j keeps backups and then purges them",
  (block) => {
    expect(notesOf({ features: [{ recoveryService: [block] }] }, "@cdktf/warn")).toEqual([
      expect.stringContaining("got purgeProtectedItemsFromVaultOnDestroy true; leave it out to keep the backups"),
    ]);
  },
);

test.each([RecoveryServiceFeatures.deleteData(purge), RecoveryServiceFeatures.retainData()])(
  "does not warn about %j",
  (block) => {
    expect(notesOf({ features: [{ recoveryService: [block] }] }, "@cdktf/warn")).toEqual([]);
  },
);

test.each(["core", "extended", "none"])("informs that '%s' does not register Recovery Services", (registrations) => {
  const config = { features: [{}], resourceProviderRegistrations: registrations };
  expect(notesOf(config, "@cdktf/info")).toEqual([
    `resourceProviderRegistrations '${registrations}' does not register Microsoft.RecoveryServices; add it to ` +
      "resourceProvidersToRegister unless the subscription has it",
  ]);
  expect(notesOf({ ...config, resourceProvidersToRegister: ["Microsoft.RecoveryServices"] }, "@cdktf/info")).toEqual([]);
});

test.each(["legacy", "all", undefined])("does not inform about '%s', which registers it", (resourceProviderRegistrations) => {
  expect(notesOf({ features: [{}], resourceProviderRegistrations }, "@cdktf/info")).toEqual([]);
});
