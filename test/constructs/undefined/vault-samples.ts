import {
  AlertSeverity,
  AzurePrincipal,
  BackupSchedule,
  GuardedOperation,
  HourlyWindow,
  Month,
  MonthlyRetention,
  RecoveryServicesVault,
  ResourceGuard,
  RetentionPreview,
  StorageRedundancy,
  TimeZone,
  VaultEncryption,
  VaultImmutability,
  VaultLockLevel,
  VaultLogCategory,
  VmBackupPolicy,
  Weekday,
  YearlyRetention,
} from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { actionGroupId, GUARD_ID, identityId, KEY_ID, OBJECT_ID, SUBNET_ID, WORKSPACE_ID, zoneId } from "../vault/support";
import { place, tags, DAILY, vaultProps, policyOptions, sample, type Sample } from "./sample-parts";

const LOCKED = { acknowledgeIrreversible: true };

/** The samples of vaults and policies. */
export const VAULT_SAMPLES: readonly Sample[] = [
  sample("RecoveryServicesVaultProps", vaultProps, (props, { stack }) => new RecoveryServicesVault(stack, "Vault", props)),
  sample(
    "RecoveryServicesVaultAttributes",
    ({ provider }) => ({ vaultId: VAULT_ID, location: "westeurope", immutability: VaultImmutability.locked(LOCKED), provider }),
    (attributes, { stack }) => RecoveryServicesVault.fromVaultAttributes(stack, "Vault", attributes).addLock("Lock"),
  ),
  sample(
    "RecoveryServicesVaultLookupOptions",
    ({ provider }) => ({ vaultName: "vault-app", resourceGroupName: "rg-app", provider }),
    (options, { stack }) => RecoveryServicesVault.fromLookup(stack, "Vault", options).addLock("Lock"),
  ),
  sample(
    "GeoRedundancyOptions",
    () => ({ crossRegionRestore: true }),
    (options, { stack }) =>
      new RecoveryServicesVault(stack, "Vault", { ...place, vaultName: "v1", redundancy: StorageRedundancy.geo(options) }),
  ),
  sample(
    "VaultEncryptionOptions",
    () => ({ keyId: KEY_ID, infrastructureEncryptionEnabled: true }),
    (options, { stack }) => {
      const encryption = VaultEncryption.bySystemAssignedIdentity(options);
      return new RecoveryServicesVault(stack, "Vault", { ...place, vaultName: "v1", encryption });
    },
  ),
  sample(
    "UserAssignedEncryptionOptions",
    () => ({ keyId: KEY_ID, infrastructureEncryptionEnabled: true, userAssignedIdentityId: identityId("keys") }),
    (options, { stack }) => {
      const encryption = VaultEncryption.byUserAssignedIdentity(options);
      return new RecoveryServicesVault(stack, "Vault", { ...place, vaultName: "v1", encryption });
    },
  ),
  sample(
    "VaultGrantOptions",
    ({ options }) => ({ ...options, description: "reads" }),
    (options, { vault }) => [
      vault.grantBackupReader("Reader", AzurePrincipal.user(OBJECT_ID), options),
      vault.grantBackupOperator("Operator", AzurePrincipal.user(OBJECT_ID), options),
      vault.grantBackupContributor("Contributor", AzurePrincipal.user(OBJECT_ID), options),
    ],
  ),
  sample(
    "InitialBackupGrantOptions",
    ({ options }) => ({ ...options, description: "backs up", roleName: "Backs up" }),
    (options, { vault }) => vault.grantInitialBackup("Deployer", AzurePrincipal.user(OBJECT_ID), options),
  ),
  sample(
    "VaultLockOptions",
    ({ options }) => ({ ...options, lockName: "keep", level: VaultLockLevel.READ_ONLY, notes: "kept" }),
    (options, { vault }) => vault.addLock("Lock", options),
  ),
  sample(
    "VaultResourceGuardAssociationOptions",
    ({ options, stack }) => ({ ...options, resourceGuard: ResourceGuard.fromResourceGuardId(stack, "Guard", GUARD_ID) }),
    (options, { vault }) => vault.addResourceGuardAssociation("Guarded", options),
  ),
  sample(
    "VaultPrivateEndpointOptions",
    ({ options }) => ({
      ...options,
      ...place,
      subnetId: SUBNET_ID,
      privateDnsZoneIds: [zoneId("privatelink.blob.core.windows.net")],
      endpointName: "endpoint",
      customNetworkInterfaceName: "nic",
      tags,
    }),
    (options, { vault }) => vault.addPrivateEndpoint("Endpoint", options),
  ),
  sample(
    "VaultDiagnosticSettingOptions",
    ({ options }) => ({
      ...options,
      logAnalyticsWorkspaceId: WORKSPACE_ID,
      categories: [VaultLogCategory.JOBS],
      settingName: "logs",
    }),
    (options, { vault }) => vault.addDiagnosticSetting("Logs", options),
  ),
  sample(
    "VaultAlertProcessingRuleOptions",
    ({ options }) => ({
      ...options,
      actionGroupIds: [actionGroupId("ops")],
      severities: [AlertSeverity.CRITICAL],
      ruleName: "alerts",
      resourceGroupName: "rg-alerts",
      tags,
    }),
    (options, { vault }) => vault.addAlertProcessingRule("Alerts", options),
  ),
  sample(
    "ResourceGuardProps",
    ({ options }) => ({ ...options, ...place, guardName: "guard", excludedOperations: [GuardedOperation.RESTORE], tags }),
    (props, { stack }) => new ResourceGuard(stack, "Guard", props),
  ),
  sample(
    "VmBackupPolicyOptions",
    policyOptions,
    (options, { stack, vault }) => new VmBackupPolicy(stack, "Policy", { ...options, vault }),
  ),
  sample(
    "DailyScheduleOptions",
    () => ({ time: "22:00", timeZone: TimeZone.of("Europe/Berlin") }),
    (options, { stack, vault }) =>
      new VmBackupPolicy(stack, "Policy", { vault, schedule: BackupSchedule.daily(options), dailyRetentionDays: 30 }),
  ),
  sample(
    "WeeklyScheduleOptions",
    () => ({ time: "22:00", timeZone: TimeZone.of("Europe/Berlin"), weekdays: [Weekday.SUNDAY] }),
    (options, { stack, vault }) =>
      new VmBackupPolicy(stack, "Policy", { vault, schedule: BackupSchedule.weekly(options), weeklyRetention: { weeks: 12 } }),
  ),
  sample(
    "HourlyScheduleOptions",
    () => ({ time: "22:00", timeZone: TimeZone.of("Europe/Berlin"), window: HourlyWindow.EVERY_4_HOURS_FOR_4_HOURS }),
    (options, { stack, vault }) =>
      new VmBackupPolicy(stack, "Policy", { vault, schedule: BackupSchedule.hourly(options), dailyRetentionDays: 30 }),
  ),
  sample(
    "MonthlyByDayOptions",
    () => ({ months: 12, days: [1], includeLastDay: true }),
    (options, { stack, vault }) =>
      new VmBackupPolicy(stack, "Policy", {
        ...{ vault, schedule: DAILY, dailyRetentionDays: 30, monthlyRetention: MonthlyRetention.byDay(options) },
      }),
  ),
  sample(
    "YearlyByDayOptions",
    () => ({ years: 7, months: [Month.JANUARY], days: [1], includeLastDay: true }),
    (options, { stack, vault }) =>
      new VmBackupPolicy(stack, "Policy", {
        ...{ vault, schedule: DAILY, dailyRetentionDays: 30, yearlyRetention: YearlyRetention.byDay(options) },
      }),
  ),
  sample(
    "BackupsOnOptions",
    () => ({ since: "2027-01-01" }),
    (options) => {
      const backups = RetentionPreview.of({ schedule: DAILY, dailyRetentionDays: 30 }).backupsOn("2027-01-03", options);
      throw new Error(JSON.stringify(backups));
    },
  ),
];
