/** The JSON of a stack, as `cdktf synth` writes it or a person does in Terraform's JSON syntax. */

export type Block = Readonly<Record<string, unknown>>;

/** A block of a resource, as it is declared. */
export interface Declared {
  readonly type: string;
  readonly label: string;
  readonly block: Block;
}

export const VAULT = "azurerm_recovery_services_vault";
export const POLICY = "azurerm_backup_policy_vm";
export const ITEM = "azurerm_backup_protected_vm";
export const ADOPTED_TYPES: readonly string[] = [VAULT, POLICY, ITEM];

/** Returns the resources of a type, or the data sources. */
export function declaredOf(stack: unknown, type: string, kind: "resource" | "data" = "resource"): Declared[] {
  const found = listOf(blockOf(stack)[kind]).flatMap((kinds) => listOf(blockOf(kinds)[type]));
  return found.flatMap((named) =>
    Object.entries(blockOf(named)).map(([label, body]) => ({ type, label, block: blockOf(listOf(body)[0]) })),
  );
}

/** Returns the locals, or the values of another kind of named block. */
export function namedOf(stack: unknown, kind: string): Block {
  return Object.fromEntries(listOf(blockOf(stack)[kind]).flatMap((named) => Object.entries(blockOf(named))));
}

/** The name of the stack, if cdktf synthesized it. */
export function stackNameOf(stack: unknown): string | undefined {
  const { stackName } = blockOf(blockOf(blockOf(stack)["//"])["metadata"]);
  return typeof stackName === "string" && stackName !== "" ? stackName : undefined;
}

/** The subscription of an azurerm provider of the stack, such as `azurerm.hub`, if it is a literal. */
export function subscriptionOf(stack: unknown, provider: unknown): string | undefined {
  const [, alias] = /^(?:\$\{)?azurerm(?:\.([\w-]+))?\}?$/.exec(typeof provider === "string" ? provider : "azurerm") ?? [];
  const providers = listOf(namedOf(stack, "provider")["azurerm"]).map(blockOf);
  const id = providers.find((one) => (one["alias"] ?? undefined) === alias)?.["subscription_id"];
  return typeof id === "string" && !id.includes("${") ? id : undefined;
}

/** The only block of a kind in a resource; JSON has it as an object or in a list. Undefined if there is none, or several. */
export function blockIn(value: unknown): Block | undefined {
  const [only, ...others] = listOf(value);
  return isBlock(only) && others.length === 0 ? only : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

export function blockOf(value: unknown): Block {
  return isBlock(value) ? value : {};
}

export function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
