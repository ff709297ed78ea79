import { type ExplainContext, softDeleteOf } from "./context";
import { vaultIdOf } from "./estate";
import type { Effect, Severity } from "./finding";
import { guardsOf, locksOn } from "./obstacles";
import { policyRules } from "./policy";
import { featuresOf, type ProviderFeatures } from "./provider-features";
import { lastExpiry } from "./retention-loss";
import type { ResourceChange } from "./resource-change";

/** What becomes of a VM's recovery points if Terraform destroys its protection. */
export interface Removal {
  readonly kind: string;
  readonly severity: Severity;
  readonly effect: Effect | undefined;
  /** Whether Azure refuses it, so that nothing happens. */
  readonly refusal: boolean;
  /** False if the plan does not decide it. */
  readonly certain?: boolean;
  readonly text: string;
  readonly remedy?: string | undefined;
  readonly recoverableUntil?: string | undefined;
}

/** The outcome, as the provider's features decide it, and as the vault, its locks and its guard allow it. */
export function removalOf(context: ExplainContext, item: ResourceChange): Removal {
  const [features, ...others] = featuresOf(context.estate.plan, item);
  const outcomes = [features, ...others].map((one) => removalWith(context, item, one));
  const [only] = outcomes;
  if (only !== undefined && new Set(outcomes.map(({ effect }) => effect)).size === 1) return only;
  const worst = outcomes.find(({ effect }) => effect === "softDeleted" || effect === "deleted") ?? only ?? outcomes[0];
  if (!worst) throw new Error("a resource has a provider");
  return {
    ...worst,
    certain: false,
    text: `${worst.text} Or its data is kept: the plan does not say which of the azurerm providers destroys it, and their features differ.`,
  };
}

function removalWith(context: ExplainContext, item: ResourceChange, { onDestroy }: ProviderFeatures): Removal {
  const { estate } = context;
  const vaultId = vaultIdOf(item.before) ?? "";
  const vault = estate.vaultById(vaultId);
  const immutability = vault?.before?.text("immutability");
  const isImmutable = immutability === "Locked" || immutability === "Unlocked";
  const isPending = item.before?.text("protection_state") === "IRPending";
  const request = onDestroy === "delete" ? "delete" : "write";
  const operation = onDestroy === "delete" ? "deleteProtection" : "stopProtectionAndRetainData";
  const itemId = item.before?.text("id") ?? vaultId;
  const obstacles = [
    ...(onDestroy === "delete" && isImmutable && !isPending
      ? [
          {
            what: `the immutability (${immutability}) of vault '${vault?.before?.text("name") ?? ""}' refuses while recovery points exist`,
            remedy:
              "stop protection and keep the data instead: features { recovery_service { vm_backup_suspend_protection_and_retain_data_on_destroy = true } }",
            isCertain: true,
          },
        ]
      : []),
    ...[...locksOn(estate, itemId, request, item), ...guardsOf(estate, vaultId, operation, item)].map((one) => ({
      ...one,
      what: `${one.what} ${one.isCertain ? "refuses" : "may refuse, if the plan does not remove it before"}`,
    })),
  ];
  const certain = obstacles.find(({ isCertain }) => isCertain);
  if (certain) return refused(`Azure does not do it: ${certain.what}.`, certain.remedy);
  const [possible] = obstacles;
  const doubt = possible || isPending ? { certain: false } : {};
  const note = possible ? ` It may fail: ${possible.what}.` : "";
  if (onDestroy === "suspend") {
    if (vault && !isImmutable)
      return refused(
        "The provider's features suspend backups instead, which Azure allows in an immutable vault only.",
        "use vm_backup_stop_protection_and_retain_data_on_destroy instead",
      );
    const rules = policyRules(estate.policyById(item.before?.text("backup_policy_id"))?.before);
    const last = rules && lastExpiry(rules, context.now);
    return {
      ...{ kind: "protection-suspended", severity: "lost", effect: "suspended", refusal: false, ...doubt },
      text: `The provider's features suspend its backups instead: no further backup is taken, and the recovery points expire as the policy says${last === undefined ? "" : `, the last one on ${last}`}.${note}`,
    };
  }
  if (onDestroy === "retain") {
    return {
      ...{ kind: "protection-stopped", severity: "warning", effect: "retained", refusal: false, ...doubt },
      text: `The provider's features keep its data: no further backup is taken, and the recovery points stay, outside of Terraform.${note}`,
      remedy: "to protect the VM again later, import the item first",
    };
  }
  const { isOn, until, isKnown } = softDeleteOf(context, vaultId);
  const pending = isPending ? " Its initial backup is pending, so that it has a snapshot at most." : "";
  if (!isOn) {
    return {
      ...{ kind: "protection-removed", severity: "lost", effect: "deleted", refusal: false, ...doubt },
      text: `All its recovery points are deleted at once, because soft delete is off.${pending}${note}`,
    };
  }
  const days = isKnown ? "" : ", or longer if the vault keeps deleted data for more than Azure's default of 14 days";
  return {
    ...{ kind: "protection-removed", severity: "lost", effect: "softDeleted", refusal: false, recoverableUntil: until, ...doubt },
    text: `All its recovery points are soft-deleted: they can be recovered until ${until}${days}, and are then gone.${pending}${note}`,
  };
}

function refused(text: string, remedy: string): Removal {
  return { kind: "protection-kept", severity: "refused", effect: undefined, refusal: true, text, remedy };
}
