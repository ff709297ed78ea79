import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Checks synthesized JSON against the schemas of the providers, which scripts/provider-schema.mjs writes. */

type Type = string | readonly [string, unknown];

interface Block {
  readonly attributes: Readonly<
    Record<string, { readonly type: Type; readonly required?: boolean; readonly readOnly?: boolean }>
  >;
  readonly blocks: Readonly<Record<string, Block & { readonly nesting: string; readonly min?: number; readonly max?: number }>>;
}

export interface ProviderSchema {
  readonly azurerm: string;
  readonly resource: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
}

type Json = Readonly<Record<string, unknown>>;

const FOLDER = join(__dirname, "../../support/provider-schema");

/** The schemas, by version of azurerm. */
export const SCHEMAS: readonly ProviderSchema[] = readdirSync(FOLDER).map(
  (file) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as ProviderSchema,
);

/** What Terraform itself takes in every block. */
const META = ["count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection", "dynamic", "//"];
/** What azurerm 5 has no more. The constructs refuse it with its bindings (`soft-delete-not-in-azurerm-5`); the tests have those of 4. */
const REMOVED_IN_5 = ["soft_delete_enabled"];
/** What only the tests declare around the constructs, and what the schemas do not have yet. */
const WITHOUT_SCHEMA = [
  "azurerm_linux_virtual_machine",
  "azurerm_management_group_policy_assignment",
  "azurerm_management_group_policy_remediation",
];

/** What a provider would not accept in the JSON of a stack. */
export function schemaProblems(schema: ProviderSchema, json: Readonly<Partial<Record<"resource" | "data", object>>>): string[] {
  return (["resource", "data"] as const).flatMap((kind) =>
    Object.entries((json[kind] ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, named]) => {
      const block = schema[kind][type];
      if (WITHOUT_SCHEMA.includes(type)) return [];
      if (!block) return [`${type} is not a ${kind} of the schema`];
      return Object.entries(named).flatMap(([name, body]) => blockProblems(block, body, `${type}.${name}`));
    }),
  );
}

function blockProblems({ attributes, blocks }: Block, body: Json, path: string): string[] {
  const dynamic = (body["dynamic"] ?? {}) as Record<string, { readonly content: Json }>;
  const missing = Object.entries(attributes).filter(([name, { required }]) => required && body[name] === undefined);
  const tooFew = Object.entries(blocks).filter(([name, { min }]) => min && body[name] === undefined && !dynamic[name]);
  return [
    ...[...missing, ...tooFew].map(([name]) => `${path}.${name} is missing`),
    ...Object.entries(dynamic).flatMap(([name, { content }]) =>
      blocks[name] ? blockProblems(blocks[name], content, `${path}.${name}`) : [`${path}.${name} is no block`],
    ),
    ...Object.entries(body).flatMap(([name, value]) => {
      if (META.includes(name)) return [];
      const [attribute, block] = [attributes[name], blocks[name]];
      if (block) return nestedProblems(block, value, `${path}.${name}`);
      if (!attribute) return REMOVED_IN_5.includes(name) ? [] : [`${path}.${name} is unknown`];
      if (attribute.readOnly) return [`${path}.${name} is set by the provider only`];
      return isOfType(attribute.type, value) ? [] : [`${path}.${name} must be of type ${JSON.stringify(attribute.type)}`];
    }),
  ];
}

function nestedProblems(block: Block["blocks"][string], value: unknown, path: string): string[] {
  const bodies = (Array.isArray(value) ? value : [value]) as unknown[];
  const { min = 0, max = Infinity } = block;
  if (bodies.length < min || bodies.length > max) return [`${path} has ${bodies.length} blocks`];
  return bodies.flatMap((body) =>
    typeof body === "object" && body !== null ? blockProblems(block, body as Json, path) : [`${path} is no block`],
  );
}

/** Whether a value is of a type of Terraform, or an expression. */
function isOfType(type: Type, value: unknown): boolean {
  if (value === null || (typeof value === "string" && /[$%]\{/.test(value))) return true;
  if (typeof type === "string") return type === "dynamic" || typeof value === { bool: "boolean" }[type] || typeof value === type;
  const [kind, inner] = type;
  if (kind === "list" || kind === "set") return Array.isArray(value) && value.every((one) => isOfType(inner as Type, one));
  if (typeof value !== "object" || Array.isArray(value)) return false;
  return kind === "object" || Object.values(value).every((one) => isOfType(inner as Type, one));
}
