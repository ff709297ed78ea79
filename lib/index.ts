export { VmBackup, type VmBackupProps } from "./vm-backup";

export type { IRecoveryServicesVault } from "./vault/vault";
export { RecoveryServicesVault } from "./vault/recovery-services-vault";
export {
  type RecoveryServicesVaultAttributes,
  type RecoveryServicesVaultLookupOptions,
  type RecoveryServicesVaultProps,
  type VaultMonitoring,
  VaultSku,
} from "./vault/vault-props";
export { type GeoRedundancyOptions, StorageRedundancy } from "./vault/storage-redundancy";
export { type LockedImmutabilityOptions, VaultImmutability } from "./vault/vault-immutability";
export { VaultIdentity } from "./vault/vault-identity";
export { type UserAssignedEncryptionOptions, VaultEncryption, type VaultEncryptionOptions } from "./vault/vault-encryption";
export { AzurePrincipal, type IManagedIdentity } from "./vault/azure-principal";
export type { InitialBackupGrantOptions, VaultGrantOptions } from "./vault/vault-grant";
export { VaultLock, VaultLockLevel, type VaultLockOptions, type VaultLockProps } from "./vault/vault-lock";
export { GuardedOperation } from "./vault/guarded-operation";
export { type IResourceGuard, ResourceGuard, type ResourceGuardProps } from "./vault/resource-guard";
export {
  VaultResourceGuardAssociation,
  type VaultResourceGuardAssociationOptions,
  type VaultResourceGuardAssociationProps,
} from "./vault/vault-resource-guard-association";
export {
  VaultPrivateEndpoint,
  type VaultPrivateEndpointOptions,
  type VaultPrivateEndpointProps,
} from "./vault/vault-private-endpoint";
export {
  VaultDiagnosticSetting,
  type VaultDiagnosticSettingOptions,
  type VaultDiagnosticSettingProps,
  VaultLogCategory,
} from "./vault/vault-diagnostic-setting";
export {
  AlertSeverity,
  VaultAlertProcessingRule,
  type VaultAlertProcessingRuleOptions,
  type VaultAlertProcessingRuleProps,
} from "./vault/vault-alert-processing-rule";

export { type IVmBackupPolicy, VmBackupPolicy, type VmBackupPolicyProps } from "./policy/vm-backup-policy";
export { type InstantRestoreResourceGroup, type VmBackupPolicyOptions } from "./policy/policy-options";
export { VmBackupPolicyType } from "./policy/policy-type";
export {
  BackupSchedule,
  type DailyScheduleOptions,
  type HourlyScheduleOptions,
  type WeeklyScheduleOptions,
} from "./policy/backup-schedule";
export { VmBackupPolicyPreset } from "./policy/vm-backup-policy-preset";
export { type BackupsOnOptions, type KeptBackup, RetentionKind, RetentionPreview } from "./policy/retention-preview";
export { HourlyWindow, type HourlyWindowOptions } from "./policy/hourly-window";
export { ArchiveTiering } from "./policy/archive-tiering";
export { TimeZone } from "./policy/time-zone";
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
} from "./policy/retention";
export { Month, Weekday, WeekOfMonth } from "./policy/calendar";

export {
  type IProtectedVms,
  type ProtectedItemReferences,
  ProtectedVms,
  type ProtectedVmsOptions,
  type ProtectedVmsProps,
} from "./protection/protected-vms";
export { ProtectedVm, type ProtectedVmProps } from "./protection/protected-vm";
export { type IVirtualMachine, SourceVm, type SourceVmOptions } from "./protection/source-vm";
export { ProtectionState } from "./protection/protection-state";
export { Removal } from "./protection/removal";
export { VmSelection, type VmSearch } from "./protection/vm-selection";
export type { AppSelectionOptions } from "./protection/app-selection";
export { TagRule } from "./protection/tag-rule";

export { InitialBackup, type InitialBackupProps } from "./initial-backup/initial-backup";
export { AzureCloud, CredentialMethod, type InitialBackupCredential } from "./initial-backup/initial-backup-credential";
export { type InitialBackupOptions, OnFailure, WaitFor } from "./initial-backup/initial-backup-options";
export { RecoveryPointRetention } from "./initial-backup/recovery-point-retention";

export { AzurermProviderVersion } from "./provider/azurerm-provider-version";
export { RecoveryServiceFeatures, type RecoveryServiceFeaturesOptions } from "./provider/recovery-service-features";
export { RecoveryServicesVaultsFeatures } from "./provider/recovery-services-vaults-features";
export type { AzurermResourceOptions } from "./provider/azurerm-resource-options";
