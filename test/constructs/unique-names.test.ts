import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  AzurePrincipal,
  BackupSchedule,
  InitialBackup,
  type IRecoveryServicesVault,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VmBackup,
  VmBackupPolicy,
} from "../../lib";
import { itemId, SUBSCRIPTION, VAULT_ID, vmId } from "../support/azure";
import { refusal, Synthesized } from "../support/synth";
import { actionGroupId, OBJECT_ID, SUBNET_ID, WORKSPACE_ID } from "./vault/support";

/** Names that Azure holds once in a place. */

const daily = { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 };
const initialBackup = { retention: RecoveryPointRetention.days(30) };
const place = { resourceGroupName: "rg-app", location: "westeurope" };
const principal = AzurePrincipal.user(OBJECT_ID);

function stacks(subscriptions: (string | undefined)[] = [], tenants: string[] = []): [TerraformStack, TerraformStack] {
  const app: App = Testing.app();
  return ["one", "two"].map((id, index) => {
    const stack = new TerraformStack(app, id);
    new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: subscriptions[index], tenantId: tenants[index] });
    return stack;
  }) as [TerraformStack, TerraformStack];
}

const imported = (stack: TerraformStack, id = "Vault") =>
  RecoveryServicesVault.fromVaultAttributes(stack, id, { vaultId: VAULT_ID, location: "westeurope" });

function synth(stack: TerraformStack): Synthesized {
  return new Synthesized(JSON.parse(Testing.synth(stack, true)) as Synthesized["json"]);
}

/** The name of the only resource of a type. */
const nameIn = (stack: TerraformStack, type: string) => synth(stack).only(type).name;

const ADDITIONS: [
  type: string,
  prop: string,
  add: (vault: IRecoveryServicesVault, name: string | undefined, stack: TerraformStack) => unknown,
][] = [
  ["azurerm_management_lock", "lockName", (vault, lockName) => vault.addLock("Lock", { lockName })],
  [
    "azurerm_monitor_diagnostic_setting",
    "settingName",
    (vault, settingName) => vault.addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: WORKSPACE_ID, settingName }),
  ],
  [
    "azurerm_monitor_alert_processing_rule_action_group",
    "ruleName",
    (vault, ruleName) => vault.addAlertProcessingRule("Alerts", { actionGroupIds: [actionGroupId("ops")], ruleName }),
  ],
  [
    "azurerm_private_endpoint",
    "endpointName",
    (vault, endpointName) => vault.addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, endpointName }),
  ],
  ["azurerm_role_definition", "roleName", (vault, roleName) => vault.grantInitialBackup("Deployer", principal, { roleName })],
  [
    "azurerm_backup_policy_vm",
    "policyName",
    (vault, policyName, stack) => new VmBackupPolicy(stack, `Policy-${vault.node.id}`, { vault, ...daily, policyName }),
  ],
];

describe.each(ADDITIONS)("%s", (type, prop, add) => {
  test("has another default name in each stack that uses one vault", () => {
    const [one, two] = stacks();
    add(imported(one), undefined, one);
    add(imported(two), undefined, two);
    expect(nameIn(one, type)).not.toBe(nameIn(two, type));
  });

  test("throws if two of one vault have one name, in any case", () => {
    const [one] = stacks();
    add(imported(one, "A"), "same-name", one);
    add(imported(one, "B"), "Same-Name", one);
    expect(refusal(() => synth(one))).toContain(`${prop} must be unique in`);
  });

  test("takes one name in two stacks whose providers are for two tenants and subscriptions", () => {
    const ids = [OBJECT_ID.replace(/^1/, "2"), OBJECT_ID.replace(/^1/, "3")];
    const [one, two] = stacks(ids, ids);
    for (const [index, stack] of [one, two].entries()) {
      const vaultId = VAULT_ID.replace(SUBSCRIPTION, ids[index] ?? "");
      add(RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId, location: "westeurope" }), "same-name", stack);
    }
    expect(() => [synth(one), synth(two)]).not.toThrow();
  });
});

test("two app stacks have policies of two names in the vault of a hub stack", () => {
  const app = Testing.app();
  const hub = new TerraformStack(app, "hub");
  new AzurermProvider(hub, "azurerm", { features: [{}] });
  const vault = new RecoveryServicesVault(hub, "Vault", { ...place, vaultName: "vault-app" });
  const names = ["one", "two"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    const vms = { web: SourceVm.fromId(vmId(`vm-${id}`)) };
    new VmBackup(stack, "Backup", { existingVault: vault, policy: daily, vms, initialBackup });
    return nameIn(stack, "azurerm_backup_policy_vm");
  });
  expect(names).toEqual(["one-Backup-Policy-Standard", "two-Backup-Policy-Standard"]);
});

test("the name of a policy in a vault of its own stack has no stack in it", () => {
  const [stack] = stacks();
  const vault = new RecoveryServicesVault(stack, "Vault", { ...place, vaultName: "vault-app" });
  new VmBackupPolicy(stack, "_Daily", { vault, ...daily });
  expect(nameIn(stack, "azurerm_backup_policy_vm")).toBe("Daily-Standard");
});

test("throws if two stacks give policies of one vault one name", () => {
  const [one, two] = stacks();
  for (const stack of [one, two]) new VmBackupPolicy(stack, "P", { vault: imported(stack), ...daily, policyName: "nightly" });
  expect(() => synth(one)).not.toThrow();
  expect(refusal(() => synth(two))).toContain(
    `[two/P] policyName must be unique in the vault ${VAULT_ID}, got 'nightly', which 'one/P' has too; set policyName of one of them`,
  );
});

test("throws if custom roles of two stacks have one name", () => {
  const [one, two] = stacks();
  for (const stack of [one, two]) imported(stack).grantInitialBackup("Deployer", principal, { roleName: "Initial backups" });
  expect(refusal(() => synth(two))).toContain("roleName must be unique in the tenant, got 'Initial backups'");
});

test("custom roles of two stacks whose vaults have one name are two", () => {
  const [one, two] = stacks();
  const names = [one, two].map((stack) => {
    new RecoveryServicesVault(stack, "Vault", { ...place, vaultName: "vault-app" }).grantInitialBackup("Deployer", principal);
    return nameIn(stack, "azurerm_role_definition");
  });
  expect(names[0]).toContain('${element(split("/", azurerm_recovery_services_vault.');
});

describe("vaults of one name in one group", () => {
  const declare = (stack: TerraformStack, id: string) =>
    new RecoveryServicesVault(stack, id, { ...place, vaultName: "vault-app" });

  test("throws if one provider makes both", () => {
    const [one] = stacks();
    declare(one, "A");
    declare(one, "B");
    expect(refusal(() => synth(one))).toContain("vaultName must be unique in the resource group 'rg-app', got 'vault-app'");
  });

  test("throws if the providers of two stacks are for one subscription", () => {
    const [one, two] = stacks([OBJECT_ID, OBJECT_ID]);
    declare(one, "A");
    declare(two, "A");
    expect(refusal(() => synth(two))).toContain("vaultName must be unique");
  });

  test("are taken in two stacks whose subscriptions only the deployment knows", () => {
    const [one, two] = stacks();
    declare(one, "A");
    declare(two, "A");
    expect(() => synth(two)).not.toThrow();
  });
});

test("a policy that is moved onto another may have its name", () => {
  const [one] = stacks();
  const vault = imported(one);
  const old = new VmBackupPolicy(one, "Old", { vault, ...daily, policyName: "nightly" });
  const next = new VmBackupPolicy(one, "New", { vault, ...daily, policyName: "nightly" });
  next.resource.addMoveTarget("nightly");
  old.resource.moveTo("nightly");
  expect(() => synth(one)).not.toThrow();
});

test("throws if a stack has two outputs of one name", () => {
  const [one, two] = stacks();
  for (const [index, stack] of [one, two, one].entries()) {
    const references = { vault: imported(stack, `Vault${String(index)}`), protectedItemIds: [itemId("vm-web")] };
    const protectedVms = [ProtectedVms.fromProtectedItemIds(stack, `Items${String(index)}`, references)];
    new InitialBackup(stack, `Backup${String(index)}`, { ...initialBackup, protectedVms, outputName: "request" });
  }
  expect(() => synth(two)).not.toThrow();
  expect(refusal(() => synth(one))).toContain("outputName must be unique in the stack, got 'request', which");

  new TerraformOutput(two, "mine", { value: 1 }).overrideLogicalId("request");
  expect(refusal(() => synth(two))).toContain("outputName must be unique in the stack, got 'request', which 'two/mine' has too");
});
