import { isSameName } from "../../azure/case-fold";
import { type ExplainContext } from "./context";
import { itemKey, vmOf } from "./estate";
import type { Finding } from "./finding";
import { locksOn } from "./obstacles";
import { policyRules } from "./policy";
import { retentionFindings } from "./policy-findings";
import { protectionStateFindings } from "./protection-state-findings";
import { removalOf, type Removal } from "./removal";
import type { ResourceChange } from "./resource-change";
import { featuresOf } from "./provider-features";
import { whyOf } from "./words";

/** What a plan does to protected VMs. */
export function itemFindings(context: ExplainContext): Finding[] {
  const { items } = context.estate;
  return items.flatMap((item) => {
    switch (item.kind) {
      case "delete":
        return deleted(context, item);
      case "replace":
        return replaced(context, item);
      case "update":
        return updated(context, item);
      case "forget":
        return [forgotten(item)];
      case "create":
        return created(context, item);
      default:
        return unchanged(item);
    }
  });
}

function deleted(context: ExplainContext, item: ResourceChange): Finding[] {
  const { estate } = context;
  const removal = removalOf(context, item);
  const vm = vmOf(item);
  const why = whyOf(item);
  const base = { address: item.address, vms: [vm] };
  const twin = estate.createdItem(item.before);
  if (twin && !removal.refusal) {
    const remedy = estate.isOurs(item)
      ? `call moveItemFrom(key, '${item.address}') on the construct that protects the VM from now on`
      : `add moved { from = ${item.address}, to = ${twin.address} }`;
    const text = `VM ${vm} is protected at ${twin.address} from now on, and its protection at ${item.address} is destroyed (${why}): Terraform deletes and creates the same protected item at the same time. ${removal.text} The new protection fails if Terraform comes to it first, because the item still exists.`;
    const { effect } = removal;
    return [{ ...base, kind: "vm-rekeyed", severity: "refused", effect, text, remedy, ...until(removal), certain: false }];
  }
  const elsewhere = estate.createdElsewhere(item.before);
  const notes = [
    ...(estate.isSameAsLive(item)
      ? ["The object is the very item that Terraform goes on managing, whose data is then deleted."]
      : []),
    ...(elsewhere
      ? [`${elsewhere.address} protects the VM in another vault, which fails until this vault has given it up.`]
      : []),
  ];
  const text = [`The protection of VM ${vm} is destroyed (${why}).`, removal.text, ...notes].join(" ");
  const { kind, severity, effect } = removal;
  const remedy = removal.remedy ?? remedyOf(context, item);
  const keepsVm = elsewhere !== undefined && (effect === "retained" || effect === "suspended");
  return [{ ...base, kind, severity: keepsVm ? "refused" : severity, effect, text, remedy, ...until(removal) }];
}

function until({ recoverableUntil, certain }: Removal): Pick<Finding, "recoverableUntil" | "certain"> {
  return { ...(recoverableUntil !== undefined && { recoverableUntil }), ...(certain === false && { certain }) };
}

function remedyOf({ estate }: ExplainContext, item: ResourceChange): string {
  return estate.isOurs(item)
    ? "to keep the backups, let the provider keep them and set removal: RemovalPolicy.RETAIN in an earlier apply; if the VM only gets another key or construct, use moveItemFrom"
    : "to keep the backups, set features { recovery_service { vm_backup_stop_protection_and_retain_data_on_destroy = true } }, or use a removed block with destroy = false; if only the address changes, add a moved block";
}

function replaced(context: ExplainContext, item: ResourceChange): Finding[] {
  const { estate } = context;
  const vm = vmOf(item);
  const base = { address: item.address, vms: [vm] };
  const head = `The protection of VM ${vm} is replaced (${whyOf(item)}).`;
  const isSame = isSameItem(item);
  const removal = removalOf(context, item);
  const { kind, severity, effect, refusal } = removal;
  const remedy = replacementRemedy(context, item);
  if (isSame && item.createdFirst) {
    const text = `${head} Terraform creates the new one first, which fails because the item exists already.`;
    return [{ ...base, kind: "protection-exists", severity: "refused", text, remedy }];
  }
  const text = `${head} ${removal.text}`;
  if (refusal) return [{ ...base, kind, severity, text, remedy: removal.remedy }];
  const keepsVm = effect === "retained" || effect === "suspended";
  if (keepsVm && (isSame || isSameVm(item))) {
    const why = isSame
      ? "because the item exists already: it has to be imported"
      : "because the old vault still protects it: a VM can be in one vault only";
    const more = `${text} To protect the VM again then fails, ${why}.`;
    const way =
      remedy ??
      (isSame ? removal.remedy : "protect the VM in the new vault in a later apply, after its data in the old one is deleted");
    return [{ ...base, kind: "protection-exists", severity: "refused", effect, text: more, remedy: way }];
  }
  if (!isSame || effect === "deleted") return [{ ...base, kind, severity, effect, text, remedy, ...until(removal) }];
  const [{ recoversItems }] = featuresOf(estate.plan, item);
  if (!recoversItems) {
    const more = `${text} To protect the VM again then fails, because the provider's features do not let azurerm bring soft-deleted items back.`;
    return [{ ...base, kind: "protection-not-recovered", severity: "refused", effect, text: more, remedy, ...until(removal) }];
  }
  const condition = itemKey(item.after) === undefined ? ", if the VM keeps its name and resource group" : "";
  const recovered = `${head} azurerm deletes the item, and brings it back from soft delete with its recovery points when it protects the VM again${condition}.`;
  return [{ ...base, kind: "protection-replaced", severity: "warning", text: recovered, remedy }];
}

/** Whether the new item has the id of the old one. A VM that is not known yet counts as one of the same name. */
function isSameItem(item: ResourceChange): boolean {
  const [from, to] = [itemKey(item.before), itemKey(item.after)];
  return from === to || (to === undefined && sameVault(item));
}

function isSameVm({ before, after }: ResourceChange): boolean {
  return isSameName(before?.text("source_vm_id") ?? "", after?.text("source_vm_id") ?? "");
}

function sameVault({ before, after }: ResourceChange): boolean {
  return ["resource_group_name", "recovery_vault_name"].every((name) => {
    return !after?.isUnknown(name) && isSameName(before?.text(name) ?? "", after?.text(name) ?? "");
  });
}

function replacementRemedy({ estate }: ExplainContext, item: ResourceChange): string | undefined {
  const { replacedBy, reason } = item;
  if (reason === "replace_because_tainted") return `terraform untaint '${item.address}'`;
  if (reason === "replace_by_request") return "leave out -replace";
  if (!replacedBy.includes("source_vm_id")) return undefined;
  return estate.isOurs(item)
    ? "leave lifecycle.ignoreChanges at its default, and protect another VM under a new key"
    : "set lifecycle { ignore_changes = [source_vm_id] }, and protect another VM at a new address";
}

function updated(context: ExplainContext, item: ResourceChange): Finding[] {
  const ofState = protectionStateFindings(context, item);
  return ofState.length > 0 ? ofState : [...policyChange(context, item), ...diskChange(item)];
}

function policyChange(context: ExplainContext, item: ResourceChange): Finding[] {
  const { estate } = context;
  const before = estate.policyById(item.before?.text("backup_policy_id"));
  const after = estate.policyAfter(item);
  const [from, to] = [item.before?.text("backup_policy_id"), item.after?.text("backup_policy_id")];
  if (from !== undefined && to !== undefined && isSameName(from, to)) return [];
  if (from === undefined && to === undefined) return [];
  const vm = vmOf(item);
  const base = { address: item.address, vms: [vm] };
  const [oldRules, newRules] = [policyRules(before?.before), policyRules(after?.after)];
  if (!oldRules || !newRules) {
    const text = `VM ${vm} gets another policy. The plan does not have the rules of both, so that the recovery points that expire cannot be counted.`;
    return [{ ...base, kind: "policy-changed", severity: "lost", certain: false, effect: "expireSooner", text }];
  }
  if (oldRules.isEnhanced && !newRules.isEnhanced) {
    const text = `VM ${vm} gets a Standard policy (V1) in place of an Enhanced one (V2), which Azure refuses.`;
    return [{ ...base, kind: "policy-type-refused", severity: "refused", text, remedy: "use an Enhanced policy" }];
  }
  // A replaced policy tells of its own rules.
  if (before === after) return [];
  const name = `The new policy '${after?.after?.shown("name") ?? ""}' of VM ${vm}`;
  const findings = retentionFindings(context, {
    address: item.address,
    subject: item,
    name,
    before: oldRules,
    after: newRules,
    items: [item],
  });
  if (findings.some(({ severity }) => severity !== "info")) return findings;
  const text = `VM ${vm} gets policy '${after?.after?.shown("name") ?? ""}'; no recovery point expires sooner.`;
  return [{ ...base, kind: "policy-changed", severity: "info", text }];
}

function diskChange(item: ResourceChange): Finding[] {
  const isChanged = ["include_disk_luns", "exclude_disk_luns"].some((name) => {
    const [before, after] = [item.before, item.after].map((one) => JSON.stringify(one?.numbers(name).sort((a, b) => a - b)));
    return before !== after;
  });
  if (!isChanged) return [];
  const vm = vmOf(item);
  const disks = diskWords(item);
  const text = `Other disks of VM ${vm} are backed up from now on: ${disks}. Recovery points of before keep what they have.`;
  return [{ kind: "disks-changed", severity: "warning", address: item.address, text, vms: [vm] }];
}

function diskWords({ after }: ResourceChange): string {
  const [included, excluded] = [after?.numbers("include_disk_luns") ?? [], after?.numbers("exclude_disk_luns") ?? []];
  if (included.length > 0) return `only the OS disk and LUN ${included.join(", ")}`;
  return excluded.length > 0 ? `all but LUN ${excluded.join(", ")}` : "all disks";
}

function forgotten(item: ResourceChange): Finding {
  const vm = vmOf(item);
  const text = `Terraform forgets the protection of VM ${vm}. Azure goes on with its backups, and nothing is lost.`;
  return { kind: "protection-forgotten", severity: "info", address: item.address, text, vms: [vm] };
}

function created({ estate }: ExplainContext, item: ResourceChange): Finding[] {
  const vm = vmOf(item);
  const base = { address: item.address, vms: [vm] };
  if (item.isImported) return unchanged(item);
  const [lock] = locksOn(estate, estate.vaultOf(item.after)?.before?.text("id") ?? "", "write", item);
  if (lock) {
    const text = `VM ${vm} is protected from now on, which ${lock.what} ${lock.isCertain ? "refuses" : "may refuse"}.`;
    const certainty = lock.isCertain ? {} : { certain: false };
    return [{ ...base, kind: "protection-refused", severity: "refused", text, remedy: lock.remedy, ...certainty }];
  }
  const drifted = estate.plan.drift.find(({ address, kind }) => address === item.address && kind === "delete");
  if (!drifted) return [];
  const text = `The protection of VM ${vm} was deleted outside of Terraform, and is created again. If its data is soft-deleted, azurerm brings it back.`;
  return [{ ...base, kind: "protection-recreated", severity: "warning", text }];
}

function unchanged(item: ResourceChange): Finding[] {
  const vm = vmOf(item);
  const base = { address: item.address, vms: [vm], severity: "info" } as const;
  if (item.isImported) {
    return [
      {
        ...base,
        kind: "protection-imported",
        text: `Terraform takes over the protection of VM ${vm} as it is. Nothing is lost.`,
      },
    ];
  }
  if (item.previousAddress !== undefined && item.previousAddress !== item.address) {
    const text = `The protection of VM ${vm} moves here from ${item.previousAddress}. Nothing is lost.`;
    return [{ ...base, kind: "protection-moved", text }];
  }
  return [];
}
