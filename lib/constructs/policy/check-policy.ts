import { isConstructWith } from "../private/instances";
import { problem } from "../private/problems";

/** A prop that takes a policy: a caller in JavaScript, or a cast, may give an id or the resource of azurerm instead. */
export function checkPolicy(path: string, value: unknown): string[] {
  if (isConstructWith(value, "policyId")) return [];
  const id = typeof value === "string" ? "id" : "policy.id";
  const remedy = `use VmBackupPolicy.fromPolicyId(this, "Policy", ${id})`;
  return [problem(path, value, { allowed: "a VmBackupPolicy, declared or referred to", remedy })];
}
