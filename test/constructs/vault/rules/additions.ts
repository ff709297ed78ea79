import type { ITerraformDependable, TerraformStack } from "cdktf";
import {
  AzurePrincipal,
  GuardedOperation,
  type IRecoveryServicesVault,
  RecoveryServicesVault,
  ResourceGuard,
} from "../../../../lib";
import { unknownText, VAULT_ID } from "../../../support/azure";
import { FoundBy, type Rule } from "../../../support/rules";
import { synth, type Synthesized, testStack } from "../../../support/synth";
import { actionGroupId, GUARD_ID, OBJECT_ID, SUBNET_ID, WORKSPACE_ID, zoneId } from "../support";

const OTHER_CASE = "azurerm accepts no other case of its fixed segments";

function existing(stack: TerraformStack = testStack(), id = "Vault"): IRecoveryServicesVault {
  return RecoveryServicesVault.fromVaultAttributes(stack, id, { vaultId: VAULT_ID, location: "westeurope" });
}

function guard(props: { guardName?: string; excludedOperations?: GuardedOperation[] }, stack = testStack()): ResourceGuard {
  return new ResourceGuard(stack, "Guard", { guardName: "guard", resourceGroupName: "rg-app", location: "westeurope", ...props });
}

/** Associates vaults with a guard, each after the one before. */
function associations(...vaultIds: string[]): Synthesized {
  const stack = testStack();
  const resourceGuard = ResourceGuard.fromResourceGuardId(stack, "Guard", GUARD_ID);
  vaultIds.reduce<ITerraformDependable[]>((dependsOn, vaultId, index) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, `Vault${index}`, vaultId);
    return [vault.addResourceGuardAssociation("Guard", { resourceGuard, dependsOn }).resource];
  }, []);
  return synth(stack);
}

/** Rules of the resources that are added to a vault, and of grants. */
export const additionRules: Rule[] = [
  {
    id: "guard-name",
    rule: "A Resource Guard's name has 1 to 260 characters",
    foundBy: FoundBy.VALIDATE,
    evidence: "`name cannot be empty and must not exceed 260 characters`",
    broken: () => guard({ guardName: "g".repeat(261) }),
    refusal: "guardName must be 1 to 260 characters",
    kept: () => guard({ guardName: "g".repeat(260) }),
    unknown: (stack) => guard({ guardName: unknownText(stack, "guard") }, stack),
  },
  {
    id: "guard-operations-named",
    rule: "An operation that a guard excludes has a name",
    foundBy: FoundBy.VALIDATE,
    evidence: '`expected "vault_critical_operation_exclusion_list.0" to not be an empty string`',
    broken: () => guard({ excludedOperations: [GuardedOperation.custom("")] }),
    refusal: "excludedOperations must name operations, got ''",
    kept: () => guard({ excludedOperations: [GuardedOperation.custom("Microsoft.RecoveryServices/vaults/write")] }),
    unknown: (stack) => guard({ excludedOperations: [GuardedOperation.custom(unknownText(stack, "operation"))] }, stack),
  },
  {
    id: "guard-id",
    rule: "An existing guard is given by the id of a Resource Guard",
    foundBy: FoundBy.VALIDATE,
    evidence: '`parsing segment "staticMicrosoftDataProtection": parsing the ResourceGuard ID`',
    broken: () => ResourceGuard.fromResourceGuardId(testStack(), "Guard", VAULT_ID),
    refusal: "resourceGuardId must be '/subscriptions/<subscription>/",
    kept: () => ResourceGuard.fromResourceGuardId(testStack(), "Guard", GUARD_ID.replace("resourceGroups", "resourcegroups")),
    unknown: (stack) => ResourceGuard.fromResourceGuardId(stack, "Guard", unknownText(stack, "guard")),
  },
  {
    id: "one-guard-for-a-vault",
    rule: "A vault has at most one association with a guard",
    foundBy: FoundBy.APPLY,
    evidence:
      '`a resource with the ID "…/backupResourceGuardProxies/VaultProxy" already exists`, unless azurerm creates both at the same time',
    broken: () => associations(VAULT_ID, VAULT_ID.replace("vault-app", "VAULT-APP")),
    refusal: "vault must have one association with a Resource Guard, got a second one beside 'stack/Vault0/Guard'",
    kept: () => associations(VAULT_ID, `${VAULT_ID}-2`),
    unknown: (stack) => {
      const resourceGuard = ResourceGuard.fromResourceGuardId(stack, "Guard", GUARD_ID);
      existing(stack).addResourceGuardAssociation("Guard", { resourceGuard });
      const unknown = RecoveryServicesVault.fromVaultId(stack, "Unknown", unknownText(stack, "vault"));
      return unknown.addResourceGuardAssociation("Guard", { resourceGuard });
    },
  },
  {
    id: "principal-by-object-id",
    rule: "A principal is given by its object id, a GUID",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends any text",
    broken: () => AzurePrincipal.group("backup-operators"),
    refusal: "objectId must be an object id, such as '00000000-0000-0000-0000-000000000000', got 'backup-operators'",
    kept: () => AzurePrincipal.group(OBJECT_ID),
    unknown: (stack) => AzurePrincipal.group(unknownText(stack, "group")),
  },
  {
    id: "lock-name",
    rule: "A lock's name has at most 259 characters",
    foundBy: FoundBy.VALIDATE,
    evidence: "`name can only be a maximum of 260 characters`, although 260 is refused too",
    broken: () => existing().addLock("Lock", { lockName: "l".repeat(260) }),
    refusal: "lockName must be 1 to 259 letters, digits, '-', '_', '.' and parentheses",
    kept: () => existing().addLock("Lock", { lockName: "l".repeat(259) }),
    unknown: (stack) => existing(stack).addLock("Lock", { lockName: unknownText(stack, "name") }),
  },
  {
    id: "lock-notes-at-most-512",
    rule: "A lock's notes have at most 512 characters",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected length of notes to be in the range (0 - 512)`",
    broken: () => existing().addLock("Lock", { notes: "n".repeat(513) }),
    refusal: "notes must be 1 to 512 characters",
    kept: () => existing().addLock("Lock", { notes: "n".repeat(512) }),
    unknown: (stack) => existing(stack).addLock("Lock", { notes: unknownText(stack, "notes") }),
  },
  {
    id: "endpoint-name",
    rule: "A private endpoint's name is 1 to 80 letters, digits, `-`, `_` and `.`, starting with a letter or digit and ending with a letter, a digit or `_`",
    foundBy: FoundBy.VALIDATE,
    evidence: "`must be between 1 - 80 characters long, begin with a letter or number, …`",
    broken: () => existing().addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, endpointName: "backup-" }),
    refusal: "endpointName must be 1 to 80 letters, digits, '-', '_' and '.'",
    kept: () => existing().addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, endpointName: "backup_" }),
    unknown: (stack) =>
      existing(stack).addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, endpointName: unknownText(stack, "name") }),
  },
  {
    id: "endpoint-subnet",
    rule: "A private endpoint is in a subnet, given by its id",
    foundBy: FoundBy.VALIDATE,
    evidence: `\`parsing the Subnet ID: the number of segments didn't match\`; ${OTHER_CASE}`,
    broken: () => existing().addPrivateEndpoint("Endpoint", { subnetId: "backup" }),
    refusal: "subnetId must be '/subscriptions/<subscription>/",
    kept: () => existing().addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID.replace("/subnets/", "/Subnets/") }),
    unknown: (stack) => existing(stack).addPrivateEndpoint("Endpoint", { subnetId: unknownText(stack, "subnet") }),
  },
  {
    id: "endpoint-location",
    rule: "A private endpoint has a location, its own or the vault's",
    foundBy: FoundBy.VALIDATE,
    evidence: '`expected "location" to not be an empty string`',
    broken: () =>
      RecoveryServicesVault.fromVaultId(testStack(), "Vault", VAULT_ID).addPrivateEndpoint("E", { subnetId: SUBNET_ID }),
    refusal: "location must be set if the vault's region is not known, got nothing",
    kept: () => existing().addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID }),
    unknown: (stack) =>
      existing(stack).addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, location: unknownText(stack, "location") }),
  },
  {
    id: "endpoint-zones",
    rule: "The DNS zones of a private endpoint are given by their ids, not their names",
    foundBy: FoundBy.VALIDATE,
    evidence: `\`parsing the PrivateDnsZone ID: the number of segments didn't match\`; ${OTHER_CASE}`,
    broken: () =>
      existing().addPrivateEndpoint("Endpoint", {
        subnetId: SUBNET_ID,
        privateDnsZoneIds: ["privatelink.blob.core.windows.net"],
      }),
    refusal: "privateDnsZoneIds must be '/subscriptions/<subscription>/",
    kept: () => existing().addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, privateDnsZoneIds: [zoneId("zone")] }),
    unknown: (stack) =>
      existing(stack).addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, privateDnsZoneIds: [unknownText(stack, "zone")] }),
  },
  {
    id: "setting-name",
    rule: "A diagnostic setting's name has 1 to 260 characters, none of `<>*%&:\\?+/`",
    foundBy: FoundBy.VALIDATE,
    evidence: "`characters <, >, *, %, &, :, \\, ?, +, / are not allowed`",
    broken: () => existing().addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: WORKSPACE_ID, settingName: "a/b" }),
    refusal: "settingName must be 1 to 260 characters, none of <>*%&:\\?+/, got 'a/b'",
    kept: () => existing().addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: WORKSPACE_ID, settingName: "a b" }),
    unknown: (stack) =>
      existing(stack).addDiagnosticSetting("Logs", {
        logAnalyticsWorkspaceId: WORKSPACE_ID,
        settingName: unknownText(stack, "name"),
      }),
  },
  {
    id: "setting-workspace",
    rule: "A Log Analytics workspace is given by its id",
    foundBy: FoundBy.VALIDATE,
    evidence: `\`parsing the Workspace ID: the number of segments didn't match\`; ${OTHER_CASE}`,
    broken: () => existing().addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: "logs" }),
    refusal: "logAnalyticsWorkspaceId must be '/subscriptions/<subscription>/",
    kept: () =>
      existing().addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: WORKSPACE_ID.replace("Microsoft.", "microsoft.") }),
    unknown: (stack) => existing(stack).addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: unknownText(stack, "logs") }),
  },
  {
    id: "alert-rule-name",
    rule: "An alert processing rule's name is letters, digits, `-` and `_`, starting with a letter or digit",
    foundBy: FoundBy.VALIDATE,
    evidence: "`should begin with a letter or number, contain only letters, numbers, underscores and hyphens`",
    broken: () => existing().addAlertProcessingRule("Alerts", { actionGroupIds: [actionGroupId("a")], ruleName: "_a" }),
    refusal: "ruleName must be letters, digits, '-' and '_', starting with a letter or digit, got '_a'",
    kept: () => existing().addAlertProcessingRule("Alerts", { actionGroupIds: [actionGroupId("a")], ruleName: "a_" }),
    unknown: (stack) =>
      existing(stack).addAlertProcessingRule("Alerts", {
        actionGroupIds: [actionGroupId("a")],
        ruleName: unknownText(stack, "name"),
      }),
  },
  {
    id: "alert-action-groups",
    rule: "An alert processing rule notifies at least one action group, given by its id",
    foundBy: FoundBy.VALIDATE,
    evidence: "``ID was missing the `actionGroups` element``",
    broken: () => existing().addAlertProcessingRule("Alerts", { actionGroupIds: [VAULT_ID] }),
    refusal: "actionGroupIds must be '/subscriptions/<subscription>/",
    kept: () =>
      existing().addAlertProcessingRule("Alerts", { actionGroupIds: [actionGroupId("a").replace("Insights", "insights")] }),
    unknown: (stack) => existing(stack).addAlertProcessingRule("Alerts", { actionGroupIds: [unknownText(stack, "group")] }),
  },
];
