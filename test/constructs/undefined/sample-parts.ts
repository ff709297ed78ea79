import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { type ITerraformDependable, type TerraformProvider, type TerraformStack } from "cdktf";
import {
  ArchiveTiering,
  AzureCloud,
  AzurePrincipal,
  BackupSchedule,
  CredentialMethod,
  CrossSubscriptionRestoreState,
  DrillPoint,
  type IProtectedVms,
  type IRecoveryServicesVault,
  type IVmBackupPolicy,
  Month,
  MonthlyRetention,
  OnFailure,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  StorageRedundancy,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  VaultSku,
  VmBackupPolicy,
  VmBackupPolicyType,
  WaitFor,
  Weekday,
  YearlyRetention,
} from "../../../lib";
import { GROUP, POLICY_ID, VAULT_ID, vmId } from "../../support/azure";
import { addAzapi, identityId, KEY_ID, OBJECT_ID } from "../vault/support";

/** The resources that the samples of a stack refer to. */
export class SampleContext {
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

export const WEB = SourceVm.fromId(vmId("vm-web"));
export const place = { resourceGroupName: "rg-app", location: "westeurope" };
export const tags = { team: "app" };
export const DAILY = BackupSchedule.daily({ time: "22:00" });
export const retention = RecoveryPointRetention.days(30);

export const vaultProps = (around: SampleContext) => ({
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

export const policyOptions = (around: SampleContext) => ({
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

export const credential = {
  tenantId: OBJECT_ID,
  clientId: OBJECT_ID,
  method: CredentialMethod.OIDC,
  subscriptionId: OBJECT_ID,
  cloud: AzureCloud.CHINA,
  metadataHost: "management.local:8443",
};

export const initialBackupOptions = ({ group }: SampleContext) => ({
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

export const protection = (around: SampleContext) => ({ ...around.options, vault: around.vault, policy: around.policy });

/** What both samples of a drill have. */
export const drillProps = ({ provider, group }: SampleContext) => ({
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

/** An interface of the API with every optional property set, and a function that uses it. */
export interface Sample {
  /** The interface's name. */
  readonly type: string;
  readonly full: (context: SampleContext) => object;
  readonly build: (options: never, context: SampleContext) => unknown;
}

export function sample<T extends object>(
  type: string,
  full: (context: SampleContext) => T,
  build: (options: T, context: SampleContext) => unknown,
): Sample {
  return { type, full, build };
}
