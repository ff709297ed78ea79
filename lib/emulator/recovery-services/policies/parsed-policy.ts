import * as v from "valibot";
import type { BackupPolicy } from "../model";
import { policySchema, type PolicyProperties } from "./policy-model";

const parsed = new WeakMap<BackupPolicy, PolicyProperties>();

/** Returns the parsed properties of a policy. The result is cached. */
export function parsedPolicy(policy: BackupPolicy): PolicyProperties {
  let properties = parsed.get(policy);
  if (!properties) {
    properties = v.parse(policySchema, policy.properties);
    parsed.set(policy, properties);
  }
  return properties;
}
