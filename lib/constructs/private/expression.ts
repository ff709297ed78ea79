import { type IResolveContext, Lazy, Token } from "cdktf";
import { isLiteral } from "./problems";

/**
 * An expression of Terraform around values of which some may be known to the deployment alone, such as expression`sort(${ids})`. cdktf's
 * own functions come to the same, but resolve what they are given again at each level at which they are nested.
 */
export function expression(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const compose = (context?: IResolveContext) => String.raw({ raw: parts }, ...values.map((value) => written(value, context)));
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

/** A value in Terraform's language. */
function written(value: unknown, context?: IResolveContext): string {
  if (typeof value === "string") return writtenText(value, context);
  if (Token.isUnresolved(value)) return resolved(value, context, true);
  if (Array.isArray(value)) return `[${value.map((one) => written(one, context)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)} = ${written(one, context)}`);
  return `{${entries.join(", ")}}`;
}

function writtenText(text: string, context?: IResolveContext): string {
  if (isLiteral(text)) return JSON.stringify(text);
  // What is nothing but one interpolation keeps its type without quotes.
  const bare = text.startsWith("${") && text.indexOf("{", 2) === -1 && text.indexOf("}") === text.length - 1;
  if (!bare) return `"${resolved(text, context, false)}"`;
  return Token.isUnresolved(text) ? resolved(text, context, true) : text.slice(2, -1);
}

function resolved(value: unknown, context: IResolveContext | undefined, bare: boolean): string {
  if (!context) return String(value);
  context.suppressBraces = bare;
  return String(context.resolve(value));
}
