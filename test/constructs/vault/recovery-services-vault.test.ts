import type { TerraformStack } from "cdktf";
import {
  RecoveryServicesVault,
  type RecoveryServicesVaultProps,
  StorageRedundancy,
  VaultImmutability,
  VaultSku,
} from "../../../lib";
import { unknownText, VAULT_ID } from "../../support/azure";
import { refusal, rendered, synth, synthesized, testStack } from "../../support/synth";

const MINIMAL: RecoveryServicesVaultProps = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" };
const TYPE = "azurerm_recovery_services_vault";

function vault(props: Partial<RecoveryServicesVaultProps> = {}) {
  return synthesized((stack) => new RecoveryServicesVault(stack, "Vault", { ...MINIMAL, ...props })).only(TYPE);
}

function refusalOf(props: Partial<RecoveryServicesVaultProps>): string {
  return refusal(() => vault(props));
}

test("declares only the given arguments, and prevent_destroy", () => {
  expect(vault()).toEqual({
    name: "vault-app",
    resource_group_name: "rg-app",
    location: "westeurope",
    sku: "Standard",
    lifecycle: { prevent_destroy: true, ignore_changes: ["cross_region_restore_enabled"] },
  });
});

test.each([
  ["geo", StorageRedundancy.geo(), { storage_mode_type: "GeoRedundant" }],
  [
    "geo with cross-region restore",
    StorageRedundancy.geo({ crossRegionRestore: true }),
    { storage_mode_type: "GeoRedundant", cross_region_restore_enabled: true },
  ],
  ["zone", StorageRedundancy.zone(), { storage_mode_type: "ZoneRedundant" }],
  ["local", StorageRedundancy.local(), { storage_mode_type: "LocallyRedundant" }],
])("declares the redundancy %s", (_, redundancy, expected) => {
  const { storage_mode_type, cross_region_restore_enabled } = vault({ redundancy });
  expect({ storage_mode_type, cross_region_restore_enabled }).toEqual(expected);
});

test("passes sku, tags and lifecycle to the resource", () => {
  expect(vault({ sku: VaultSku.RS0, tags: { team: "app" }, lifecycle: { preventDestroy: false } })).toMatchObject({
    sku: "RS0",
    tags: { team: "app" },
    lifecycle: { prevent_destroy: false },
  });
});

test.each<[string, StorageRedundancy | undefined, boolean]>([
  ["without a redundancy", undefined, true],
  ["with geo alone", StorageRedundancy.geo(), true],
  ["if geo turns it on", StorageRedundancy.geo({ crossRegionRestore: true }), false],
  ["if geo turns it off", StorageRedundancy.geo({ crossRegionRestore: false }), false],
  ["with zone", StorageRedundancy.zone(), false],
  ["with local", StorageRedundancy.local(), false],
])("cross-region restore in ignore_changes, %s", (_, redundancy, isLeft) => {
  const ignored = { ignore_changes: ["cross_region_restore_enabled"] };
  expect(vault({ redundancy }).lifecycle).toEqual({ prevent_destroy: true, ...(isLeft && ignored) });
});

test("throws if crossRegionRestore is a text", () => {
  expect(refusal(() => StorageRedundancy.geo({ crossRegionRestore: "yes" as never }))).toBe(
    "StorageRedundancy.geo: crossRegionRestore must be true or false, got 'yes'; set one of them, or leave it out",
  );
});

test("ignores crossRegionRestore of another redundancy than geo", () => {
  // @ts-expect-error: only geo-redundant backups can be restored in the paired region
  const redundancy = StorageRedundancy.zone({ crossRegionRestore: true });
  expect(vault({ redundancy })).not.toHaveProperty("cross_region_restore_enabled");
});

test("passes network access, alerts, classic replication and timeouts to the resource", () => {
  const props = {
    publicNetworkAccessEnabled: false,
    monitoring: { alertsForAllJobFailuresEnabled: false, alertsForCriticalOperationFailuresEnabled: true },
    classicVmwareReplicationEnabled: true,
    timeouts: { create: "3h" },
  };
  expect(vault(props)).toMatchObject({
    public_network_access_enabled: false,
    monitoring: { alerts_for_all_job_failures_enabled: false, alerts_for_critical_operation_failures_enabled: true },
    classic_vmware_replication_enabled: true,
    timeouts: { create: "3h" },
  });
});

test.each(["v", "1vault", "my_vault", "v".repeat(51)])("throws if vaultName is '%s'", (vaultName) => {
  expect(refusalOf({ vaultName })).toBe(
    `RecoveryServicesVault 'stack/Vault': vaultName must be 2 to 50 letters, digits and '-', starting with a letter, got '${vaultName}'; rename the vault`,
  );
});

test.each(["va", "v".repeat(50), "Vault-1"])("accepts the vaultName '%s'", (vaultName) => {
  expect(vault({ vaultName })).toMatchObject({ name: vaultName });
});

test.each(["", "rg.", "rg/app", "r".repeat(91)])("throws if resourceGroupName is '%s'", (resourceGroupName) => {
  expect(refusalOf({ resourceGroupName })).toContain(
    `got '${resourceGroupName}'; give the name of the resource group, not its id`,
  );
});

test.each(["r", "rg_app-(1).x", "r".repeat(90)])("accepts the resourceGroupName '%s'", (resourceGroupName) => {
  expect(vault({ resourceGroupName })).toMatchObject({ resource_group_name: resourceGroupName });
});

test("throws if location is blank", () => {
  expect(refusalOf({ location: " " })).toContain(
    "location must be an Azure region, such as 'westeurope', got ' '; name the region",
  );
});

test("throws if tags exceed Azure's limits", () => {
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, "x"]));
  expect(refusalOf({ tags: many })).toContain("tags must be at most 50 tags, got 51; leave some out");
  expect(refusalOf({ tags: { ["n".repeat(513)]: "x" } })).toContain("tags: the name must be at most 512 characters");
  expect(refusalOf({ tags: { team: "x".repeat(257) } })).toContain("tags['team'] must be at most 256 characters");
  expect(vault({ tags: { ["n".repeat(512)]: "x".repeat(256) } })).toHaveProperty("tags");
});

test("throws one error that lists all problems", () => {
  const message = refusalOf({ vaultName: "_", resourceGroupName: "rg.", location: "" });
  expect(message.split("\n")).toEqual([
    "RecoveryServicesVault 'stack/Vault': 3 problems",
    expect.stringMatching(/^ {2}- vaultName must be .+, got '_'; /),
    expect.stringMatching(/^ {2}- resourceGroupName must be .+, got 'rg\.'; /),
    expect.stringMatching(/^ {2}- location must be .+, got ''; /),
  ]);
});

test("accepts tokens", () => {
  const stack = testStack();
  const unknown = (name: string) => unknownText(stack, name);
  const props = {
    vaultName: unknown("a"),
    resourceGroupName: unknown("b"),
    location: unknown("c"),
    tags: { team: unknown("d") },
  };
  expect(() => new RecoveryServicesVault(stack, "Vault", props)).not.toThrow();
  const template = { ...MINIMAL, vaultName: "${var.prefix}_vault" };
  expect(() => new RecoveryServicesVault(stack, "Other", template)).not.toThrow();
});

describe("fromVaultId", () => {
  test("accepts an id in any case and returns it in azurerm's case", () => {
    const imported = RecoveryServicesVault.fromVaultId(
      testStack(),
      "Vault",
      VAULT_ID.replace("resourceGroups", "resourcegroups"),
    );
    expect(imported).toMatchObject({ vaultId: VAULT_ID, vaultName: "vault-app", resourceGroupName: "rg-app" });
  });

  test.each(["vault-app", `${VAULT_ID}/backupPolicies/nightly`, VAULT_ID.slice(1), ""])("throws for the id '%s'", (id) => {
    expect(() => RecoveryServicesVault.fromVaultId(testStack(), "Vault", id)).toThrow(
      `RecoveryServicesVault.fromVaultId 'stack/Vault': vaultId must be ` +
        "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.RecoveryServices/vaults/<name>', " +
        `got '${id}'; copy the resource id from the vault's properties`,
    );
  });

  test.each([
    ["token", (stack: TerraformStack) => unknownText(stack, "vault")],
    ["template", () => "${var.vault}"],
  ])("returns expressions for the names in a %s", (_, vaultId) => {
    const stack = testStack();
    const imported = RecoveryServicesVault.fromVaultId(stack, "Vault", vaultId(stack));
    expect(rendered(stack, imported.vaultName)).toBe('${element(split("/", var.vault), 8)}');
    expect(rendered(stack, imported.resourceGroupName)).toBe('${element(split("/", var.vault), 4)}');
  });
});

describe("fromVaultAttributes", () => {
  test("returns the given attributes", () => {
    const stack = testStack();
    const immutability = VaultImmutability.unlocked();
    const attributes = { vaultId: VAULT_ID, location: "westeurope", immutability };
    const imported = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", attributes);
    expect(imported).toMatchObject({ ...attributes, vaultName: "vault-app", resourceGroupName: "rg-app" });
    const bare = RecoveryServicesVault.fromVaultAttributes(stack, "Bare", { vaultId: VAULT_ID });
    expect([bare.location, bare.immutability]).toEqual([undefined, undefined]);
  });

  test("throws one error that lists all problems", () => {
    const attributes = { vaultId: "vault-app", location: "" };
    expect(refusal(() => RecoveryServicesVault.fromVaultAttributes(testStack(), "Vault", attributes)).split("\n")).toEqual([
      "RecoveryServicesVault.fromVaultAttributes 'stack/Vault': 2 problems",
      expect.stringMatching(/^ {2}- vaultId must be .+, got 'vault-app'; /),
      expect.stringMatching(/^ {2}- location must be .+, got ''; /),
    ]);
  });

  test("declares nothing", () => {
    const build = (stack: TerraformStack) =>
      RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
    expect(synthesized(build).addresses).toEqual([]);
  });
});

describe("fromLookup", () => {
  const OPTIONS = { vaultName: "vault-app", resourceGroupName: "rg-app" };

  test("declares a data source and returns references to it", () => {
    const stack = testStack();
    const vault = RecoveryServicesVault.fromLookup(stack, "Vault", OPTIONS);
    const { data } = synth(stack).json as { data?: object };
    expect(data).toEqual({
      azurerm_recovery_services_vault: { Vault_23237E5B: { name: "vault-app", resource_group_name: "rg-app" } },
    });
    expect(rendered(stack, [vault.vaultId, vault.vaultName, vault.resourceGroupName, vault.location])).toEqual([
      "${data.azurerm_recovery_services_vault.Vault_23237E5B.id}",
      "${data.azurerm_recovery_services_vault.Vault_23237E5B.name}",
      "${data.azurerm_recovery_services_vault.Vault_23237E5B.resource_group_name}",
      "${data.azurerm_recovery_services_vault.Vault_23237E5B.location}",
    ]);
    expect(vault.immutability).toBeUndefined();
  });

  test("throws if a name is invalid", () => {
    const lookup = (options: object) => RecoveryServicesVault.fromLookup(testStack(), "Vault", { ...OPTIONS, ...options });
    expect(refusal(() => lookup({ vaultName: "my_vault" }))).toContain(
      "RecoveryServicesVault.fromLookup 'stack/Vault': vaultName must be",
    );
    expect(refusal(() => lookup({ resourceGroupName: "rg." }))).toContain("resourceGroupName must be");
  });
});

test("a declared vault returns its location and immutability", () => {
  const stack = testStack();
  const bare = new RecoveryServicesVault(stack, "Bare", MINIMAL);
  expect([bare.location, bare.immutability]).toEqual(["westeurope", undefined]);
  const immutability = VaultImmutability.disabled();
  expect(new RecoveryServicesVault(stack, "Vault", { ...MINIMAL, immutability }).immutability).toBe(immutability);
});
