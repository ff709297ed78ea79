import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformProvider, TerraformStack, Testing } from "cdktf";
import {
  BackupSchedule,
  InitialBackup,
  type IRecoveryServicesVault,
  type IVmBackupPolicy,
  ProtectedVm,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VaultDiagnosticSetting,
  VaultLock,
  VmBackup,
  VmBackupPolicy,
  VmSelection,
} from "../../lib";
import { itemId, POLICY_ID, SUBSCRIPTION, unknownText, VAULT_ID, vmId } from "../support/azure";
import { refusal, Synthesized, testStack, warnings } from "../support/synth";
import { WORKSPACE_ID } from "./vault/support";

/** Parts of different vaults, providers and subscriptions. */

const OTHER_SUBSCRIPTION = "10000000-0000-0000-0000-000000000000";
const schedule = BackupSchedule.daily({ time: "22:00" });
const daily = { schedule, dailyRetentionDays: 30 };
const web = SourceVm.fromId(vmId("vm-web"));
const initialBackup = { retention: RecoveryPointRetention.days(30) };
const place = { resourceGroupName: "rg-app", location: "westeurope" };

const imported = (stack: TerraformStack, id: string, vaultId: string) => RecoveryServicesVault.fromVaultId(stack, id, vaultId);
const declared = (stack: TerraformStack, id: string, vaultName = "vault-app", provider?: TerraformProvider) =>
  new RecoveryServicesVault(stack, id, { ...place, vaultName, provider });
const lookedUp = (stack: TerraformStack, id: string, vaultName: string) =>
  RecoveryServicesVault.fromLookup(stack, id, { vaultName, resourceGroupName: "rg-app" });
const policyOf = (stack: TerraformStack, vault: IRecoveryServicesVault) =>
  new VmBackupPolicy(stack, "Policy", { vault, ...daily });

const OTHER_VAULT_ID = VAULT_ID.replace("vault-app", "vault-other");
const UPPER_VAULT_ID = VAULT_ID.replace("vault-app", "VAULT-App").replace("rg-app", "RG-app");

type Parts = (stack: TerraformStack) => { readonly vault: IRecoveryServicesVault; readonly policy: IVmBackupPolicy };

/** A policy of one vault for the VMs of another. */
const pair =
  (
    policyVault: (stack: TerraformStack) => IRecoveryServicesVault,
    vault: (stack: TerraformStack) => IRecoveryServicesVault,
  ): Parts =>
  (stack) => ({ policy: policyOf(stack, policyVault(stack)), vault: vault(stack) });

const byId =
  (policyId: string, vault: (stack: TerraformStack) => IRecoveryServicesVault): Parts =>
  (stack) => ({ policy: VmBackupPolicy.fromPolicyId(stack, "Policy", policyId), vault: vault(stack) });

const CONTRADICTIONS: [name: string, parts: Parts][] = [
  [
    "two vaults by id",
    pair(
      (stack) => imported(stack, "A", VAULT_ID),
      (stack) => imported(stack, "B", OTHER_VAULT_ID),
    ),
  ],
  [
    "two declared vaults",
    pair(
      (stack) => declared(stack, "A", "vault-a"),
      (stack) => declared(stack, "B", "vault-b"),
    ),
  ],
  [
    "a declared and an imported vault",
    pair(
      (stack) => declared(stack, "A", "vault-a"),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
  [
    "an imported and a declared vault",
    pair(
      (stack) => imported(stack, "A", VAULT_ID),
      (stack) => declared(stack, "B", "vault-b"),
    ),
  ],
  [
    "a looked up and an imported vault",
    pair(
      (stack) => lookedUp(stack, "A", "vault-a"),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
  [
    "two looked up vaults",
    pair(
      (stack) => lookedUp(stack, "A", "vault-a"),
      (stack) => lookedUp(stack, "B", "vault-b"),
    ),
  ],
  ["a policy by id, and an imported vault", byId(POLICY_ID, (stack) => imported(stack, "B", OTHER_VAULT_ID))],
  ["a policy by id, and a declared vault", byId(POLICY_ID, (stack) => declared(stack, "B", "vault-b"))],
  ["a policy by id, and a looked up vault", byId(POLICY_ID, (stack) => lookedUp(stack, "B", "vault-b"))],
  [
    "vaults of one name in two groups",
    pair(
      (stack) => imported(stack, "A", VAULT_ID.replace("rg-app", "rg-b")),
      (stack) => declared(stack, "B"),
    ),
  ],
];

const AGREEMENTS: [name: string, parts: Parts][] = [
  [
    "one vault by two spellings of its id",
    pair(
      (stack) => imported(stack, "A", VAULT_ID),
      (stack) => imported(stack, "B", UPPER_VAULT_ID),
    ),
  ],
  [
    "a declared vault and its own id",
    pair(
      (stack) => declared(stack, "A"),
      (stack) => imported(stack, "B", UPPER_VAULT_ID),
    ),
  ],
  [
    "a looked up vault and its own id",
    pair(
      (stack) => lookedUp(stack, "A", "Vault-App"),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
  ["a policy by id of a declared vault", byId(POLICY_ID, (stack) => declared(stack, "B"))],
  [
    "a vault that only the deployment knows",
    pair(
      (stack) => imported(stack, "A", unknownText(stack, "id")),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
];

describe.each(CONTRADICTIONS)("%s", (_, parts) => {
  test("throws if VMs get the policy of another vault", () => {
    const message = "policy must be a policy of the vault ";
    const stack = testStack();
    expect(refusal(() => new ProtectedVms(stack, "Vms", { ...parts(stack), vms: { web } }))).toContain(message);
    const one = testStack();
    expect(refusal(() => new ProtectedVm(one, "Vm", { ...parts(one), vm: web }))).toContain(message);
    const other = testStack();
    expect(refusal(() => vmBackup(other, parts(other)))).toContain(message);
  });

  test("throws if one VM gets the policy of another vault", () => {
    const stack = testStack();
    const { vault, policy } = parts(stack);
    const own = new VmBackupPolicy(stack, "Own", { vault, ...daily });
    const vms = { web, db: SourceVm.fromId(vmId("vm-db"), { policy }) };
    expect(refusal(() => new ProtectedVms(stack, "Vms", { vault, policy: own, vms }))).toContain(
      "vms.db.policy must be a policy of",
    );
  });
});

test.each(AGREEMENTS)("%s: the policy is taken", (_, parts) => {
  const stack = testStack();
  expect(() => new ProtectedVms(stack, "Vms", { ...parts(stack), vms: { web } })).not.toThrow();
});

function vmBackup(stack: TerraformStack, { vault, policy }: ReturnType<Parts>): VmBackup {
  return new VmBackup(stack, "Backup", { existingVault: vault, existingPolicy: policy, vms: { web }, initialBackup });
}

test("throws if items or initial backups are of two vaults, by the names of a declared one", () => {
  const stack = testStack();
  const vault = declared(stack, "Vault", "vault-b");
  const references = { vault, protectedItemIds: [itemId("vm-web")] };
  expect(refusal(() => ProtectedVms.fromProtectedItemIds(stack, "Items", references))).toContain(
    "items of the vault 'stack/Vault'",
  );

  const app = imported(stack, "App", VAULT_ID);
  const items = ProtectedVms.fromProtectedItemIds(stack, "Own", { vault: app, protectedItemIds: [itemId("vm-web")] });
  const vms = new ProtectedVms(stack, "Vms", { vault, policy: policyOf(stack, vault), vms: { web } });
  expect(refusal(() => new InitialBackup(stack, "I", { ...initialBackup, protectedVms: [vms, items] }))).toContain(
    "of one vault",
  );
});

/** Two stacks of one app, each with an azurerm provider and one for management. */
function twoStacks(subscriptions: { hub?: string; app?: string; mgmt?: string } = {}) {
  const app = Testing.app();
  const [hub, spoke] = ["hub", "app"].map((id) => new TerraformStack(app, id)) as [TerraformStack, TerraformStack];
  const azurerm = new AzurermProvider(hub, "azurerm", { features: [{}], subscriptionId: subscriptions.hub });
  new AzurermProvider(spoke, "azurerm", { features: [{}], subscriptionId: subscriptions.app });
  const mgmt = new AzurermProvider(hub, "mgmt", { features: [{}], alias: "mgmt", subscriptionId: subscriptions.mgmt });
  return { hub, spoke, azurerm, mgmt };
}

function synth(stack: TerraformStack): Synthesized {
  return new Synthesized(JSON.parse(Testing.synth(stack, true)) as Synthesized["json"]);
}

/** The provider of each resource of azurerm, by its type. */
function providers(stack: TerraformStack): Record<string, unknown> {
  const resources = Object.entries(synth(stack).json.resource ?? {}).filter(([type]) => type.startsWith("azurerm_"));
  return Object.fromEntries(resources.map(([type, ofType]) => [type, Object.values(ofType)[0]?.provider]));
}

describe("the provider", () => {
  test("of a policy and of items is that of the vault", () => {
    const { hub, mgmt } = twoStacks();
    new VmBackup(hub, "Backup", {
      vault: { ...place, vaultName: "vault-app", provider: mgmt },
      policy: daily,
      vms: { web },
      initialBackup,
    });
    expect(new Set(Object.values(providers(hub)))).toEqual(new Set(["azurerm.mgmt"]));
  });

  test("of a policy, items and additions is that of an existing vault", () => {
    const { hub, mgmt } = twoStacks();
    const vault = RecoveryServicesVault.fromVaultAttributes(hub, "Vault", { vaultId: VAULT_ID, provider: mgmt });
    new VmBackup(hub, "Backup", { existingVault: vault, policy: daily, vms: { web }, initialBackup });
    new VaultLock(hub, "Lock", { vault });
    new VaultDiagnosticSetting(hub, "Logs", { vault, logAnalyticsWorkspaceId: WORKSPACE_ID });
    expect(new Set(Object.values(providers(hub)))).toEqual(new Set(["azurerm.mgmt"]));
  });

  test("of VMs that a plan finds is that of the vault", () => {
    const { hub, mgmt } = twoStacks();
    const vault = declared(hub, "Vault", "vault-app", mgmt);
    const selection = VmSelection.fromDataSource({ resourceGroupName: "rg-app" });
    new ProtectedVms(hub, "Vms", { vault, policy: policyOf(hub, vault), selection });
    const [found] = Object.values(synth(hub).json.data?.["azurerm_resources"] ?? {});
    expect(found?.provider).toBe("azurerm.mgmt");
  });

  test("of a vault to declare goes before that of the construct", () => {
    const { hub, mgmt } = twoStacks();
    const provider = new AzurermProvider(hub, "other", { features: [{}], alias: "other" });
    const vault = { ...place, vaultName: "vault-app", provider: mgmt };
    new VmBackup(hub, "Backup", { vault, policy: daily, vms: { web }, initialBackup, provider });
    expect(new Set(Object.values(providers(hub)))).toEqual(new Set(["azurerm.mgmt"]));
  });

  test("is another if one is named", () => {
    const { hub, mgmt } = twoStacks();
    const other = new AzurermProvider(hub, "other", { features: [{}], alias: "other" });
    const vault = declared(hub, "Vault", "vault-app", mgmt);
    new VmBackup(hub, "Backup", { existingVault: vault, policy: daily, vms: { web }, initialBackup, provider: other });
    expect(providers(hub)).toMatchObject({
      azurerm_recovery_services_vault: "azurerm.mgmt",
      azurerm_backup_policy_vm: "azurerm.other",
      azurerm_backup_protected_vm: "azurerm.other",
    });
  });

  test("of another stack is refused, unless this stack has one of that alias", () => {
    const { hub, spoke, mgmt } = twoStacks();
    const vault = declared(hub, "Vault", "vault-app", mgmt);
    new VmBackupPolicy(spoke, "Policy", { vault, ...daily, provider: mgmt });
    expect(refusal(() => synth(spoke))).toContain("provider must be one of the stack 'app', got 'hub/mgmt' of the stack 'hub'");
    new AzurermProvider(spoke, "mgmt", { features: [{}], alias: "mgmt" });
    expect(providers(spoke)).toEqual({ azurerm_backup_policy_vm: "azurerm.mgmt" });
  });

  test("throws if it is none of azurerm", () => {
    const stack = testStack();
    class RandomProvider extends TerraformProvider {}
    const provider = new RandomProvider(stack, "random", { terraformResourceType: "random" });
    expect(refusal(() => declared(stack, "Vault", "vault-app", provider))).toContain("provider must be an AzurermProvider");
  });
});

describe("the subscription", () => {
  const message = (needed: string) => `provider must be one for the subscription ${needed} of the vault`;

  test("throws if the provider of a policy is for another than the vault's id says", () => {
    const { spoke } = twoStacks({ app: OTHER_SUBSCRIPTION });
    policyOf(spoke, imported(spoke, "Vault", VAULT_ID));
    expect(refusal(() => synth(spoke))).toContain(`[app/Policy] ${message(SUBSCRIPTION)} ${VAULT_ID}, got 'app/azurerm'`);
  });

  test("throws if the providers of the vault's stack and of the policy's differ", () => {
    const { hub, spoke } = twoStacks({ hub: SUBSCRIPTION, app: OTHER_SUBSCRIPTION });
    policyOf(spoke, declared(hub, "Vault"));
    expect(refusal(() => synth(spoke))).toContain(message(SUBSCRIPTION));
  });

  test("throws if a policy is told to use a provider of another", () => {
    const { hub, azurerm: provider, mgmt } = twoStacks({ hub: OTHER_SUBSCRIPTION, mgmt: SUBSCRIPTION });
    new VmBackupPolicy(hub, "Policy", { vault: declared(hub, "Vault", "vault-app", mgmt), ...daily, provider });
    expect(refusal(() => synth(hub))).toContain(message(SUBSCRIPTION));
  });

  test("is taken in any case, by one alias or another, and if only the deployment knows it", () => {
    const { hub, spoke, mgmt } = twoStacks({ mgmt: SUBSCRIPTION.toUpperCase() });
    const vault = RecoveryServicesVault.fromVaultAttributes(hub, "Vault", { vaultId: VAULT_ID, provider: mgmt });
    policyOf(hub, vault);
    policyOf(spoke, imported(spoke, "Vault", VAULT_ID));
    expect(() => [synth(hub), synth(spoke)]).not.toThrow();
  });

  test("warns if the vault has a provider of another stack and nobody knows its subscription", () => {
    const { hub, spoke, mgmt } = twoStacks();
    policyOf(spoke, declared(hub, "Vault", "vault-app", mgmt));
    synth(spoke);
    expect(warnings(spoke)).toEqual([expect.stringContaining("the vault has 'hub/mgmt' of another stack")]);
  });
});
