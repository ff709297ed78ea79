import type { ExplainContext } from "./context";
import { vaultIdOf, vmOf } from "./estate";
import type { Finding } from "./finding";
import { guardsOf, locksOn } from "./obstacles";
import { policyRules } from "./policy";
import { lastExpiry } from "./retention-loss";
import type { ResourceChange } from "./resource-change";

/** What it does to recovery points if protection is stopped, suspended or resumed; nothing if its state stays. */
export function protectionStateFindings(context: ExplainContext, item: ResourceChange): Finding[] {
  const [from, to] = [item.before?.text("protection_state"), item.after?.text("protection_state")];
  if (from === to) return [];
  if (to === "ProtectionStopped" || to === "BackupsSuspended") {
    return [refusalOf(context, item) ?? (to === "ProtectionStopped" ? stopped(item) : suspended(context, item))];
  }
  return from === "ProtectionStopped" && to === "Protected" ? [resumed(item)] : [];
}

function baseOf(item: ResourceChange): Pick<Finding, "address" | "vms"> {
  return { address: item.address, vms: [vmOf(item)] };
}

function refusalOf({ estate }: ExplainContext, item: ResourceChange): Finding | undefined {
  const vaultId = vaultIdOf(item.before) ?? "";
  const vault = estate.vaultById(vaultId);
  const suspends = item.after?.text("protection_state") === "BackupsSuspended";
  const head = `The backups of VM ${vmOf(item)} are ${suspends ? "suspended" : "stopped"}, which`;
  const [obstacle] = [
    ...locksOn(estate, vaultId, "write", item),
    ...guardsOf(estate, vaultId, "stopProtectionAndRetainData", item),
  ];
  if (obstacle) {
    const { what, isCertain, remedy } = obstacle;
    const text = `${head} ${what} ${isCertain ? "refuses" : "may refuse"}.`;
    const certainty = isCertain ? {} : { certain: false };
    return { ...baseOf(item), kind: "protection-kept", severity: "refused", text, remedy, ...certainty };
  }
  const immutability = vault?.after?.text("immutability") ?? vault?.before?.text("immutability");
  if (!suspends || immutability !== "Disabled") return undefined;
  const text = `${head} Azure allows in an immutable vault only.`;
  const remedy = "use ProtectionStopped, which keeps all recovery points";
  return { ...baseOf(item), kind: "suspension-refused", severity: "refused", text, remedy };
}

function stopped(item: ResourceChange): Finding {
  const text = `No further backup of VM ${vmOf(item)} is taken. Its recovery points stay, without an end, until protection is resumed or its data is deleted.`;
  return { ...baseOf(item), kind: "protection-stopped", severity: "warning", effect: "retained", text };
}

function suspended(context: ExplainContext, item: ResourceChange): Finding {
  return {
    ...{ ...baseOf(item), kind: "protection-suspended", severity: "lost", effect: "suspended" },
    text: `No further backup of VM ${vmOf(item)} is taken, and its recovery points expire as the policy says${lastExpiryWords(context, item)}.`,
    remedy: "to keep the recovery points, use ProtectionStopped",
  };
}

function resumed(item: ResourceChange): Finding {
  return {
    ...{ ...baseOf(item), kind: "protection-resumed", severity: "lost", effect: "expireSooner" },
    text: `The protection of VM ${vmOf(item)} is resumed. While it was stopped no recovery point expired; now each one that is older than the policy allows expires at once.`,
    remedy: "to keep them longer, resume with a policy of longer retention",
  };
}

/** `, the last one on 2027-04-08`; empty if the plan does not have the policy. */
export function lastExpiryWords({ estate, now }: ExplainContext, item: ResourceChange): string {
  const policy = estate.policyById(item.before?.text("backup_policy_id"));
  const rules = policyRules(policy?.before);
  const last = rules && lastExpiry(rules, now);
  return last === undefined ? "" : `, the last one on ${last}`;
}
