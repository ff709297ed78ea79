import { join } from "node:path";
import { caseFold } from "../../azure/case-fold";
import { formatVaultId, parseProtectedItemId, parseVaultId } from "../../azure/resource-id";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { excerptOf } from "../outgoing/foreign-text";
import { jsonIn } from "./json-file";
import type { VaultReference } from "./vault-options";

/** The file of a synthesized stack that Terraform reads. */
const STACK_FILE = "cdk.tf.json";

/** Returns the id of the named vault. @throws HookError if a file cannot be read, or names no vault or more than one */
export async function resolveVault(reference: VaultReference, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string> {
  switch (reference.by) {
    case "id":
      return reference.vaultId;
    case "name": {
      const { resourceGroup: resourceGroupName, vaultName } = reference;
      const subscriptionId = subscriptionOf(reference.subscription, env, `vault '${vaultName}' is given by name`);
      const id = formatVaultId({ subscriptionId, resourceGroupName, vaultName });
      if (parseVaultId(id)) return id;
      throw wrong(
        `--vault-name and --resource-group must be names, got '${vaultName}' and '${resourceGroupName}'; for an id use --vault-id`,
      );
    }
    case "outputs":
      return vaultInOutputs(reference.file, await jsonIn(reference.file, "--from-outputs", signal));
    case "stack": {
      const { directory } = reference;
      const file = directory.endsWith(".json") ? directory : join(directory, STACK_FILE);
      return vaultInStack({ ...reference, file }, await jsonIn(file, "--from-stack", signal), env);
    }
  }
}

/** Outputs may contain the id of the vault or of its protected items, under any name. */
function vaultInOutputs(file: string, outputs: unknown): string {
  const found = new Map<string, string>();
  for (const text of textsIn(outputs)) {
    const item = parseProtectedItemId(text);
    const id = parseVaultId(text) ? text : item && formatVaultId(item);
    if (id !== undefined && !found.has(caseFold(id))) found.set(caseFold(id), id);
  }
  const what = "--from-outputs must name a file whose outputs hold the id of one vault";
  return onlyOf([...found.values()], `${what}, got '${file}'`, "add a TerraformOutput of the vault's id to the stack");
}

function vaultInStack(
  { directory, file, subscription }: Extract<VaultReference, { by: "stack" }> & { readonly file: string },
  json: unknown,
  env: NodeJS.ProcessEnv,
): string {
  const stack = new Stack(json);
  const unknown: string[] = [];
  const ids = new Map<string, string>();
  for (const [label, block, nameKey] of stack.vaults()) {
    const [vaultName, resourceGroupName] = [stack.literal(block[nameKey]), stack.literal(block["resource_group_name"])];
    if (vaultName === undefined) unknown.push(`${nameKey} of '${label}' (${String(block[nameKey])})`);
    if (resourceGroupName === undefined)
      unknown.push(`resource_group_name of '${label}' (${String(block["resource_group_name"])})`);
    if (vaultName === undefined || resourceGroupName === undefined) continue;
    const given = subscription ?? stack.subscription();
    const subscriptionId = subscriptionOf(given, env, `the stack '${directory}' names none`);
    const id = formatVaultId({ subscriptionId, resourceGroupName, vaultName });
    ids.set(caseFold(id), id);
  }
  if (unknown.length > 0) {
    throw wrong(
      `--from-stack reads literal values only, got references in '${file}': ${unknown.join(" and ")}; use --vault-id or --from-outputs`,
    );
  }
  return onlyOf(
    [...ids.values()],
    `--from-stack must name a stack with one vault, got '${directory}'`,
    "use --vault-id or --from-outputs",
  );
}

type Block = Readonly<Record<string, unknown>>;

/** The JSON of a synthesized stack. References to the stack's own literal values are resolved. */
class Stack {
  constructor(private readonly json: unknown) {}

  /** Returns the blocks that name a vault: the vaults of the stack, or else its protected VMs. */
  vaults(): (readonly [string, Block, string])[] {
    const made = this.resources("azurerm_recovery_services_vault").map(([label, block]) => [label, block, "name"] as const);
    if (made.length > 0) return made;
    return this.resources("azurerm_backup_protected_vm").map(([label, block]) => [label, block, "recovery_vault_name"] as const);
  }

  resources(type: string): (readonly [string, Block])[] {
    return Object.entries(blockOf(blockOf(blockOf(this.json)["resource"])[type])).map(([label, block]) => [
      label,
      blockOf(block),
    ]);
  }

  subscription(): string | undefined {
    const providers = blockOf(blockOf(this.json)["provider"])["azurerm"];
    return this.literal(blockOf(Array.isArray(providers) ? providers[0] : providers)["subscription_id"]);
  }

  literal(value: unknown, depth = 0): string | undefined {
    if (typeof value !== "string" || value === "") return undefined;
    const [, type, label, attribute] = /^\$\{(\w+)\.(\w+)\.(\w+)\}$/.exec(value) ?? [];
    if (type !== undefined && label !== undefined && attribute !== undefined && depth < 5) {
      const block = this.resources(type).find(([name]) => name === label)?.[1];
      return this.literal(block?.[attribute], depth + 1);
    }
    return value.includes("${") ? undefined : value;
  }
}

function subscriptionOf(given: string | undefined, env: NodeJS.ProcessEnv, why: string): string {
  const subscription = given ?? env["ARM_SUBSCRIPTION_ID"];
  if (subscription && /^[\w-]+$/.test(subscription)) return subscription;
  if (subscription) {
    const source = given === undefined ? "ARM_SUBSCRIPTION_ID" : "--subscription, or that of the stack,";
    throw wrong(`${source} must be the id of a subscription, got '${excerptOf(subscription, 80)}'; check it`);
  }
  throw wrong(`a subscription is needed, because ${why}; set ARM_SUBSCRIPTION_ID or use --subscription`);
}

function onlyOf(ids: readonly string[], problem: string, remedy: string): string {
  const [id, ...others] = ids;
  if (id === undefined) throw wrong(`${problem}, which has none; ${remedy}`);
  if (others.length === 0) return id;
  throw wrong(`${problem}, which has ${ids.length}; choose one of ${ids.map((one) => `'${one}'`).join(", ")} with --vault-id`);
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) yield* textsIn(part);
}

function blockOf(value: unknown): Block {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Block) : {};
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
