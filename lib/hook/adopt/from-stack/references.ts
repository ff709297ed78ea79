import { ADOPTED_TYPES, blockOf, declaredOf, isBlock, namedOf } from "./stack-json";
import { isTemplate, onlyExpression, templateParts } from "./template";

/** An attribute of a resource or data source, such as `azurerm_backup_policy_vm.daily["weu"].id`. */
export interface Reference {
  readonly isData: boolean;
  readonly type: string;
  readonly label: string;
  /** The address without `data.`, with the key of the instance. */
  readonly address: string;
  readonly attribute: string;
}

const REFERENCE = /^(data\.)?([a-z]\w*)\.([\w-]+)(\[(?:\d+|"[^"\\$%]*")\])?\.(\w+)$/;

/** An address of a type that the generated code declares. */
const ADDRESS = new RegExp(String.raw`(?<![\w.-])(${ADOPTED_TYPES.join("|")})\.([\w-]+)(\[[^\]]*\])?`, "g");

/** The attribute that a text refers to, if it is nothing else. */
export function referenceOf(value: unknown): Reference | undefined {
  const expression = typeof value === "string" ? onlyExpression(value) : undefined;
  const [, data, type = "", label = "", key = "", attribute = ""] = REFERENCE.exec(expression ?? "") ?? [];
  return type === "" ? undefined : { isData: data !== undefined, type, label, address: `${type}.${label}${key}`, attribute };
}

/** Returns a text in which literals of the stack replace references to them. Equal results are equal in Terraform. */
export function resolvedText(stack: unknown, value: unknown, depth = 0): unknown {
  if (typeof value !== "string" || !isTemplate(value) || depth > 10) return value;
  const [, local] = /^local\.(\w+)$/.exec(onlyExpression(value) ?? "") ?? [];
  if (local !== undefined) return known(resolvedText(stack, namedOf(stack, "locals")[local], depth + 1), value);
  const reference = referenceOf(value);
  if (!reference || reference.isData || !/^(name|resource_group_name|location)$/.test(reference.attribute)) return value;
  const { type, label, attribute, address } = reference;
  const block = declaredOf(stack, type).find((one) => one.label === label)?.block ?? {};
  if ("count" in block || "for_each" in block || address.endsWith("]")) return value;
  return known(resolvedText(stack, block[attribute], depth + 1), value);
}

function known(found: unknown, otherwise: string): unknown {
  return typeof found === "string" ? found : otherwise;
}

/** Returns the addresses of backup resources in the expressions of a value. */
export function addressesIn(value: unknown): string[] {
  if (typeof value === "string") {
    const expressions = (templateParts(value) ?? [{ kind: "expression", text: value }]).filter(
      ({ kind }) => kind === "expression",
    );
    return expressions.flatMap(({ text }) => [...text.matchAll(ADDRESS)].map(([address]) => address));
  }
  if (Array.isArray(value)) return value.flatMap(addressesIn);
  return isBlock(value) ? Object.values(value).flatMap(addressesIn) : [];
}

/** Replaces the addresses of backup resources in an expression. */
export function replaceAddresses(expression: string, replace: (address: string) => string): string {
  return expression.replace(ADDRESS, replace);
}

/** What refers to a backup resource, such as `output.vault_id`, and the addresses that it refers to. */
export interface Referrer {
  readonly name: string;
  readonly addresses: readonly string[];
}

/** Returns what refers to backup resources, but for the resources of `adopted`. */
export function referrersIn(stack: unknown, adopted: (type: string, label: string) => boolean): Referrer[] {
  const named = ["output", "locals", "module", "provider", "check"].flatMap((kind) =>
    Object.entries(namedOf(stack, kind)).map(([name, value]) => ({ name: `${kind}.${name}`, value })),
  );
  const blocks = (["resource", "data"] as const).flatMap((kind) =>
    typesIn(stack, kind).flatMap((type) =>
      declaredOf(stack, type, kind)
        .filter(({ label }) => kind === "data" || !adopted(type, label))
        .map(({ label, block }) => ({ name: `${kind === "data" ? "data." : ""}${type}.${label}`, value: block })),
    ),
  );
  const states = (["import", "moved", "removed"] as const).map((kind) => ({
    name: `${kind} blocks`,
    value: blockOf(stack)[kind],
  }));
  return [
    ...[...named, ...blocks].map(({ name, value }) => ({
      name,
      addresses: [...addressesIn(value), ...(isBlock(value) ? plainAddresses(value) : [])],
    })),
    ...states.map(({ name, value }) => ({ name, addresses: plainAddresses(value) })),
  ].filter(({ addresses }) => addresses.length > 0);
}

/** `depends_on`, `replace_triggered_by`, `to` and `from` have addresses without braces. */
function plainAddresses(value: unknown): string[] {
  if (typeof value === "string") return isTemplate(value) ? [] : [...value.matchAll(ADDRESS)].map(([address]) => address);
  if (Array.isArray(value)) return value.flatMap(plainAddresses);
  return isBlock(value)
    ? Object.entries(value).flatMap(([name, one]) =>
        /^(depends_on|replace_triggered_by|lifecycle|to|from)$/.test(name) ? plainAddresses(one) : [],
      )
    : [];
}

function typesIn(stack: unknown, kind: "resource" | "data"): string[] {
  return Object.keys(namedOf(stack, kind));
}
