import {
  type IResolvable,
  type IResolveContext,
  type ITerraformIterator,
  Lazy,
  type TerraformResourceLifecycle,
  Token,
} from "cdktf";
import type { Construct } from "constructs";
import { expression } from "../private/expression";
import { localValue } from "../private/local-value";
import type { ItemArguments } from "./item-resource";

/** `each.key` and `each.value`, but not as a part of another name. */
const EACH = /(?<![\w.-])each\.(key|value)\b/g;

/**
 * The elements of an iterator in a local value. The resource iterates only over the ids of the VMs, because Terraform reads the whole
 * `for_each` once per instance. An expression with `each.value` refers to the element in the local instead.
 */
export class ForEachRows {
  private readonly rows: string;

  constructor(scope: Construct, iterator: ITerraformIterator) {
    const produce = (context: IResolveContext): unknown => {
      const rows: unknown = context.resolve(iterator._getForEachExpression());
      // A set has no index by key.
      return typeof rows === "string" ? `\${{for key, val in ${rows.slice(2, -1)} : key => val}}` : rows;
    };
    this.rows = localValue(scope, "Rows", Lazy.anyValue({ produce }));
  }

  /** Returns the values of an expression with `each`, by key. */
  mapEach(value: string): IResolvable {
    const produce = (context: IResolveContext) =>
      expression`{for key, val in ${this.rows} : key => ${renameEach(context.resolve(value), "key", "val")}}`;
    return Lazy.anyValue({ produce });
  }

  inArguments(args: ItemArguments): ItemArguments {
    return {
      sourceVmId: args.sourceVmId,
      backupPolicyId: args.backupPolicyId && Token.asString(this.inInstance(args.backupPolicyId)),
      protectionState: Token.asString(this.inInstance(args.protectionState)),
      includeDiskLuns: args.includeDiskLuns && Token.asNumberList(this.inInstance(args.includeDiskLuns)),
      excludeDiskLuns: args.excludeDiskLuns && Token.asNumberList(this.inInstance(args.excludeDiskLuns)),
    };
  }

  inLifecycle(lifecycle: TerraformResourceLifecycle | undefined): TerraformResourceLifecycle | undefined {
    const conditions = (of: TerraformResourceLifecycle["precondition"]) =>
      of?.map(({ condition, errorMessage }) => ({
        condition: this.inInstance(condition),
        errorMessage: Token.asString(this.inInstance(errorMessage)),
      }));
    if (!lifecycle?.precondition && !lifecycle?.postcondition) return lifecycle;
    return {
      ...lifecycle,
      precondition: conditions(lifecycle.precondition),
      postcondition: conditions(lifecycle.postcondition),
    };
  }

  private inInstance(value: unknown): IResolvable {
    const row = `${this.rows.slice(2, -1)}[each.key]`;
    return Lazy.anyValue({ produce: (context) => renameEach(context.resolve(value), "each.key", row) });
  }
}

function renameEach(value: unknown, key: string, val: string): unknown {
  if (typeof value === "string") return value.replace(EACH, (_, part) => (part === "key" ? key : val));
  return Array.isArray(value) ? value.map((one) => renameEach(one, key, val)) : value;
}
