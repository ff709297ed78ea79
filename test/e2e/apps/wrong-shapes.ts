/* eslint-disable @typescript-eslint/ban-ts-comment, @typescript-eslint/no-unsafe-class-instance-assignment, @typescript-eslint/no-unsafe-enum-assignment, @typescript-eslint/no-unnecessary-type-parameters -- every line is wrong on purpose */
/**
 * Values that users of azurerm might use in place of an instance of a class. No line must compile, with the sources or with the published
 * declarations: an `@ts-expect-error` above a line that compiles is an error.
 */
import type { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import type { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { ITerraformIterator } from "cdktf";
import {
  ArchiveTiering,
  AzurePrincipal,
  BackupSchedule,
  type FleetStack,
  type FleetVault,
  GuardedOperation,
  HourlyWindow,
  type IProtectedVms,
  type IRecoveryServicesVault,
  type IResourceGuard,
  type IVmBackupPolicy,
  Month,
  MonthlyRetention,
  ProtectionState,
  RecoveryPointRetention,
  RemovalPolicy,
  RetentionPreview,
  SourceVm,
  StorageRedundancy,
  TagRule,
  TimeZone,
  VaultEncryption,
  type VmInventory,
  VaultIdentity,
  VaultImmutability,
  VaultLockLevel,
  VmBackupPolicyType,
  VmSelection,
  YearlyRetention,
} from "cdktf-azure-vm-backup";

declare const vm: LinuxVirtualMachine;
declare const vaultResource: VaultResource;
declare const iterator: ITerraformIterator;
declare const id: string;

function take<T>(_value: T): void {
  // Only the type of the argument matters.
}
const monthly = MonthlyRetention.byDay({ months: 24, days: [1] });
const yearly = YearlyRetention.byDay({ years: 24, months: [Month.JANUARY], days: [1] });

// @ts-expect-error an id
take<SourceVm>(id);
// @ts-expect-error the VM itself
take<SourceVm>(vm);
// @ts-expect-error anything
take<SourceVm>({});
// @ts-expect-error VMs that are bare
take<Record<string, SourceVm>>({ web: vm });
// @ts-expect-error one right VM beside a bare one
take<Record<string, SourceVm>>({ web: SourceVm.fromConstruct(vm), db: vm });
// @ts-expect-error a list of VMs
take<Record<string, SourceVm>>([SourceVm.fromConstruct(vm)]);
// @ts-expect-error the id of the VM of an iterator
VmSelection.forEach(iterator, id);
// @ts-expect-error anything
take<VmSelection>({});
// @ts-expect-error a tag rule
take<VmSelection>(TagRule.tagged("tier"));
// @ts-expect-error tags
take<TagRule>({ tier: "gold" });
// @ts-expect-error anything
take<TagRule>({});

// @ts-expect-error a word
take<BackupSchedule>("daily");
// @ts-expect-error a time
take<BackupSchedule>({ time: "22:00" });
// @ts-expect-error the block of azurerm
take<BackupSchedule>({ frequency: "Daily", time: "22:00" });
// @ts-expect-error the name of a zone
take<TimeZone>("UTC");
// @ts-expect-error the name of a zone in an object
take<TimeZone>({ windowsName: "UTC" });
// @ts-expect-error numbers
take<HourlyWindow>({ intervalHours: 5, durationHours: 7 });
// @ts-expect-error a number of months
take<MonthlyRetention>({ months: 12 });
// @ts-expect-error the block of azurerm
take<MonthlyRetention>({ count: 12, weekdays: ["Sunday"], weeks: ["First"] });
// @ts-expect-error years for months
take<MonthlyRetention>(yearly);
// @ts-expect-error months for years
take<YearlyRetention>(monthly);
// @ts-expect-error a number of years
take<YearlyRetention>({ years: 7, months: ["January"] });
// @ts-expect-error the block of azurerm
take<ArchiveTiering>({ mode: "TierRecommended" });
// @ts-expect-error anything
take<ArchiveTiering>({});
// @ts-expect-error anything
take<RetentionPreview>({});

// @ts-expect-error the argument of azurerm
take<StorageRedundancy>("LocallyRedundant");
// @ts-expect-error anything
take<StorageRedundancy>({});
// @ts-expect-error the block of azurerm
take<VaultIdentity>({ type: "SystemAssigned" });
// @ts-expect-error the block of azurerm
take<VaultEncryption>({ keyId: id, infrastructureEncryptionEnabled: true, userAssignedIdentityId: id });
// @ts-expect-error options of a factory
take<VaultEncryption>({ keyId: id });
// @ts-expect-error the argument of azurerm
take<VaultImmutability>("Locked");
// @ts-expect-error what is public of it
take<VaultImmutability>({ isImmutable: true, isLocked: true });
// @ts-expect-error an object id
take<AzurePrincipal>(id);
// @ts-expect-error an object id in an object
take<AzurePrincipal>({ objectId: id });
// @ts-expect-error the name of an operation
take<GuardedOperation>("Microsoft.RecoveryServices/vaults/backupPolicies/write");
// @ts-expect-error the name of an operation in an object
take<GuardedOperation>({ operationName: id });

// @ts-expect-error a number of days
take<RecoveryPointRetention>(30);
// @ts-expect-error a number of days in an object
take<RecoveryPointRetention>({ days: 30 });

// @ts-expect-error an id
take<IRecoveryServicesVault>(id);
// @ts-expect-error the resource of azurerm
take<IRecoveryServicesVault>(vaultResource);
// @ts-expect-error an id
take<IVmBackupPolicy>(id);
// @ts-expect-error ids
take<IProtectedVms>([id]);
// @ts-expect-error an id
take<IResourceGuard>(id);

// @ts-expect-error a path
take<VmInventory>(id);
// @ts-expect-error an id
take<FleetStack>(id);
// @ts-expect-error the vault
take<FleetVault>(vaultResource);

// @ts-expect-error the text of a member
take<ProtectionState>("ProtectionStopped");
// @ts-expect-error the text of a member
take<RemovalPolicy>("retain");
// @ts-expect-error the text of a member
take<VmBackupPolicyType>("V2");
// @ts-expect-error the text of a member
take<VaultLockLevel>("ReadOnly");
