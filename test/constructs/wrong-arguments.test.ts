import { TerraformIterator, Testing } from "cdktf";

import {
  ArchiveTiering,
  AutoProtection,
  BackupCoverageWorkbook,
  AzurePrincipal,
  AzurermProviderVersion,
  BackupSchedule,
  GuardedOperation,
  HourlyWindow,
  InitialBackup,
  MonthlyRetention,
  ProtectedVm,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServiceFeatures,
  RecoveryServicesVault,
  RequireProtection,
  ResourceGuard,
  RestoreDrill,
  RetentionPreview,
  SourceVm,
  StorageRedundancy,
  TagRule,
  TimeZone,
  VaultAlertProcessingRule,
  VaultDiagnosticSetting,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  VaultLock,
  VaultPrivateEndpoint,
  VaultResourceGuardAssociation,
  VmBackup,
  VmBackupFleet,
  VmBackupPolicy,
  VmBackupPolicyPreset,
  VmInventory,
  VmSelection,
  YearlyRetention,
} from "../../lib";
import { OBJECT_ID } from "./vault/support";
import { synth, testStack } from "../support/synth";
import { vmId } from "../support/azure";
import { publicParameters } from "./public-parameters";
import { SampleContext } from "./undefined/sample-parts";
import { WRONG_VALUES } from "./wrong-values";

/**
 * What a caller in JavaScript, or a cast, may pass for any parameter of the API: it is refused by an error that names the parameter, or
 * it is of the parameter's own type.
 */

type Call = (value: never, around: SampleContext) => unknown;

const PRINCIPAL = AzurePrincipal.user(OBJECT_ID);
const preview = () => RetentionPreview.of(VmBackupPolicyPreset.daily30Days({ time: "22:00" }));
const protectedVms = ({ stack, vault, policy }: SampleContext) =>
  new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: SourceVm.fromId(vmId("vm-web")) } });
const protectedVm = ({ stack, vault, policy }: SampleContext) =>
  new ProtectedVm(stack, "Vm", { vault, policy, vm: SourceVm.fromId(vmId("vm-web")) });
const declaredVault = ({ stack }: SampleContext) =>
  new RecoveryServicesVault(stack, "Vault", { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" });
const declaredPolicy = ({ stack, vault }: SampleContext) =>
  new VmBackupPolicy(stack, "Policy", { vault, ...VmBackupPolicyPreset.daily30Days({ time: "22:00" }) });

const CALLS: Readonly<Record<string, Call>> = {
  "ArchiveTiering.afterMonths(months)": (months) => ArchiveTiering.afterMonths(months),
  "AutoProtection(props)": (props, { stack }) => new AutoProtection(stack, "Auto", props),
  "BackupCoverageWorkbook(props)": (props, { stack }) => new BackupCoverageWorkbook(stack, "Coverage", props),
  "AzurePrincipal.group(objectId)": (objectId) => AzurePrincipal.group(objectId),
  "AzurePrincipal.managedIdentity(identity)": (identity) => AzurePrincipal.managedIdentity(identity),
  "AzurePrincipal.servicePrincipal(objectId)": (objectId) => AzurePrincipal.servicePrincipal(objectId),
  "AzurePrincipal.user(objectId)": (objectId) => AzurePrincipal.user(objectId),
  "AzurermProviderVersion.require(constraint)": (constraint, { stack }) => {
    AzurermProviderVersion.require(stack, constraint);
  },
  "AzurermProviderVersion.require(scope)": (scope) => {
    AzurermProviderVersion.require(scope, ">= 4.77.0");
  },
  "BackupSchedule.daily(options)": (options) => BackupSchedule.daily(options),
  "BackupSchedule.hourly(options)": (options) => BackupSchedule.hourly(options),
  "BackupSchedule.weekly(options)": (options) => BackupSchedule.weekly(options),
  "GuardedOperation.custom(operationName)": (operationName) => GuardedOperation.custom(operationName),
  "HourlyWindow.of(options)": (options) => HourlyWindow.of(options),
  "InitialBackup(props)": (props, { stack }) => new InitialBackup(stack, "Backup", props),
  "MonthlyRetention.byDay(options)": (options) => MonthlyRetention.byDay(options),
  "MonthlyRetention.byWeekday(options)": (options) => MonthlyRetention.byWeekday(options),
  "ProtectedVm(props)": (props, { stack }) => new ProtectedVm(stack, "Vm", props),
  "ProtectedVm.importItem(protectedItemId)": (id, around) => {
    protectedVm(around).importItem(id);
  },
  "ProtectedVm.moveItemFrom(address)": (address, around) => {
    protectedVm(around).moveItemFrom(address);
  },
  "ProtectedVms(props)": (props, { stack }) => new ProtectedVms(stack, "Vms", props),
  "ProtectedVms.addressOf(key)": (key, around) => protectedVms(around).addressOf(key),
  "ProtectedVms.fromProtectedItemIds(items)": (items, { stack }) => ProtectedVms.fromProtectedItemIds(stack, "Vms", items),
  "ProtectedVms.importItem(key)": (key, around) => {
    protectedVms(around).importItem(key, "${data.azurerm_resources.found.id}");
  },
  "ProtectedVms.importItem(protectedItemId)": (id, around) => {
    protectedVms(around).importItem("web", id);
  },
  "ProtectedVms.moveItemFrom(address)": (address, around) => {
    protectedVms(around).moveItemFrom("web", address);
  },
  "ProtectedVms.moveItemFrom(key)": (key, around) => {
    protectedVms(around).moveItemFrom(key, "azurerm_backup_protected_vm.old");
  },
  "RecoveryPointRetention.days(days)": (days) => RecoveryPointRetention.days(days),
  "RecoveryPointRetention.until(lastDay)": (lastDay) => RecoveryPointRetention.until(lastDay),
  "RecoveryServiceFeatures.deleteData(options)": (options) => RecoveryServiceFeatures.deleteData(options),
  "RecoveryServiceFeatures.retainData(options)": (options) => RecoveryServiceFeatures.retainData(options),
  "RecoveryServiceFeatures.suspendBackups(options)": (options) => RecoveryServiceFeatures.suspendBackups(options),
  "RecoveryServicesVault(props)": (props, { stack }) => new RecoveryServicesVault(stack, "Vault", props),
  "RecoveryServicesVault.fromLookup(options)": (options, { stack }) => RecoveryServicesVault.fromLookup(stack, "Vault", options),
  "RecoveryServicesVault.fromVaultAttributes(attributes)": (attributes, { stack }) =>
    RecoveryServicesVault.fromVaultAttributes(stack, "Vault", attributes),
  "RecoveryServicesVault.fromVaultId(vaultId)": (vaultId, { stack }) =>
    RecoveryServicesVault.fromVaultId(stack, "Vault", vaultId),
  "RecoveryServicesVault.importVault(vaultId)": (vaultId, around) => {
    declaredVault(around).importVault(vaultId);
  },
  "RequireProtection(options)": (options) => new RequireProtection(options),
  "ResourceGuard(props)": (props, { stack }) => new ResourceGuard(stack, "Guard", props),
  "ResourceGuard.fromResourceGuardId(resourceGuardId)": (id, { stack }) => ResourceGuard.fromResourceGuardId(stack, "Guard", id),
  "RestoreDrill(props)": (props, { stack }) => new RestoreDrill(stack, "Drill", props),
  "RetentionPreview.backupTakenOn(day)": (day) => preview().backupTakenOn(day),
  "RetentionPreview.backupsOn(day)": (day) => preview().backupsOn(day),
  "RetentionPreview.backupsOn(options)": (options) => preview().backupsOn("2027-01-03", options),
  "RetentionPreview.of(policy)": (policy) => RetentionPreview.of(policy),
  "SourceVm.fromConstruct(options)": (options) => SourceVm.fromConstruct({ id: vmId("vm-web") }, options),
  "SourceVm.fromConstruct(vm)": (vm) => SourceVm.fromConstruct(vm),
  "SourceVm.fromId(options)": (options) => SourceVm.fromId(vmId("vm-web"), options),
  "SourceVm.fromId(vmId)": (id) => SourceVm.fromId(id),
  "StorageRedundancy.geo(options)": (options) => StorageRedundancy.geo(options),
  "TagRule.allOf(rules)": (rules) => TagRule.allOf(rules),
  "TagRule.anyOf(rules)": (rules) => TagRule.anyOf(rules),
  "TagRule.noneOf(rules)": (rules) => TagRule.noneOf(rules),
  "TagRule.tagged(name)": (name) => TagRule.tagged(name),
  "TagRule.tagged(values)": (values) => TagRule.tagged("team", values),
  "TimeZone.custom(windowsName)": (name) => TimeZone.custom(name),
  "TimeZone.of(name)": (name) => TimeZone.of(name),
  "VaultAlertProcessingRule(props)": (props, { stack }) => new VaultAlertProcessingRule(stack, "Rule", props),
  "VaultBase.addAlertProcessingRule(options)": (options, { vault }) => vault.addAlertProcessingRule("Rule", options),
  "VaultBase.addDiagnosticSetting(options)": (options, { vault }) => vault.addDiagnosticSetting("Logs", options),
  "VaultBase.addLock(options)": (options, { vault }) => vault.addLock("Lock", options),
  "VaultBase.addPrivateEndpoint(options)": (options, { vault }) => vault.addPrivateEndpoint("Endpoint", options),
  "VaultBase.addResourceGuardAssociation(options)": (options, { vault }) => vault.addResourceGuardAssociation("Guard", options),
  "VaultBase.grantBackupContributor(options)": (options, { vault }) => vault.grantBackupContributor("To", PRINCIPAL, options),
  "VaultBase.grantBackupContributor(principal)": (principal, { vault }) => vault.grantBackupContributor("To", principal),
  "VaultBase.grantBackupOperator(options)": (options, { vault }) => vault.grantBackupOperator("To", PRINCIPAL, options),
  "VaultBase.grantBackupOperator(principal)": (principal, { vault }) => vault.grantBackupOperator("To", principal),
  "VaultBase.grantBackupReader(options)": (options, { vault }) => vault.grantBackupReader("To", PRINCIPAL, options),
  "VaultBase.grantBackupReader(principal)": (principal, { vault }) => vault.grantBackupReader("To", principal),
  "VaultBase.grantInitialBackup(options)": (options, { vault }) => vault.grantInitialBackup("To", PRINCIPAL, options),
  "VaultBase.grantInitialBackup(principal)": (principal, { vault }) => vault.grantInitialBackup("To", principal),
  "VaultDiagnosticSetting(props)": (props, { stack }) => new VaultDiagnosticSetting(stack, "Logs", props),
  "VaultEncryption.bySystemAssignedIdentity(options)": (options) => VaultEncryption.bySystemAssignedIdentity(options),
  "VaultEncryption.byUserAssignedIdentity(options)": (options) => VaultEncryption.byUserAssignedIdentity(options),
  "VaultIdentity.systemAndUserAssigned(identityIds)": (ids) => VaultIdentity.systemAndUserAssigned(ids),
  "VaultIdentity.userAssigned(identityIds)": (ids) => VaultIdentity.userAssigned(ids),
  "VaultImmutability.locked(options)": (options) => VaultImmutability.locked(options),
  "VaultLock(props)": (props, { stack }) => new VaultLock(stack, "Lock", props),
  "VaultPrivateEndpoint(props)": (props, { stack }) => new VaultPrivateEndpoint(stack, "Endpoint", props),
  "VaultResourceGuardAssociation(props)": (props, { stack }) => new VaultResourceGuardAssociation(stack, "Guard", props),
  "VmBackup(props)": (props, { stack }) => new VmBackup(stack, "Backup", props),
  "VmBackup.isProtected(vm)": (vm) => VmBackup.isProtected(vm),
  "VmBackupFleet(props)": (props) => new VmBackupFleet(Testing.app(), "Fleet", props),
  "VmBackupPolicy(props)": (props, { stack }) => new VmBackupPolicy(stack, "Policy", props),
  "VmBackupPolicy.fromPolicyId(policyId)": (policyId, { stack }) => VmBackupPolicy.fromPolicyId(stack, "Policy", policyId),
  "VmBackupPolicy.importPolicy(policyId)": (policyId, around) => {
    declaredPolicy(around).importPolicy(policyId);
  },
  "VmBackupPolicyPreset.daily30Days(options)": (options) => VmBackupPolicyPreset.daily30Days(options),
  "VmBackupPolicyPreset.dailyMonthly1Year(options)": (options) => VmBackupPolicyPreset.dailyMonthly1Year(options),
  "VmBackupPolicyPreset.dailyWeeklyMonthly5Years(options)": (options) => VmBackupPolicyPreset.dailyWeeklyMonthly5Years(options),
  "VmBackupPolicyPreset.dailyWeeklyMonthlyYearly7Years(options)": (options) =>
    VmBackupPolicyPreset.dailyWeeklyMonthlyYearly7Years(options),
  "VmBackupPolicyPreset.every4Hours30Days(options)": (options) => VmBackupPolicyPreset.every4Hours30Days(options),
  "VmBackupPolicyPreset.weekly12Weeks(options)": (options) => VmBackupPolicyPreset.weekly12Weeks(options),
  "VmInventory.fromFile(path)": (path) => VmInventory.fromFile(path),
  "VmInventory.fromMap(vms)": (vms) => VmInventory.fromMap(vms),
  "VmSelection.forEach(iterator)": (iterator) => VmSelection.forEach(iterator, SourceVm.fromId("${each.value}")),
  "VmSelection.forEach(vm)": (vm) => VmSelection.forEach(TerraformIterator.fromList([]), vm),
  "VmSelection.fromDataSource(options)": (options) => VmSelection.fromDataSource({ resourceGroupName: "rg-app" }, options),
  "VmSelection.fromDataSource(search)": (search) => VmSelection.fromDataSource(search),
  "VmSelection.fromInstances(options)": (options, { stack }) =>
    VmSelection.fromInstances(stack.node.findChild("Group") as never, options),
  "VmSelection.fromInstances(vms)": (vms) => VmSelection.fromInstances(vms),
  "VmSelection.inScope(options)": (options, { stack }) => VmSelection.inScope(stack, options),
  "VmSelection.inScope(scope)": (scope) => VmSelection.inScope(scope),
  "YearlyRetention.byDay(options)": (options) => YearlyRetention.byDay(options),
  "YearlyRetention.byWeekday(options)": (options) => YearlyRetention.byWeekday(options),
};

/** cdktf calls it, with each construct. */
const NOT_CALLED = ["RequireProtection.visit(construct)"];

const parameters = publicParameters().filter(({ path }) => !NOT_CALLED.includes(path));

/** What a call ends in: an error, or undefined if it is accepted. */
function errorOf(call: Call, value: unknown): Error | undefined {
  const around = new SampleContext(testStack());
  try {
    call(value as never, around);
    synth(around.stack);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

test("every parameter of the API is called with wrong values", () => {
  expect(Object.keys(CALLS).sort()).toEqual(parameters.map(({ path }) => path).sort());
});

test.each(parameters.map(({ path, isOptional }) => [path, isOptional] as const))(
  "throws if %s is of another type",
  (path, isOptional) => {
    const name = /\((\w+)\)$/.exec(path)?.[1] ?? "";
    const call = CALLS[path] as Call;
    const accepted: unknown[] = [];
    for (const value of [...WRONG_VALUES, ...(isOptional ? [] : [undefined])]) {
      const error = errorOf(call, value);
      const given = `${path} = ${typeof value} ${JSON.stringify(value)}`;
      if (error === undefined) accepted.push(value);
      // Of an empty object, the options that are missing are named.
      else if (value?.constructor === Object)
        expect([given, error.message]).toEqual([given, expect.stringMatching(/^.+:\s[^]* must /)]);
      else
        expect([given, error.message]).toEqual([given, expect.stringMatching(new RegExp(`^.+:\\s[^]*\\b${name}\\b[^]* must `))]);
    }
    // What is accepted is of one type, that of the parameter.
    expect(new Set(accepted.map((value) => (Array.isArray(value) ? "list" : typeof value))).size).toBeLessThan(2);
    expect(accepted.every((value) => value !== null && value !== undefined && !Number.isNaN(value))).toBe(true);
    expect(accepted.every((value) => typeof value !== "object" || [Object, Array].includes(value?.constructor as never))).toBe(
      true,
    );
  },
);
