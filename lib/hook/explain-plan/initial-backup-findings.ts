import { caseFold } from "../../azure/case-fold";
import { formatVaultId, parseProtectedItemId } from "../../azure/resource-id";
import { nextRun } from "../../azure/schedule-runs";
import { formatInstant } from "../report/duration";
import type { ExplainContext } from "./context";
import { hookItemIds, vmOf } from "./estate";
import type { Finding } from "./finding";
import { policyRules } from "./policy";
import type { ResourceChange } from "./resource-change";
import { listOf } from "./words";

/** Which VMs get their initial backup in the deployment, and which have to wait for their policy. */
export function initialBackupFindings(context: ExplainContext): Finding[] {
  const { estate } = context;
  const created = estate.items.filter(({ kind, isImported }) => kind === "create" && !isImported);
  const running = estate.hooks.filter(runs);
  const covered = new Set(running.flatMap((hook) => coveredBy(hook, created)));
  return [
    ...estate.hooks.flatMap((hook) => hookFindings(hook, coveredBy(hook, created))),
    ...created.filter((item) => !covered.has(item)).map((item) => uncovered(context, item)),
  ];
}

/** Terraform runs the program whenever it creates the resource. */
function runs({ kind }: ResourceChange): boolean {
  return kind === "create" || kind === "replace";
}

/** The new items that a program backs up: those of the vault that it was applied for, or all if that is not known yet. */
function coveredBy({ before }: ResourceChange, created: readonly ResourceChange[]): readonly ResourceChange[] {
  const vaults = new Set(hookItemIds(before).flatMap((id) => vaultOf(id) ?? []));
  if (vaults.size === 0) return created;
  return created.filter(({ after }) => {
    const [group, vault] = [after?.text("resource_group_name") ?? "", after?.text("recovery_vault_name") ?? ""];
    const end = caseFold(`/resourcegroups/${group}/providers/microsoft.recoveryservices/vaults/${vault}`);
    return [...vaults].some((id) => id.endsWith(end));
  });
}

function hookFindings(hook: ResourceChange, own: readonly ResourceChange[]): Finding[] {
  const { address, kind, before } = hook;
  if (kind === "delete") {
    const text = "The deployment no longer runs the initial backup. Recovery points stay as they are.";
    return [{ kind: "initial-backup-removed", severity: "info", address, text }];
  }
  if (!runs(hook)) return [];
  const names = own.map(vmOf);
  const known = hookItemIds(before).length;
  const others = known === 0 ? "" : `, and leaves ${known === 1 ? "the VM" : `the ${known} VMs`} of before alone if backed up`;
  const what =
    names.length > 0
      ? `it backs up ${listOf(names)}${others}.`
      : "it backs up each VM that has no backup yet, and leaves the others alone.";
  const text =
    kind === "replace"
      ? `The initial backup program runs again, because its list of VMs changes: ${what} Its replacement in the plan deletes no recovery point.`
      : `The initial backup program runs: ${what}`;
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
  const when = next ? `${formatInstant(new Date(next.time))}, when ` : "";
  const text = `VM ${vm} has no recovery point until ${when}its policy takes the first backup: nothing in this plan takes an initial backup of it.`;
  const remedy =
    estate.hooks.length > 0
      ? "add the VM to the construct whose initial backup runs in the deployment, or run 'azure-vm-backup backup-now' after the apply"
      : "run 'azure-vm-backup backup-now' after the apply";
  return { kind: "initial-backup-missing", severity: "warning", address: item.address, text, remedy, vms: [vm] };
}
