import { isConstructWith } from "../private/instances";
import { problem } from "../private/problems";

/** Checks a prop for a policy: JavaScript and casts allow an id or the azurerm resource instead. */
export function checkPolicy(path: string, value: unknown): string[] {
  if (isConstructWith(value, "policyId")) return [];
  const id = typeof value === "string" ? "id" : "policy.id";
  const remedy = `use VmBackupPolicy.fromPolicyId(this, "Policy", ${id})`;
  return [problem(path, value, { allowed: "a VmBackupPolicy, declared or referred to", remedy })];
}
