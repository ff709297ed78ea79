export { VmBackup, type VmBackupProps } from "./constructs/vm-backup";

export type { IRecoveryServicesVaultRef } from "./constructs/vault/vault-ref";
export type { IRecoveryServicesVault } from "./constructs/vault/vault";
export { RecoveryServicesVault } from "./constructs/vault/recovery-services-vault";
export {
  type RecoveryServicesVaultAttributes,
  type RecoveryServicesVaultLookupOptions,
  type RecoveryServicesVaultProps,
  type VaultMonitoring,
  VaultSku,
} from "./constructs/vault/vault-props";
export { CrossSubscriptionRestoreState } from "./constructs/vault/cross-subscription-restore-state";
export { type GeoRedundancyOptions, StorageRedundancy } from "./constructs/vault/storage-redundancy";
export { type LockedImmutabilityOptions, VaultImmutability } from "./constructs/vault/vault-immutability";
export { VaultIdentity } from "./constructs/vault/vault-identity";
export {
  type UserAssignedEncryptionOptions,
  VaultEncryption,
  type VaultEncryptionOptions,
} from "./constructs/vault/vault-encryption";
export { AzurePrincipal, type IManagedIdentity } from "./constructs/vault/azure-principal";
export type { InitialBackupGrantOptions, VaultGrantOptions } from "./constructs/vault/vault-grant";
export { VaultLock, VaultLockLevel, type VaultLockOptions, type VaultLockProps } from "./constructs/vault/vault-lock";
export { GuardedOperation } from "./constructs/vault/guarded-operation";
export { type IResourceGuard, ResourceGuard, type ResourceGuardProps } from "./constructs/vault/resource-guard";
export {
  VaultResourceGuardAssociation,
  type VaultResourceGuardAssociationOptions,
  type VaultResourceGuardAssociationProps,
} from "./constructs/vault/vault-resource-guard-association";
export {
  VaultPrivateEndpoint,
  type VaultPrivateEndpointOptions,
  type VaultPrivateEndpointProps,
} from "./constructs/vault/vault-private-endpoint";
export {
  VaultDiagnosticSetting,
  type VaultDiagnosticSettingOptions,
  type VaultDiagnosticSettingProps,
  VaultLogCategory,
} from "./constructs/vault/vault-diagnostic-setting";
export {
  AlertSeverity,
  VaultAlertProcessingRule,
  type VaultAlertProcessingRuleOptions,
  type VaultAlertProcessingRuleProps,
} from "./constructs/vault/vault-alert-processing-rule";

export { type IVmBackupPolicy, VmBackupPolicy, type VmBackupPolicyProps } from "./constructs/policy/vm-backup-policy";
export { type InstantRestoreResourceGroup, type VmBackupPolicyOptions } from "./constructs/policy/policy-options";
export { VmBackupPolicyType } from "./constructs/policy/policy-type";
export {
  BackupSchedule,
  type DailyScheduleOptions,
  type HourlyScheduleOptions,
  type WeeklyScheduleOptions,
} from "./constructs/policy/backup-schedule";
export { VmBackupPolicyPreset } from "./constructs/policy/vm-backup-policy-preset";
export { type BackupsOnOptions, type KeptBackup, RetentionKind, RetentionPreview } from "./constructs/policy/retention-preview";
export { HourlyWindow, type HourlyWindowOptions } from "./constructs/policy/hourly-window";
export { ArchiveTiering } from "./constructs/policy/archive-tiering";
export { TimeZone } from "./constructs/policy/time-zone";
export {
  type DayRule,
  type MonthlyByDayOptions,
  type MonthlyByWeekdayOptions,
  MonthlyRetention,
  type WeekdayRule,
  type WeeklyRetention,
  type YearlyByDayOptions,
  type YearlyByWeekdayOptions,
  YearlyRetention,
} from "./constructs/policy/retention";
export { Month, Weekday, WeekOfMonth } from "./azure/calendar";

export type {
  IProtectedVms,
  ProtectedItemReferences,
  ProtectedVmProps,
  ProtectedVmsOptions,
  ProtectedVmsProps,
} from "./constructs/protection/protected-vms-props";
export { ProtectedVms } from "./constructs/protection/protected-vms";
export { ProtectedVm } from "./constructs/protection/protected-vm";
export { type IVirtualMachine, SourceVm, type SourceVmOptions } from "./constructs/protection/source-vm";
export { ProtectionState } from "./constructs/protection/protection-state";
export { RemovalPolicy } from "./constructs/protection/removal-policy";
export { type IVirtualMachineInstances, VmSelection, type VmSearch } from "./constructs/protection/vm-selection";
export type { AppSelectionOptions } from "./constructs/protection/app-selection";
export { RequireProtection, type RequireProtectionOptions } from "./constructs/protection/require-protection";
export { TagRule } from "./constructs/protection/tag-rule";

export { AutoProtection } from "./constructs/auto-protection/auto-protection";
export {
  AutoProtectionEffect,
  AutoProtectionImages,
  type AutoProtectionProps,
  type AutoProtectionTag,
} from "./constructs/auto-protection/auto-protection-options";

export { BackupCoverageWorkbook, type BackupCoverageWorkbookProps } from "./constructs/coverage/backup-coverage-workbook";

export { VmBackupFleet } from "./constructs/fleet/vm-backup-fleet";
export { FleetStack } from "./constructs/fleet/fleet-stack";
export { FleetVault } from "./constructs/fleet/fleet-vault";
export { type InventoryVm, VmInventory } from "./constructs/fleet/vm-inventory";
export type {
  FleetInitialBackupOptions,
  FleetTier,
  FleetVaultOptions,
  VmBackupFleetProps,
} from "./constructs/fleet/fleet-options";

export { InitialBackup, type InitialBackupProps } from "./constructs/initial-backup/initial-backup";
export {
  AzureCloud,
  CredentialMethod,
  type InitialBackupCredential,
} from "./constructs/initial-backup/initial-backup-credential";
export {
  type InitialBackupOptions,
  type InitialBackupRunOptions,
  OnFailure,
  WaitFor,
} from "./constructs/initial-backup/initial-backup-options";
export { RecoveryPointRetention } from "./constructs/initial-backup/recovery-point-retention";

export { RestoreDrill } from "./constructs/restore-drill/restore-drill";
export {
  DrillPoint,
  DrillRestores,
  type DrillTag,
  type RestoreDrillProps,
} from "./constructs/restore-drill/restore-drill-options";

export { AzurermProviderVersion } from "./constructs/provider/azurerm-provider-version";
export { RecoveryServiceFeatures, type RecoveryServiceFeaturesOptions } from "./constructs/provider/recovery-service-features";
export { RecoveryServicesVaultsFeatures } from "./constructs/provider/recovery-services-vaults-features";
export type { AzurermResourceOptions } from "./constructs/provider/azurerm-resource-options";
