import type { ExplainContext } from "./context";
import { vaultIdOf, vmOf } from "./estate";
import type { Finding } from "./finding";
import { guardsOf, locksOn, type Obstacle } from "./obstacles";
import { policyRules, type PolicyRules, reducesRetention } from "./policy";
import { type LostPoint, lostPoints, pointCount } from "./retention-loss";
import type { ResourceChange } from "./resource-change";
import { scheduleFinding } from "./schedule-findings";
import { count, listOf, pointsWords, whyOf } from "./words";

/** What a plan does to the recovery points of the VMs of its policies. */
export function policyFindings(context: ExplainContext): Finding[] {
  return context.estate.policies.flatMap((policy) => {
    switch (policy.kind) {
      case "update":
        return updated(context, policy);
      case "replace":
        return [...destroyed(context, policy), ...updated(context, policy)];
      case "delete":
        return destroyed(context, policy);
      default:
        return [];
    }
  });
}

/** The items whose backups a policy takes, before and after the apply. */
function itemsOf({ estate }: ExplainContext, policy: ResourceChange): ResourceChange[] {
  return estate.items.filter(
    (item) =>
      estate.policyById(item.before?.text("backup_policy_id")) === policy &&
      item.kind !== "delete" &&
      (item.kind === "forget" || estate.policyAfter(item) === policy),
  );
}

function updated(context: ExplainContext, policy: ResourceChange): Finding[] {
  const { now } = context;
  const [before, after] = [policyRules(policy.before), policyRules(policy.after)];
  const items = itemsOf(context, policy);
  const active = items.filter(({ before }) => before?.text("protection_state") !== "ProtectionStopped");
  const name = policy.before?.shown("name") ?? policy.address;
  if (!before || !after) {
    if (!changesRules(policy)) return [];
    const text = `The rules of policy '${name}' change, and the plan does not show what they are before and after, so that the recovery points that expire cannot be counted.`;
    return [
      {
        ...{ kind: "policy-unknown", severity: "lost", certain: false, effect: "expireSooner" },
        ...{ address: policy.address, text, vms: items.map(vmOf) },
      },
    ];
  }
  const findings = [
    ...retentionFindings(context, {
      address: policy.address,
      subject: policy,
      name: `Policy '${name}'`,
      before,
      after,
      items: active,
    }),
    ...smallChanges(policy, before, after),
  ];
  const schedule = scheduleFinding(before, after, now);
  if (schedule) findings.push({ kind: "schedule-moved", address: policy.address, vms: active.map(vmOf), ...schedule });
  return findings;
}

interface RetentionChange {
  readonly address: string;
  readonly subject: ResourceChange;
  /** Begins the sentence. */
  readonly name: string;
  readonly before: PolicyRules;
  readonly after: PolicyRules;
  /** The items whose recovery points follow the rules. */
  readonly items: readonly ResourceChange[];
}

/** What becomes of recovery points if other rules apply to them, or who refuses it. */
export function retentionFindings(context: ExplainContext, change: RetentionChange): Finding[] {
  const { address, name, before, after, items, subject } = change;
  const lost = lostPoints(before, after.retention, context.now);
  const isReduced = reducesRetention(before.retention, after.retention);
  const vms = items.map(vmOf);
  const obstacles = isReduced ? obstaclesToLess(context, subject, items) : [];
  const [obstacle] = obstacles;
  if (obstacle) {
    const text = `${name} would keep backups for less time, which ${obstacle.what} ${obstacle.isCertain ? "refuses" : "may refuse"}.`;
    const certainty = obstacle.isCertain ? {} : { certain: false };
    return [{ kind: "retention-refused", severity: "refused", address, text, remedy: obstacle.remedy, vms, ...certainty }];
  }
  if (lost.length === 0) {
    if (!isReduced) return [];
    const text = `${name} keeps future backups for less time; no recovery point of today expires sooner.`;
    return [{ kind: "retention-shortened", severity: "info", address, text, vms }];
  }
  const gone = lost.filter(({ expiresOn }) => expiresOn === undefined);
  const remedy = context.estate.isOurs(subject)
    ? "give the VMs that need the old retention a policy of their own: SourceVm.fromId(id, { policy })"
    : "keep the old policy, and add another one for the VMs that need less retention";
  return [
    {
      ...{ kind: "retention-shortened", severity: "lost", address, vms, effect: "expireSooner", remedy },
      ...(items.length === 0 && { certain: false }),
      text: `${name} keeps backups for less time. ${lossWords(lost, gone, pointCount(before, context.now), vms)}`,
      recoveryPoints: {
        expireAtOnce: gone.length,
        expireSooner: lost.length - gone.length,
        days: gone.map(({ day }) => day),
      },
    },
  ];
}

function lossWords(lost: readonly LostPoint[], gone: readonly LostPoint[], all: number, vms: readonly string[]): string {
  const who =
    vms.length === 0
      ? "each VM that uses it (none in this plan)"
      : vms.length === 1
        ? `VM ${vms[0] ?? ""}`
        : `each VM (${listOf(vms)})`;
  const sooner = lost.length - gone.length;
  const parts = [
    ...(gone.length > 0 ? [`${pointsWords(gone)} of ${who} expire at once, of at most ${all}`] : []),
    ...(sooner > 0
      ? [
          `${count(sooner, "recovery point")} of ${gone.length > 0 ? "the others" : who} ${sooner === 1 ? "expires" : "expire"} sooner than before`,
        ]
      : []),
  ];
  return `${parts.join("; ")}. On-demand recovery points keep their own dates.`;
}

function obstaclesToLess({ estate }: ExplainContext, subject: ResourceChange, items: readonly ResourceChange[]): Obstacle[] {
  const vaultId = vaultIdOf(subject.before);
  if (vaultId === undefined) return [];
  const operation = subject.type === "azurerm_backup_policy_vm" ? "changePolicy" : "changeProtection";
  const vault = estate.vaultById(vaultId);
  const immutability = vault?.before?.text("immutability");
  const isImmutable = immutability === "Locked" || immutability === "Unlocked";
  const rule: Obstacle = {
    what: `the immutability (${immutability ?? ""}) of vault '${vault?.before?.text("name") ?? ""}'`,
    remedy: "keep the retention, or use another policy for VMs that are protected from now on",
    isCertain: true,
  };
  return [
    ...(isImmutable && items.length > 0 ? [rule] : []),
    ...locksOn(estate, vaultId, "write", subject),
    ...guardsOf(estate, vaultId, operation, subject),
  ];
}

function smallChanges({ address }: ResourceChange, before: PolicyRules, after: PolicyRules): Finding[] {
  const findings: Finding[] = [];
  const [old, next] = [before.snapshotDays, after.snapshotDays];
  if (old !== undefined && next !== undefined && next < old) {
    const text = `Snapshots are kept for ${count(next, "day")} instead of ${old}: restores from older recovery points take longer. No recovery point in the vault is lost.`;
    findings.push({ kind: "snapshots-shortened", severity: "info", address, text });
  }
  if (after.archives && !before.archives) {
    const text =
      "Old monthly and yearly recovery points move to the archive tier: a restore from there first needs up to 15 hours of rehydration.";
    findings.push({ kind: "archive-enabled", severity: "info", address, text });
  }
  return findings;
}

const RULE_NAMES = ["backup", "timezone", "retention_daily", "retention_weekly", "retention_monthly", "retention_yearly"];

function changesRules({ before, after }: ResourceChange): boolean {
  return RULE_NAMES.some((name) => JSON.stringify(before?.raw(name)) !== JSON.stringify(after?.raw(name)));
}

/** A policy that is destroyed, alone or before or after its replacement is created. */
function destroyed(context: ExplainContext, policy: ResourceChange): Finding[] {
  const { estate } = context;
  const { address } = policy;
  const name = policy.before?.shown("name") ?? address;
  const id = policy.before?.text("id");
  const users = estate.items.filter(({ before }) => before?.text("backup_policy_id")?.toLowerCase() === id?.toLowerCase());
  const remaining = users.filter((item) => item.kind !== "delete" && !(item.kind === "replace" && !item.createdFirst));
  const hasNewName = policy.before?.text("name") !== policy.after?.text("name");
  if (policy.kind === "replace" && policy.createdFirst && !hasNewName) {
    const text = `Policy '${name}' is replaced (${whyOf(policy)}) under the same name: Azure cannot have two policies of one name, so creating the new one fails.`;
    const remedy = estate.isOurs(policy) ? "give the policy another policyName" : "give the policy another name";
    return [{ kind: "policy-name-taken", severity: "refused", address, text, remedy }];
  }
  const isInUse = remaining.length > 0 && (policy.kind === "delete" || !policy.createdFirst);
  const vault = vaultIdOf(policy.before);
  const vaultGoes = ["delete", "replace"].includes(estate.vaultById(vault)?.kind ?? "");
  if (isInUse) {
    const text = `Policy '${name}' is destroyed (${whyOf(policy)}) while ${count(remaining.length, "VM")} (${listOf(remaining.map(vmOf))}) use it, which Azure refuses.`;
    const remedy = estate.isOurs(policy)
      ? "move the VMs to another policy in an earlier apply"
      : policy.kind === "replace"
        ? "set lifecycle { create_before_destroy = true }, and give the policy a new name"
        : "move the VMs to another policy in an earlier apply";
    return [{ kind: "policy-in-use", severity: "refused", address, text, remedy, vms: remaining.map(vmOf) }];
  }
  const locks = vault === undefined ? [] : locksOn(estate, vault, "delete", policy);
  const [lock] = locks;
  if (lock) {
    const text = `Policy '${name}' is destroyed (${whyOf(policy)}), which ${lock.what} ${lock.isCertain ? "refuses" : "may refuse"}.`;
    return [{ kind: "policy-kept", severity: lock.isCertain ? "refused" : "warning", address, text, remedy: lock.remedy }];
  }
  if (policy.kind === "replace" || vaultGoes) return [];
  return [
    { kind: "policy-removed", severity: "info", address, text: `Policy '${name}' is destroyed; no VM of this plan uses it.` },
  ];
}
