import * as v from "valibot";
import type { BackupPolicy } from "./model";
import { policySchema, type PolicyProperties } from "./policy-model";

const read = new WeakMap<BackupPolicy, PolicyProperties>();

/** The parts of a policy that its schedule and its retention follow from. */
export function readPolicy(policy: BackupPolicy): PolicyProperties {
  let properties = read.get(policy);
  if (!properties) {
    properties = v.parse(policySchema, policy.properties);
    read.set(policy, properties);
  }
  return properties;
}
