import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformProvider, TerraformStack, Testing } from "cdktf";
import {
  ProtectedVms,
  RecoveryServicesVault,
  VaultDiagnosticSetting,
  VaultLock,
  VmBackup,
  VmBackupPolicy,
  VmSelection,
} from "../../../lib";
import { SUBSCRIPTION, VAULT_ID } from "../../support/azure";
import { refusal, Synthesized, testStack, warnings } from "../../support/synth";
import { daily, declared, imported, initialBackup, place, policyOf, web } from "../two-vaults";
import { WORKSPACE_ID } from "../vault/support";

const OTHER_SUBSCRIPTION = "10000000-0000-0000-0000-000000000000";

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

  test("of a vault to declare has priority over that of the construct", () => {
    const { hub, mgmt } = twoStacks();
    const provider = new AzurermProvider(hub, "other", { features: [{}], alias: "other" });
    const vault = { ...place, vaultName: "vault-app", provider: mgmt };
    new VmBackup(hub, "Backup", { vault, policy: daily, vms: { web }, initialBackup, provider });
    expect(new Set(Object.values(providers(hub)))).toEqual(new Set(["azurerm.mgmt"]));
  });

  test("can be another one", () => {
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

  test("throws if it is of another stack, unless this stack has one with its alias", () => {
    const { hub, spoke, mgmt } = twoStacks();
    const vault = declared(hub, "Vault", "vault-app", mgmt);
    new VmBackupPolicy(spoke, "Policy", { vault, ...daily, provider: mgmt });
    expect(refusal(() => synth(spoke))).toContain(
      "provider must be one of the stack 'app', got 'hub/mgmt' of the stack 'hub'; " +
        "declare an azurerm provider for that subscription in this stack",
    );
    new AzurermProvider(spoke, "mgmt", { features: [{}], alias: "mgmt" });
    expect(providers(spoke)).toEqual({ azurerm_backup_policy_vm: "azurerm.mgmt" });
  });

  test("throws if it is not azurerm", () => {
    const stack = testStack();
    class RandomProvider extends TerraformProvider {}
    const provider = new RandomProvider(stack, "random", { terraformResourceType: "random" });
    expect(refusal(() => declared(stack, "Vault", "vault-app", provider))).toBe(
      "'stack/Vault': provider must be an AzurermProvider, got a RandomProvider; pass the azurerm provider of the subscription",
    );
    expect(refusal(() => declared(stack, "Other", "vault-app", "azurerm" as never))).toContain("got 'azurerm'; pass the azurerm");
  });
});

describe("the subscription", () => {
  const message = (needed: string) => `provider must be one for the subscription ${needed} of the vault`;

  test("throws if the provider of a policy is for another subscription than the vault's id", () => {
    const { spoke } = twoStacks({ app: OTHER_SUBSCRIPTION });
    policyOf(spoke, imported(spoke, "Vault", VAULT_ID));
    expect(refusal(() => synth(spoke))).toContain(`[app/Policy] ${message(SUBSCRIPTION)} ${VAULT_ID}, got 'app/azurerm'`);
  });

  test("throws if the providers of the vault's stack and of the policy's differ", () => {
    const { hub, spoke } = twoStacks({ hub: SUBSCRIPTION, app: OTHER_SUBSCRIPTION });
    policyOf(spoke, declared(hub, "Vault"));
    expect(refusal(() => synth(spoke))).toContain(message(SUBSCRIPTION));
  });

  test("throws if a policy has a provider of another subscription", () => {
    const { hub, azurerm: provider, mgmt } = twoStacks({ hub: OTHER_SUBSCRIPTION, mgmt: SUBSCRIPTION });
    new VmBackupPolicy(hub, "Policy", { vault: declared(hub, "Vault", "vault-app", mgmt), ...daily, provider });
    expect(refusal(() => synth(hub))).toContain(message(SUBSCRIPTION));
  });

  test("does not throw for another case or alias, or if only the deployment knows it", () => {
    const { hub, spoke, mgmt } = twoStacks({ mgmt: SUBSCRIPTION.toUpperCase() });
    const vault = RecoveryServicesVault.fromVaultAttributes(hub, "Vault", { vaultId: VAULT_ID, provider: mgmt });
    policyOf(hub, vault);
    policyOf(spoke, imported(spoke, "Vault", VAULT_ID));
    expect(() => [synth(hub), synth(spoke)]).not.toThrow();
  });

  test("warns if the vault has a provider of another stack whose subscription is not known", () => {
    const { hub, spoke, mgmt } = twoStacks();
    policyOf(spoke, declared(hub, "Vault", "vault-app", mgmt));
    synth(spoke);
    expect(warnings(spoke)).toEqual([expect.stringContaining("the vault has 'hub/mgmt' of another stack")]);
  });
});
