import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";

/**
 * Declares a local value and returns a reference to it. Terraform evaluates a local once, but an expression of a resource once per
 * instance. The name, made of the construct's path, is part of the contract.
 */
export function localValue(scope: Construct, id: string, value: unknown): string {
  return `\${local.${new TerraformLocal(scope, id, value).friendlyUniqueId}}`;
}
