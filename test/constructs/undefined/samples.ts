import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Aspects, type ITerraformDependable, type TerraformProvider, type TerraformStack } from "cdktf";
import {
  AlertSeverity,
  ArchiveTiering,
  AzureCloud,
  AzurePrincipal,
  BackupSchedule,
  CredentialMethod,
  CrossSubscriptionRestoreState,
  DrillPoint,
  DrillRestores,
  GuardedOperation,
  HourlyWindow,
  InitialBackup,
  type IProtectedVms,
  type IRecoveryServicesVault,
  type IVmBackupPolicy,
  Month,
  MonthlyRetention,
  OnFailure,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServiceFeatures,
  RecoveryServicesVault,
  RequireProtection,
  RemovalPolicy,
  ResourceGuard,
  RestoreDrill,
  RetentionPreview,
  SourceVm,
  StorageRedundancy,
  TagRule,
  TimeZone,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  VaultLockLevel,
  VaultLogCategory,
  VaultSku,
  VmBackup,
  VmBackupPolicy,
  VmBackupPolicyType,
  VmSelection,
  WaitFor,
  Weekday,
  YearlyRetention,
} from "../../../lib";
import { GROUP, POLICY_ID, VAULT_ID, vmId } from "../../support/azure";
import { declaredVm } from "../protection/support";
import {
  actionGroupId,
  addAzapi,
  GUARD_ID,
  identityId,
  KEY_ID,
  OBJECT_ID,
  SUBNET_ID,
  WORKSPACE_ID,
  zoneId,
} from "../vault/support";

/** What the samples of a stack refer to. */
export class Surroundings {
  readonly provider: TerraformProvider;
  readonly group: ITerraformDependable;
  readonly vault: IRecoveryServicesVault;
  readonly policy: IVmBackupPolicy;

  constructor(readonly stack: TerraformStack) {
    addAzapi(stack);
    this.provider = new AzurermProvider(stack, "other", { features: [{}], alias: "other" });
    this.group = new ResourceGroup(stack, "Group", { name: "rg-app", location: "westeurope" });
    this.vault = RecoveryServicesVault.fromVaultAttributes(stack, "Existing", { vaultId: VAULT_ID, location: "westeurope" });
    this.policy = VmBackupPolicy.fromPolicyId(stack, "Nightly", POLICY_ID);
  }

  get options() {
    return {
      provider: this.provider,
      dependsOn: [this.group],
      lifecycle: {
        createBeforeDestroy: true,
        preventDestroy: true,
        ignoreChanges: ["timeouts"],
        replaceTriggeredBy: [this.group],
        precondition: [{ condition: '${azurerm_resource_group.Group.name != ""}', errorMessage: "no" }],
        postcondition: [{ condition: '${azurerm_resource_group.Group.name != ""}', errorMessage: "no" }],
      },
    };
  }

  protectedVms(): IProtectedVms {
    return new ProtectedVms(this.stack, "Vms", { vault: this.vault, policy: this.policy, vms: { web: WEB } });
  }
}

/** An interface of the API with every optional property set, and what takes it. */
export interface Sample {
  /** The interface's name. */
  readonly type: string;
  readonly full: (surroundings: Surroundings) => object;
  readonly build: (options: never, surroundings: Surroundings) => unknown;
}

function sample<T extends object>(
  type: string,
  full: (surroundings: Surroundings) => T,
  build: (options: T, surroundings: Surroundings) => unknown,
): Sample {
  return { type, full, build };
}

const WEB = SourceVm.fromId(vmId("vm-web"));
const place = { resourceGroupName: "rg-app", location: "westeurope" };
const tags = { team: "app" };
const DAILY = BackupSchedule.daily({ time: "22:00" });
const retention = RecoveryPointRetention.days(30);

const vaultProps = (around: Surroundings) => ({
  ...around.options,
  ...place,
  vaultName: "vault-app",
  sku: VaultSku.RS0,
  redundancy: StorageRedundancy.geo({ crossRegionRestore: true }),
  immutability: VaultImmutability.unlocked(),
  softDeleteEnabled: true,
  softDeleteRetentionDays: 30,
  crossSubscriptionRestore: CrossSubscriptionRestoreState.DISABLED,
  publicNetworkAccessEnabled: true,
  identity: VaultIdentity.systemAndUserAssigned([identityId("keys")]),
  encryption: VaultEncryption.byUserAssignedIdentity({ keyId: KEY_ID, userAssignedIdentityId: identityId("keys") }),
  monitoring: { alertsForAllJobFailuresEnabled: true, alertsForCriticalOperationFailuresEnabled: true },
  classicVmwareReplicationEnabled: true,
  tags,
  timeouts: { create: "3h", read: "5m", update: "1h", delete: "1h" },
});

const policyOptions = (around: Surroundings) => ({
  ...around.options,
  policyName: "nightly-2",
  schedule: DAILY,
  dailyRetentionDays: 30,
  weeklyRetention: { weeks: 12, weekdays: [Weekday.SUNDAY] },
  monthlyRetention: MonthlyRetention.byDay({ months: 12, days: [1] }),
  yearlyRetention: YearlyRetention.byDay({ years: 7, months: [Month.JANUARY], days: [1] }),
  archiveTiering: ArchiveTiering.recommended(),
  instantRestoreRetentionDays: 5,
  instantRestoreResourceGroup: { prefix: "snapshots", suffix: "-app" },
  onlyCrashConsistent: false,
  policyType: VmBackupPolicyType.ENHANCED,
});

const credential = {
  tenantId: OBJECT_ID,
  clientId: OBJECT_ID,
  method: CredentialMethod.OIDC,
  subscriptionId: OBJECT_ID,
  cloud: AzureCloud.CHINA,
  metadataHost: "management.local:8443",
};

const initialBackupOptions = ({ group }: Surroundings) => ({
  retention,
  waitFor: WaitFor.COMPLETED,
  timeoutMinutes: 90,
  concurrency: 2,
  onFailure: OnFailure.WARN,
  skipIfScheduledWithinMinutes: 60,
  credential,
  outputName: "initial_backup",
  runInDeployment: false,
  dependsOn: [group],
});

const protection = (around: Surroundings) => ({ ...around.options, vault: around.vault, policy: around.policy });

/** What both samples of a drill have. */
const drillProps = ({ provider, group }: Surroundings) => ({
  tag: { name: "drill", value: "yes" },
  sample: 3,
  maxVms: 5,
  concurrency: 2,
  point: DrillPoint.LATEST,
  objectiveMinutes: 120,
  pointAgeHours: 48,
  timeoutMinutes: 600,
  onFailure: OnFailure.WARN,
  credential,
  principal: AzurePrincipal.servicePrincipal(OBJECT_ID),
  sourceResourceGroupIds: [GROUP],
  roleName: "Drills",
  location: "westeurope",
  outputName: "drill",
  provider,
  dependsOn: [group],
});

export const SAMPLES: readonly Sample[] = [
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
  sample(
    "ProtectedVmProps",
    (around) => ({ ...protection(around), vm: WEB, removal: RemovalPolicy.REFUSE, crossSubscriptionBackup: true }),
    (props, { stack }) => new ProtectedVm(stack, "Vm", props),
  ),
  sample(
    "ProtectedVmsOptions",
    (around) => ({
      ...around.options,
      vms: { web: WEB },
      selection: VmSelection.fromDataSource({ tags }),
      removal: REFUSE,
      crossSubscriptionBackup: true,
    }),
    (options, { stack, vault, policy }) => new ProtectedVms(stack, "Vms", { ...options, vault, policy }),
  ),
  sample(
    "SourceVmOptions",
    ({ policy }) => ({ includeDiskLuns: [0], excludeDiskLuns: [1], protectionState: ProtectionState.STOPPED, policy }),
    (options, { stack, vault, policy }) =>
      new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: WEB, db: SourceVm.fromId(vmId("vm-db"), options) } }),
  ),
  sample(
    "AppSelectionOptions",
    ({ stack }) => {
      declaredVm(stack, "Web", { tags });
      declaredVm(stack, "Db", { tags });
      const overrides = { Web: { protectionState: ProtectionState.STOPPED } };
      return { where: TagRule.tagged("team"), exempt: ["Db"], overrides };
    },
    (options, { stack, vault, policy }) =>
      new ProtectedVms(stack, "Vms", { vault, policy, selection: VmSelection.inScope(stack, options) }),
  ),
  sample(
    "RequireProtectionOptions",
    ({ stack }) => {
      declaredVm(stack, "Jumphost");
      return { exempt: ["vm-jumphost"] };
    },
    (options, { stack }) => {
      Aspects.of(stack).add(new RequireProtection(options));
    },
  ),
  sample(
    "VmSearch",
    () => ({ tags, resourceGroupName: "rg-app" }),
    (search, { stack, vault, policy }) =>
      new ProtectedVms(stack, "Vms", { vault, policy, selection: VmSelection.fromDataSource(search) }),
  ),
  sample(
    "InitialBackupOptions",
    initialBackupOptions,
    (options, around) => new InitialBackup(around.stack, "Backup", { ...options, protectedVms: [around.protectedVms()] }),
  ),
  sample(
    "VmBackupProps",
    (around) => ({
      vault: vaultProps(around),
      policy: policyOptions(around),
      initialBackup: initialBackupOptions(around),
      vms: { web: WEB },
      removal: REFUSE,
      crossSubscriptionBackup: true,
      provider: around.provider,
      dependsOn: [around.group],
    }),
    (props, { stack }) => new VmBackup(stack, "Backup", props),
  ),
  sample(
    "VmBackupProps",
    (around) => ({
      existingVault: around.vault,
      existingPolicy: around.policy,
      initialBackup: initialBackupOptions(around),
      selection: VmSelection.fromDataSource({ tags }),
      removal: REFUSE,
      provider: around.provider,
      dependsOn: [around.group],
    }),
    (props, { stack }) => new VmBackup(stack, "Backup", props),
  ),
  sample(
    "RestoreDrillProps",
    (around) => ({
      ...drillProps(around),
      protectedVms: [around.protectedVms()],
      scratchResourceGroupName: "rg-drill",
      stagingAccountName: "stdrill",
      stagingRetentionDays: 3,
      runOnDeploy: true,
      tags,
    }),
    (props, { stack }) => new RestoreDrill(stack, "Drill", props),
  ),
  sample(
    "RestoreDrillProps",
    (around) => ({
      ...drillProps(around),
      vault: around.vault,
      existingScratchResourceGroupId: GROUP.replace(/[^/]+$/, "rg-drill"),
      existingStagingAccountId: `${GROUP}/providers/Microsoft.Storage/storageAccounts/stdrill`,
      restores: DrillRestores.VM,
      existingSubnetId: SUBNET_ID,
    }),
    (props, { stack }) => new RestoreDrill(stack, "Drill", props),
  ),
  sample(
    "RecoveryServiceFeaturesOptions",
    () => ({ purgeProtectedItemsFromVaultOnDestroy: true }),
    (options, { stack }) =>
      new AzurermProvider(stack, "third", {
        alias: "third",
        features: [{ recoveryService: [RecoveryServiceFeatures.deleteData(options)] }],
      }),
  ),
];

const LOCKED = { acknowledgeIrreversible: true };
const REFUSE = RemovalPolicy.REFUSE;

/** Options that exclude another one of the same sample. */
const EXCLUSIVE: Readonly<Record<string, string>> = { ProtectedVmsOptions: "selection", SourceVmOptions: "excludeDiskLuns" };

/** The samples that a stack is made of, each with all options that go together. */
export const STACK_SAMPLES = SAMPLES.filter(({ type }) => type !== "BackupsOnOptions").map(({ type, full, build }) => ({
  type,
  /** @param change what the options are changed to before */
  buildIn(stack: TerraformStack, change = (options: Record<string, unknown>) => options): void {
    const surroundings = new Surroundings(stack);
    const { [EXCLUSIVE[type] ?? ""]: _excluded, ...options } = full(surroundings) as Record<string, unknown>;
    build(change(options) as never, surroundings);
  },
}));
