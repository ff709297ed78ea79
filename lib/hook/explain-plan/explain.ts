import type { ExplainContext } from "./context";
import { Estate } from "./estate";
import { type Finding, sortedFindings } from "./finding";
import { initialBackupFindings } from "./initial-backup-findings";
import { itemFindings } from "./item-findings";
import type { Plan } from "./plan";
import { policyFindings } from "./policy-findings";
import { safeguardFindings } from "./safeguard-findings";
import { vaultFindings } from "./vault-findings";
import { vmFindings } from "./vm-findings";

/** Explains what a plan does to backups. The worst findings come first. */
export function explain(plan: Plan, now: Date): Finding[] {
  const context: ExplainContext = { estate: new Estate(plan), now };
  const findings = [
    ...vaultFindings(context),
    ...safeguardFindings(context),
    ...policyFindings(context),
    ...itemFindings(context),
    ...vmFindings(context),
    ...initialBackupFindings(context),
  ];
  return sortedFindings([...checkFindings(plan), ...(plan.isErrored ? failedPlan(plan, findings) : findings)]);
}

/** The conditions of the configuration that fail, such as the check that a key goes on naming the VM that it protects. */
function checkFindings({ checks, isErrored }: Plan): Finding[] {
  return checks
    .filter(({ status, messages }) => status === "fail" || (isErrored && messages.length > 0))
    .map(({ address, messages }) => ({
      ...{ kind: "check-failed", severity: isErrored ? "refused" : "warning", address },
      text: `A condition of the configuration fails: ${messages.join("; ") || "the plan does not say why"}`,
    }));
}

const KEPT_TYPES = /^azurerm_(recovery_services_vault|backup_policy_vm|backup_protected_vm|management_lock)$/;
const NOT_APPLIED = "Terraform could not make the plan, and does not apply it. The error is in the output of 'terraform plan'.";
const PREVENTED = "It would be destroyed, which lifecycle.prevent_destroy refuses if it is set.";
const UNDECIDED = "Nothing was decided about this resource.";

/** A plan that Terraform could not finish is not applied. What it would do is told, as a warning at most. */
function failedPlan(plan: Plan, findings: readonly Finding[]): Finding[] {
  const kept = plan.resources.filter(({ type }) => KEPT_TYPES.test(type));
  const destroyed = kept.filter(({ kind }) => kind === "delete" || kind === "replace");
  const undecided = kept.filter(({ address }) => plan.undecided.has(address));
  const [culprits, why] = destroyed.length > 0 ? [destroyed, PREVENTED] : [undecided, UNDECIDED];
  const remedy = "correct the configuration; to allow the destruction, take prevent_destroy off in an earlier apply";
  const failed = { kind: "plan-failed", severity: "refused" } as const;
  const reasons = culprits.map(({ address }): Finding => ({ ...failed, address, text: `${NOT_APPLIED} ${why}`, remedy }));
  const whole: Finding = { ...failed, address: "(the plan)", text: NOT_APPLIED };
  const later = findings.map(({ effect: _, severity, text, ...rest }): Finding => ({
    ...rest,
    severity: severity === "info" ? "info" : "warning",
    text: `If the plan could be made: ${text}`,
  }));
  return [...(reasons.length > 0 ? reasons : [whole]), ...later];
}
