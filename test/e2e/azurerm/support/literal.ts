import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  ArchiveTiering,
  AzurePrincipal,
  BackupSchedule,
  HourlyWindow,
  InitialBackup,
  type IProtectedVms,
  type IRecoveryServicesVault,
  type IResourceGuard,
  type IVmBackupPolicy,
  MonthlyRetention,
  ProtectedVm,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  ResourceGuard,
  SourceVm,
  TimeZone,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  YearlyRetention,
} from "../../../../lib";
import { itemId, POLICY_ID, VAULT_ID, vmId } from "../../../support/azure";
import { synth, Synthesized, testStack } from "../../../support/synth";
import { GUARD_ID, minimalVault } from "../../../constructs/vault/support";
import type { Configuration } from "./configuration";

/** Returns the Terraform configuration of a literal in a rule's test. */
export function configurationOf(literal: unknown): Configuration {
  if (literal instanceof Synthesized) return literal.json;
  const stack = literal instanceof Construct ? TerraformStack.of(literal) : testStack();
  USES.find(([kind]) => isOf(kind, literal))?.[1](stack, literal as never);
  const { json } = synth(stack);
  if (!json.resource && !json.data && !("output" in json))
    throw new TypeError("this literal ends up in no configuration: return what it makes");
  return json;
}

/** A class, or the property that marks a reference to an existing resource, which Terraform sees only when it is used. */
type Kind = "policyId" | "vaultId" | "resourceGuardId" | "activeItemIds" | { readonly prototype: object };

function isOf(kind: Kind, literal: unknown): boolean {
  if (typeof kind !== "string") return Object.prototype.isPrototypeOf.call(kind.prototype, literal as object);
  return literal instanceof Construct && kind in literal && literal.node.children.length === 0;
}

/** Returns the smallest configuration that uses a literal. */
type Use = readonly [kind: Kind, use: (stack: TerraformStack, literal: never) => unknown];

const time = "22:00";

const USES: readonly Use[] = [
  [
    BackupSchedule,
    (stack, schedule: BackupSchedule) => {
      const retention = schedule._weekdays.length > 0 ? { weeklyRetention: { weeks: 12 } } : { dailyRetentionDays: 30 };
      policy(stack, { dailyRetentionDays: undefined, ...retention, schedule });
    },
  ],
  [HourlyWindow, (stack, window: HourlyWindow) => policy(stack, { schedule: BackupSchedule.hourly({ time, window }) })],
  [TimeZone, (stack, timeZone: TimeZone) => policy(stack, { schedule: BackupSchedule.daily({ time, timeZone }) })],
  [MonthlyRetention, (stack, monthlyRetention: MonthlyRetention) => policy(stack, { monthlyRetention })],
  [YearlyRetention, (stack, yearlyRetention: YearlyRetention) => policy(stack, { yearlyRetention })],
  [ArchiveTiering, (stack, archiveTiering: ArchiveTiering) => policy(stack, { archiveTiering })],
  ["policyId", (stack, existing: IVmBackupPolicy) => protect(stack, existing)],
  [VaultIdentity, (stack, identity: VaultIdentity) => minimalVault(stack, { identity })],
  [VaultEncryption, (stack, encryption: VaultEncryption) => minimalVault(stack, { encryption })],
  [VaultImmutability, (stack, immutability: VaultImmutability) => minimalVault(stack, { immutability })],
  [AzurePrincipal, (stack, principal: AzurePrincipal) => vault(stack).grantBackupReader("Reader", principal)],
  [
    "vaultId",
    (stack, existing: IRecoveryServicesVault) => {
      const resourceGuard = ResourceGuard.fromResourceGuardId(stack, "Guard", GUARD_ID);
      existing.addResourceGuardAssociation("Guard", { resourceGuard });
    },
  ],
  [
    "resourceGuardId",
    (stack, resourceGuard: IResourceGuard) => vault(stack).addResourceGuardAssociation("Guard", { resourceGuard }),
  ],
  [SourceVm, (stack, vm: SourceVm) => protect(stack, VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID), vm)],
  ["activeItemIds", (stack, items: IProtectedVms) => backUp(stack, items)],
  [
    RecoveryPointRetention,
    (stack, retention: RecoveryPointRetention) => {
      const items = { vault: vault(stack), protectedItemIds: [itemId("vm-web")] };
      return backUp(stack, ProtectedVms.fromProtectedItemIds(stack, "Vms", items), retention);
    },
  ],
];

function vault(stack: TerraformStack): IRecoveryServicesVault {
  return RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
}

function policy(stack: TerraformStack, options: Partial<VmBackupPolicyOptions>): VmBackupPolicy {
  const daily = { schedule: BackupSchedule.daily({ time }), dailyRetentionDays: 30 };
  return new VmBackupPolicy(stack, "Policy", { vault: vault(stack), ...daily, ...options });
}

function protect(stack: TerraformStack, existing: IVmBackupPolicy, vm = SourceVm.fromId(vmId("vm-web"))): ProtectedVm {
  return new ProtectedVm(stack, "Vm", { vault: vault(stack), policy: existing, vm });
}

function backUp(stack: TerraformStack, items: IProtectedVms, retention = RecoveryPointRetention.days(60)): InitialBackup {
  return new InitialBackup(stack, "Backup", { retention, protectedVms: [items] });
}
