export { VmBackup, type VmBackupProps } from "./vm-backup";

export {
  type IRecoveryServicesVault,
  RecoveryServicesVault,
  type RecoveryServicesVaultProps,
  VaultSku,
} from "./vault/recovery-services-vault";
export { type GeoRedundancyOptions, StorageRedundancy } from "./vault/storage-redundancy";

export {
  type IVmBackupPolicy,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  type VmBackupPolicyProps,
} from "./policy/vm-backup-policy";
export { VmBackupPolicyType } from "./policy/policy-type";
export { BackupSchedule, type DailyScheduleOptions, type WeeklyScheduleOptions } from "./policy/backup-schedule";
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
export { type IVirtualMachine, SourceVm, type SourceVmOptions } from "./protection/source-vm";

export { InitialBackup, type InitialBackupProps } from "./initial-backup/initial-backup";
export { type InitialBackupOptions, OnFailure, WaitFor } from "./initial-backup/initial-backup-options";
export { RecoveryPointRetention } from "./initial-backup/recovery-point-retention";

export { AzurermProviderVersion } from "./provider/azurerm-provider-version";
export type { AzurermResourceOptions } from "./provider/azurerm-resource-options";
