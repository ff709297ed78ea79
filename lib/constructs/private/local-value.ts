import { Lazy, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";

/**
 * Declares a local value and returns a reference to it. Terraform evaluates a local once, but an expression in a resource once per
 * instance. The name of the local comes from the construct's path and is part of the public contract.
 */
export function localValue(scope: Construct, id: string, value: unknown): string {
  return `\${local.${new Local(scope, id, value).friendlyUniqueId}}`;
}

/** A local whose null values `cdktf synth --hcl` can write. */
class Local extends TerraformLocal {
  constructor(
    scope: Construct,
    id: string,
    private readonly value: unknown,
  ) {
    super(scope, id, value);
  }

  public override toHclTerraform(): object {
    const value = Lazy.anyValue({ produce: (context) => withWrittenNulls(context.resolve(this.value)) });
    return { locals: { [this.friendlyUniqueId]: { value } } };
  }
}

function withWrittenNulls(value: unknown): unknown {
  if (value === null) return "${null}";
  if (Array.isArray(value)) return value.map(withWrittenNulls);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withWrittenNulls(one)]));
}
