import { AzurermProvider, type AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
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

describe.each([
  ["deleteData", { vmBackupStopProtectionAndRetainDataOnDestroy: false }],
  ["retainData", { vmBackupStopProtectionAndRetainDataOnDestroy: true }],
  ["suspendBackups", { vmBackupSuspendProtectionAndRetainDataOnDestroy: true }],
] as const)("%s", (factory, block) => {
  const build = (options: unknown) => () => RecoveryServiceFeatures[factory](options as never);

  test("returns the block, with the purge only if it is given", () => {
    expect(RecoveryServiceFeatures[factory]()).toEqual(block);
    expect(RecoveryServiceFeatures[factory](purge)).toEqual({ ...block, ...purge });
  });

  test("throws if its options are no object, or one is misspelled", () => {
    expect(refusal(build(true))).toBe(
      `RecoveryServiceFeatures.${factory}: options must be an object such as { purgeProtectedItemsFromVaultOnDestroy: true }, ` +
        "got true; write the options in braces",
    );
    expect(refusal(build({ purgeProtectedItems: true }))).toBe(
      `RecoveryServiceFeatures.${factory}: purgeProtectedItems must be the name of an option, got one that nothing reads; ` +
        "write purgeProtectedItemsFromVaultOnDestroy if you mean that option, or remove it",
    );
  });
});

describe("features", () => {
  test.each([undefined, []])("throws if they are %j", (features) => {
    expect(refusal(() => Testing.synth(stackWith({ features: features }), true))).toContain(
      "AzurermProvider 'stack/azurerm': features must be one block, though it may be empty, got none; write features: [{}]",
    );
  });

  test("are checked if they are one object, as in Terraform's JSON", () => {
    const one = { recoveryService: purge } as never;
    expect(refusal(() => Testing.synth(stackWith({ features: one }), true))).toContain(
      "features.recoveryService must have exactly",
    );
  });

  test("are not checked if only the deployment knows them", () => {
    const unknown = Token.asAny("${var.features}") as never;
    expect(() => Testing.synth(stackWith({ features: unknown }), true)).not.toThrow();
    expect(() => Testing.synth(stackWith({ features: [{ recoveryService: unknown }] }), true)).not.toThrow();
  });
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
      "AzurermProvider 'stack/azurerm': features.recoveryServicesVaults must say recoverSoftDeletedBackupProtectedVm, got an empty block, " +
        "which turns it off, while no block leaves it on; use RecoveryServicesVaultsFeatures, or leave the block out",
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
      "features.recoveryService keeps the backups of a VM whose protection is destroyed, but deletes them with the vault, got " +
        "purgeProtectedItemsFromVaultOnDestroy true; leave it out to keep the backups after the vault is removed from the stack",
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
