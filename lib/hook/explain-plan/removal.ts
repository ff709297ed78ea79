import { type ExplainContext, softDeleteOf } from "./context";
import { type Estate, vaultIdOf } from "./estate";
import type { Effect, Severity } from "./finding";
import { guardsOf, locksOn, type Obstacle } from "./obstacles";
import { lastExpiryWords } from "./protection-state-findings";
import { featuresOf, type ProviderFeatures } from "./provider-features";
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
  const obstacles = obstaclesTo(context, item, onDestroy);
  const certain = obstacles.find(({ isCertain }) => isCertain);
  if (certain) return refused(`Azure does not do it: ${certain.what}.`, certain.remedy);
  const [possible] = obstacles;
  const isPending = item.before?.text("protection_state") === "IRPending";
  const removal = { delete: deletion, retain: retention, suspend: suspension }[onDestroy](context, item);
  if (removal.refusal) return removal;
  const notes = [
    ...(isPending ? ["Its initial backup is pending, so that it has a snapshot at most."] : []),
    ...(possible ? [`It may fail: ${possible.what}.`] : []),
  ];
  return notes.length === 0 ? removal : { ...removal, certain: false, text: [removal.text, ...notes].join(" ") };
}

/** What refuses the request that azurerm sends to destroy an item. */
function obstaclesTo({ estate }: ExplainContext, item: ResourceChange, onDestroy: ProviderFeatures["onDestroy"]): Obstacle[] {
  const vaultId = vaultIdOf(item.before) ?? "";
  const itemId = item.before?.text("id") ?? vaultId;
  const isDeleted = onDestroy === "delete";
  const operation = isDeleted ? "deleteProtection" : "stopProtectionAndRetainData";
  const others = [
    ...locksOn(estate, itemId, isDeleted ? "delete" : "write", item),
    ...guardsOf(estate, vaultId, operation, item),
  ];
  const mayHavePoints = item.before?.text("protection_state") !== "IRPending";
  return [
    ...(isDeleted && mayHavePoints ? immutabilityOf(estate, vaultId) : []),
    ...others.map((one) => ({
      ...one,
      what: `${one.what} ${one.isCertain ? "refuses" : "may refuse, if the plan does not remove it before"}`,
    })),
  ];
}

function immutabilityOf(estate: Estate, vaultId: string): Obstacle[] {
  const vault = estate.vaultById(vaultId)?.before;
  const state = vault?.text("immutability");
  if (state !== "Locked" && state !== "Unlocked") return [];
  const what = `the immutability (${state}) of vault '${vault?.shown("name") ?? ""}' refuses while recovery points exist`;
  const remedy = `suspend backups and keep the data instead: ${featureWords("vm_backup_suspend_protection_and_retain_data_on_destroy")}`;
  return [{ what, remedy, isCertain: true }];
}

function suspension(context: ExplainContext, item: ResourceChange): Removal {
  const immutability = context.estate.vaultById(vaultIdOf(item.before))?.before?.text("immutability");
  if (immutability === "Disabled") {
    const text = "The provider's features suspend backups instead, which Azure allows in an immutable vault only.";
    return refused(text, `use ${featureWords("vm_backup_stop_protection_and_retain_data_on_destroy")}`);
  }
  return {
    ...{ kind: "protection-suspended", severity: "lost", effect: "suspended", refusal: false },
    text: `The provider's features suspend its backups instead: no further backup is taken, and the recovery points expire as the policy says${lastExpiryWords(context, item)}.`,
  };
}

function retention({ estate }: ExplainContext, item: ResourceChange): Removal {
  const id = item.before?.text("id") ?? "";
  const remedy = estate.isOurs(item)
    ? `to protect the VM again later, call importItem(key, '${id}')`
    : `to protect the VM again later, add import { to = …, id = "${id}" }`;
  return {
    ...{ kind: "protection-stopped", severity: "warning", effect: "retained", refusal: false },
    text: "The provider's features keep its data: no further backup is taken, and the recovery points stay, outside of Terraform.",
    remedy,
  };
}

function deletion(context: ExplainContext, item: ResourceChange): Removal {
  const { isOn, until, isKnown } = softDeleteOf(context, vaultIdOf(item.before) ?? "");
  const base = { kind: "protection-removed", severity: "lost", refusal: false } as const;
  if (!isOn)
    return { ...base, effect: "deleted", text: "All its recovery points are deleted at once, because soft delete is off." };
  const days = isKnown ? "" : ", or longer if the vault keeps deleted data for more than Azure's default of 14 days";
  const text = `All its recovery points are soft-deleted: they can be recovered until ${until}${days}, and are then gone.`;
  return { ...base, effect: "softDeleted", recoverableUntil: until, text };
}

function refused(text: string, remedy: string): Removal {
  return { kind: "protection-kept", severity: "refused", effect: undefined, refusal: true, text, remedy };
}

function featureWords(name: string): string {
  return `features { recovery_service { ${name} = true } }`;
}
