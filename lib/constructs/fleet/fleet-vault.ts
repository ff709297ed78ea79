import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { MAX_POLICY_EDITS_PER_DAY, MAX_VMS_PER_SLOT } from "../../azure/limits";
import type { Assignment, FleetVault as VaultPlace } from "../../contract/fleet/assignment";
import { InitialBackup } from "../initial-backup/initial-backup";
import type { RecoveryPointRetention } from "../initial-backup/recovery-point-retention";
import { VmBackupPolicy } from "../policy/vm-backup-policy";
import { expression } from "../private/expression";
import { ProtectedVms } from "../protection/protected-vms";
import { SourceVm } from "../protection/source-vm";
import { RecoveryServicesVault } from "../vault/recovery-services-vault";
import { mapKey } from "./fleet-key";
import type { FleetTier, VmBackupFleetProps } from "./fleet-options";
import { DEFAULT_MINUTES_BETWEEN_SLOTS } from "./fleet-rules";

/** A VM of a vault: its id, and where it is assigned. */
export interface AssignedVm {
  readonly id: string;
  readonly assignment: Assignment;
}

/** What a vault of a fleet is made of. */
export interface FleetVaultProps {
  readonly fleet: VmBackupFleetProps;
  readonly place: VaultPlace;
  readonly vms: readonly AssignedVm[];
  readonly resourceGroupName: string;
  readonly resourceGroup: ITerraformDependable | undefined;
}

/** A vault of a {@link VmBackupFleet}, with its policies, its VMs and their initial backup. Only a fleet creates one. */
export class FleetVault extends Construct {
  /** @internal */
  public static _create(scope: Construct, id: string, props: FleetVaultProps): FleetVault {
    return new FleetVault(scope, id, props);
  }

  /** The vault. */
  public readonly vault: RecoveryServicesVault;

  /** The policies: one for each tier and time slot that has VMs. */
  public readonly policies: VmBackupPolicy[];

  /** The protected VMs; undefined if the vault has none any more. */
  public readonly protectedVms?: ProtectedVms;

  /** The initial backup of the VMs; undefined if there are no VMs, or the deployment does not take it. */
  public readonly initialBackup?: InitialBackup;

  private readonly place: VaultPlace;

  private constructor(scope: Construct, id: string, props: FleetVaultProps) {
    super(scope, id);
    const { fleet, place, vms, resourceGroup } = props;
    this.place = place;
    this.vault = new RecoveryServicesVault(this, "Vault", {
      ...fleet.vault,
      vaultName: `${fleet.vaultNamePrefix ?? "vault"}-${place.location}-${place.number}`,
      resourceGroupName: props.resourceGroupName,
      location: place.location,
      dependsOn: resourceGroup && [resourceGroup],
    });
    const policies = new Map<string, VmBackupPolicy>();
    const counts = new Map<string, number>();
    for (const { assignment } of [...vms].sort(bySlot)) {
      const label = policyId(assignment);
      counts.set(label, (counts.get(label) ?? 0) + 1);
      if (!policies.has(label)) policies.set(label, this.policy(fleet, assignment));
    }
    this.policies = [...policies.values()];
    this.warnOfLimits(counts);
    const [first] = this.policies;
    if (!first) return;
    this.protectedVms = this.protect(props, policies, first);
    if (fleet.initialBackup?.runInDeployment !== false) this.initialBackup = this.backUp(props, this.protectedVms);
  }

  private policy(fleet: VmBackupFleetProps, { tier, slot }: Assignment): VmBackupPolicy {
    const { policy } = fleet.tiers[tier] as FleetTier;
    const minutes = (slot - 1) * (fleet.minutesBetweenSlots ?? DEFAULT_MINUTES_BETWEEN_SLOTS);
    return new VmBackupPolicy(this, policyId({ tier, slot }), {
      ...policy,
      policyName: policy.policyName === undefined ? undefined : `${policy.policyName}-${slot}`,
      schedule: policy.schedule._later(minutes) ?? policy.schedule,
      vault: this.vault,
    });
  }

  private protect(
    { fleet, vms }: FleetVaultProps,
    policies: ReadonlyMap<string, VmBackupPolicy>,
    policy: VmBackupPolicy,
  ): ProtectedVms {
    const options = new Map([...policies].map(([label, one]) => [label, one === policy ? undefined : { policy: one }]));
    const sources: Record<string, SourceVm> = {};
    for (const { id, assignment } of vms) {
      sources[mapKey(assignment.key, this.place.subscriptionId)] = SourceVm.fromId(id, options.get(policyId(assignment)));
    }
    const isForeign = vms.some(({ assignment: { key } }) => !key.startsWith(`${this.place.subscriptionId}/`));
    return new ProtectedVms(this, "ProtectedVms", {
      vault: this.vault,
      policy,
      vms: sources,
      removal: fleet.removal,
      crossSubscriptionBackup: isForeign ? true : undefined,
    });
  }

  /** One run for all VMs. The retention of a tier that differs from the first one's is part of the request. */
  private backUp({ fleet, vms }: FleetVaultProps, protectedVms: ProtectedVms): InitialBackup {
    const keys = new Map<string, string[]>();
    for (const { assignment } of vms) {
      const own = keys.get(assignment.tier) ?? [];
      keys.set(assignment.tier, own);
      own.push(mapKey(assignment.key, this.place.subscriptionId));
    }
    const retentions = [...keys.keys()].sort().map((tier) => ({ tier, retention: retentionOf(fleet, tier) }));
    const { retention } = retentions[0] as (typeof retentions)[number];
    const differing = retentions.filter(
      (one) => JSON.stringify(one.retention._retention) !== JSON.stringify(retention._retention),
    );
    const { runInDeployment: _given, ...run } = fleet.initialBackup ?? {};
    return new InitialBackup(this, "InitialBackup", {
      ...run,
      protectedVms: [protectedVms],
      retention: retention._except(
        differing.map(({ tier, retention: own }) => ({
          retention: own,
          itemIds: expression`[for key in ${keys.get(tier)} : ${protectedVms.resource.fqn}[key].id]`,
        })),
      ),
    });
  }

  private warnOfLimits(counts: ReadonlyMap<string, number>): void {
    const annotations = Annotations.of(this);
    for (const [label, count] of counts) {
      if (count > MAX_VMS_PER_SLOT) {
        annotations.addWarning(
          `the policy '${label}' should have about ${MAX_VMS_PER_SLOT} VMs, got ${count}, since all start at the same time; a tier with more slots helps new VMs`,
        );
      }
    }
    if (counts.size > MAX_POLICY_EDITS_PER_DAY) {
      annotations.addWarning(
        `Azure creates or changes at most ${MAX_POLICY_EDITS_PER_DAY} policies in 24 hours, got ${counts.size}: ` +
          `to create all policies of the vault needs ${Math.ceil(counts.size / MAX_POLICY_EDITS_PER_DAY)} days`,
      );
    }
  }
}

function retentionOf({ tiers }: VmBackupFleetProps, tier: string): RecoveryPointRetention {
  return (tiers[tier] as FleetTier).initialBackup;
}

/** The id of a policy's construct, which is part of the name of the policy. */
function policyId({ tier, slot }: Pick<Assignment, "tier" | "slot">): string {
  return `${tier}-${String(slot).padStart(2, "0")}`;
}

function bySlot({ assignment: one }: AssignedVm, { assignment: other }: AssignedVm): number {
  if (one.tier !== other.tier) return one.tier < other.tier ? -1 : 1;
  return one.slot - other.slot;
}
