import { type IResolveContext, Lazy, Token } from "cdktf";
import { isLiteral } from "./problems";

/**
 * A Terraform expression with values that may be tokens, such as expression`sort(${ids})`. cdktf's `Fn` has the same result, but
 * resolves its arguments again at each level of nesting.
 */
export function expression(parts: readonly string[], ...values: readonly unknown[]): string {
  const compose = (context?: IResolveContext) => String.raw({ raw: parts }, ...values.map((value) => toHcl(value, context)));
  if (!values.some(hasToken)) return `\${${compose()}}`;
  return Lazy.stringValue({
    produce: (context) => {
      const bare = context.suppressBraces === true;
      return bare ? compose(context) : `\${${compose(context)}}`;
    },
  });
}

function hasToken(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === "object" && value !== null && Object.values(value).some(hasToken));
}

/** A value in HCL. */
function toHcl(value: unknown, context?: IResolveContext): string {
  if (typeof value === "string") return textToHcl(value, context);
  if (Token.isUnresolved(value)) return resolve(value, context, true);
  if (Array.isArray(value)) return `[${value.map((one) => toHcl(one, context)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)} = ${toHcl(one, context)}`);
  return `{${entries.join(", ")}}`;
}

function textToHcl(text: string, context?: IResolveContext): string {
  if (isLiteral(text)) return JSON.stringify(text);
  // A text that consists of one interpolation is written without quotes and keeps its type.
  const bare = text.startsWith("${") && text.indexOf("{", 2) === -1 && text.indexOf("}") === text.length - 1;
  if (!bare) return `"${resolve(text, context, false)}"`;
  return Token.isUnresolved(text) ? resolve(text, context, true) : text.slice(2, -1);
}

function resolve(value: unknown, context: IResolveContext | undefined, bare: boolean): string {
  if (!context) return String(value);
  context.suppressBraces = bare;
  return String(context.resolve(value));
}
