import { caseFold } from "../../azure/case-fold";
import { formatVaultId, parseProtectedItemId } from "../../azure/resource-id";
import { nextRun } from "../../azure/schedule-runs";
import { vmNameIn } from "../../azure/vm-item-name";
import { formatInstant } from "../report/duration";
import type { ExplainContext } from "./context";
import { hookItemIds, vmOf } from "./estate";
import type { Finding } from "./finding";
import { policyRules } from "./policy";
import type { ResourceChange } from "./resource-change";
import { count, listOf } from "./words";

/** Which VMs get their initial backup in the deployment, and which have to wait for their policy. */
export function initialBackupFindings(context: ExplainContext): Finding[] {
  const { estate } = context;
  const created = estate.items.filter(({ kind, isImported }) => kind === "create" && !isImported);
  const running = estate.hooks.filter(({ kind }) => kind === "create" || kind === "replace");
  const findings = [...estate.hooks.flatMap((hook) => hookFindings(hook, created))];
  const covered = running.length > 0;
  if (covered) return findings;
  for (const item of created) findings.push(uncovered(context, item));
  return findings;
}

function hookFindings(hook: ResourceChange, created: readonly ResourceChange[]): Finding[] {
  const { address, kind, before } = hook;
  const ids = hookItemIds(before);
  if (kind === "delete") {
    const text = "The deployment no longer runs the initial backup. Recovery points stay as they are.";
    return [{ kind: "initial-backup-removed", severity: "info", address, text }];
  }
  if (kind !== "create" && kind !== "replace") return [];
  const vaults = new Set(ids.flatMap((id) => vaultOf(id) ?? []));
  const own = created.filter(({ after }) => {
    const group = caseFold(after?.text("resource_group_name") ?? "");
    const vault = caseFold(after?.text("recovery_vault_name") ?? "");
    return (
      vaults.size === 0 || [...vaults].some((id) => id.includes(`/resourcegroups/${group}/`) && id.endsWith(`/vaults/${vault}`))
    );
  });
  const known = ids.map((id) => vmNameIn(id));
  const names = own.map(vmOf);
  const text =
    kind === "create" && created.length === 0
      ? "The initial backup program runs: it backs up each VM that has no backup yet, and leaves the others alone."
      : names.length === 0
        ? "The initial backup program runs again because its list of VMs changes. It starts no backup of a VM that has one; its replacement in the plan deletes nothing."
        : `The initial backup program runs${kind === "replace" ? " again" : ""}: it backs up ${listOf(names)}${known.length > 0 ? `, and leaves ${count(known.length, "VM")} alone that ${known.length === 1 ? "has" : "have"} a backup` : ""}. Its replacement in the plan deletes nothing.`;
  return [{ kind: "initial-backup-runs", severity: "info", address, text, vms: names }];
}

function vaultOf(itemId: string): string | undefined {
  const item = parseProtectedItemId(itemId);
  return item && caseFold(formatVaultId(item));
}

function uncovered(context: ExplainContext, item: ResourceChange): Finding {
  const { estate, now } = context;
  const vm = vmOf(item);
  const policy = estate.policyAfter(item);
  const rules = policyRules(policy?.after);
  const next = rules && nextRun(rules.schedule, rules.timeZone, now.getTime());
  const when = next
    ? `on ${formatInstant(new Date(next.time))}, when its policy takes the first backup`
    : "when its policy takes the first backup";
  const text = `VM ${vm} is protected, and has no recovery point until ${next ? when.replace(/^on /, "") : when}: nothing in this plan takes its initial backup.`;
  const remedy =
    estate.hooks.length > 0
      ? "add the VM to the construct whose initial backup runs in the deployment, or run 'azure-vm-backup backup-now' after the apply"
      : "run 'azure-vm-backup backup-now' after the apply";
  return { kind: "initial-backup-missing", severity: "warning", address: item.address, text, remedy, vms: [vm] };
}
