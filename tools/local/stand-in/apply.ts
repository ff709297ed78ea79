import type { ArmClient } from "./arm-client";
import { createPolicy } from "./azurerm/backup-policy-vm";
import { createProtectedVm } from "./azurerm/backup-protected-vm";
import { createDeclared, DECLARED_TYPES } from "./azurerm/declared-types";
import { createVault } from "./azurerm/recovery-services-vault";
import { createResourceGroup } from "./azurerm/resource-group";
import { createPolicyAssignment } from "./azurerm/subscription-policy-assignment";
import { createPolicyRemediation } from "./azurerm/subscription-policy-remediation";
import { evaluateTemplate, type Scope } from "./expressions";
import { LOCAL, type Stack, type StackBlock } from "./stack";
import type { PlanningArmClient } from "./planning-arm";
import { localExecOf, runLocalExec, type LocalExec } from "./terraform-data";

type Create = (arm: ArmClient, address: string, config: Record<string, unknown>) => Promise<object>;
type Values = Record<string, unknown>;

const creators: ReadonlyMap<string, Create> = new Map<string, Create>([
  ["azurerm_resource_group", createResourceGroup],
  ["azurerm_recovery_services_vault", createVault],
  ["azurerm_backup_policy_vm", createPolicy],
  ["azurerm_backup_protected_vm", createProtectedVm],
  ["azurerm_subscription_policy_assignment", createPolicyAssignment],
  ["azurerm_subscription_policy_remediation", createPolicyRemediation],
  ...DECLARED_TYPES.map((type) => [type, createDeclared] as const),
]);

/** Prints one line of progress. */
export type Report = (line: string) => void;

/** What a stack is applied with, beside Azure. */
export interface ApplyOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly report: Report;
  /** The values of the stack's variables. @default - none */
  readonly variables?: Values;
  /** Reads what the stack imports. @default - the stack imports nothing */
  readonly existing?: ArmClient;
  /** Whether what the stack's own programs print is shown, or only part of an error. @default shown */
  readonly output?: "shown" | "kept";
}

/** Creates the resources of a stack in the order of their dependencies, and runs its programs. There is no state: it only creates. */
export async function apply(stack: Stack, arm: ArmClient, options: ApplyOptions): Promise<void> {
  const { environment, report, variables = {}, existing = arm, output } = options;
  requireSupport(stack);
  await evaluateBlocks(stack, variables, async ({ type }, address, config) => {
    const create = creators.get(type);
    if (create) {
      report(`${address}: creating…`);
      return create(stack.imported.has(address) ? existing : arm, address, config);
    }
    const program = localExecOf(address, config);
    if (program) {
      report(`${address}: running the stack's own program…\n`);
      await runLocalExec(address, program, stack.directory, environment, output);
    }
    return { id: address };
  });
}

/** Returns what a second apply would change in Azure. It would run no program: nothing that triggers one has changed. */
export async function changesOf(stack: Stack, arm: PlanningArmClient, variables: Values = {}): Promise<string[]> {
  requireSupport(stack);
  await evaluateBlocks(
    stack,
    variables,
    async ({ type }, address, config) => (await creators.get(type)?.(arm, address, config)) ?? { id: address },
  );
  return arm.differences();
}

function requireSupport({ blocks }: Stack): void {
  for (const { address, type } of blocks) {
    if (type !== LOCAL && type !== "terraform_data" && !creators.has(type))
      throw new Error(`this stand-in does not support ${address}`);
  }
}

/** The programs that a stack runs, if the resources have the given values, by address. */
export async function localExecsOf(stack: Stack, values: ReadonlyMap<string, Values>): Promise<Map<string, LocalExec>> {
  const programs = new Map<string, LocalExec>();
  await evaluateBlocks(stack, {}, (_block, address, config) => {
    const given = values.get(address);
    const program = given ? undefined : localExecOf(address, config);
    if (program) programs.set(address, program);
    return Promise.resolve(given ?? { id: address });
  });
  return programs;
}

async function evaluateBlocks(
  { blocks, templates }: Stack,
  variables: Values,
  visit: (block: StackBlock, address: string, config: Values) => Promise<object>,
): Promise<void> {
  const scope = new Map<string, unknown>([
    ["path", { module: "." }],
    ["var", variables],
  ]);
  const evaluate = (value: unknown, inner: Scope): unknown => {
    if (typeof value === "string") {
      const template = templates.get(value);
      return template ? evaluateTemplate(template, inner) : value;
    }
    if (Array.isArray(value)) return value.map((element) => evaluate(element, inner));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, evaluate(element, inner)]));
  };

  const add = (type: string, name: string, value: unknown): void => {
    scope.set(type, { ...(scope.get(type) as object | undefined), [name]: value });
  };

  for (const block of blocks) {
    const { address, type, name } = block;
    if (type === LOCAL) {
      add(type, name, evaluate(block.config["value"], scope));
      continue;
    }
    const {
      for_each: forEach,
      lifecycle,
      depends_on: _order,
      provider: _provider,
      timeouts: _timeouts,
      ...config
    } = block.config;
    const one = async (instance: string, inner: Scope): Promise<object> => {
      checkConditions(instance, "precondition", lifecycle, (value) => evaluate(value, inner));
      const values = await visit(block, instance, evaluate(config, inner) as Values);
      const self = new Map(inner).set("self", values);
      checkConditions(instance, "postcondition", lifecycle, (value) => evaluate(value, self));
      return values;
    };
    let values: object;
    if (forEach === undefined) {
      values = await one(address, scope);
    } else {
      const made: Record<string, object> = {};
      for (const [key, value] of Object.entries(evaluate(forEach, scope) as Values)) {
        made[key] = await one(`${address}["${key}"]`, new Map(scope).set("each", { key, value }));
      }
      values = made;
    }
    add(type, name, values);
  }
}

/** Checks the conditions in `lifecycle`. Its other settings are only about later runs, which do not exist here. */
function checkConditions(address: string, kind: string, lifecycle: unknown, evaluate: (value: unknown) => unknown): void {
  const conditions = ((lifecycle ?? {}) as Record<string, { condition: unknown; error_message: unknown }[] | undefined>)[kind];
  for (const { condition, error_message: message } of conditions ?? []) {
    if (evaluate(condition) !== true) throw new Error(`${kind} of ${address} failed: ${String(evaluate(message))}`);
  }
}
