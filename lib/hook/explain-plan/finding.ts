/** How bad a finding is, worst first. */
export const SEVERITIES = ["refused", "lost", "warning", "info"] as const;

/**
 * `refused`: the apply will fail. `lost`: recovery points are deleted, soft-deleted, or expire sooner. `warning`: nothing is lost, but
 * backups end, pause or are less protected. `info`: what else the plan does.
 */
export type Severity = (typeof SEVERITIES)[number];

/** What becomes of the recovery points of VMs. */
export type Effect =
  /** They can be recovered until `recoverableUntil`. */
  | "softDeleted"
  /** They are gone at once. */
  | "deleted"
  /** They stay, and no backup is taken any more. */
  | "retained"
  /** They stay until their dates, and no backup is taken any more. */
  | "suspended"
  /** Some expire at once, and others sooner than before. */
  | "expireSooner";

export interface Finding {
  /** Names the kind of finding, such as `protection-removed`. */
  readonly kind: string;
  readonly severity: Severity;
  /** The address in Terraform of the resource that is changed. */
  readonly address: string;
  /** False if the plan does not decide it: the order of two changes, or something that it does not have, does. @default true */
  readonly certain?: boolean | undefined;
  /** What happens, in one sentence or two. */
  readonly text: string;
  /** What to do instead. */
  readonly remedy?: string | undefined;
  /** The names of the VMs whose recovery points it is about. */
  readonly vms?: readonly string[] | undefined;
  readonly effect?: Effect | undefined;
  /** The day (UTC) until which soft-deleted recovery points can be recovered, at least. */
  readonly recoverableUntil?: string | undefined;
  /** The recovery points of each VM that expire sooner, if its policy took every scheduled backup. */
  readonly recoveryPoints?: RecoveryPointLoss | undefined;
  /** The days of the next two weeks that have no backup any more, in the time zone of the old schedule. */
  readonly daysWithoutBackup?: readonly string[] | undefined;
}

export interface RecoveryPointLoss {
  /** How many expire as soon as the change is applied. */
  readonly expireAtOnce: number;
  /** How many expire sooner than before, but not at once. */
  readonly expireSooner: number;
  /** The day of each backup that expires at once, newest first, in the policy's time zone. */
  readonly days: readonly string[];
}

/** Sorts findings: the worst first, then by address and kind. */
export function sortedFindings(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  return [...findings].sort(
    (one, other) => rank(one) - rank(other) || order(one.address, other.address) || order(one.kind, other.kind),
  );
}
