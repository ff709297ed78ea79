import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";

/**
 * What to do with a value whose type is wrong, however it is spelled; undefined if nothing better is known than the rule's own remedy.
 * @param attribute the attribute of a variable that has the right type
 * @param ofConstruct the attribute of a construct that is probably meant
 */
export function typeRemedy(
  value: unknown,
  attribute: "stringValue" | "numberValue" | "booleanValue",
  ofConstruct = "name",
): string | undefined {
  if (value instanceof TerraformVariable) return `pass its ${attribute}`;
  if (Construct.isConstruct(value)) return `pass its ${ofConstruct}, and not the construct`;
  if (value instanceof Promise) return "await it before";
  if (attribute === "stringValue") return textRemedy(value);
  const isText = typeof value === "string" && (attribute === "numberValue" ? /^\d+$/ : /^(true|false)$/).test(value);
  return isText ? "write it without quotes" : undefined;
}

function textRemedy(value: unknown): string | undefined {
  if (typeof value === "number") return "put it in quotes";
  return value === undefined ? "set it, or the environment variable that it comes from" : undefined;
}
