import { type ITerraformDependable, type TerraformResourceLifecycle, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { withDefaults, withoutUndefined } from "./defaults";
import { dependencyProblems, stackOf } from "./dependencies";
import { checkOptions } from "./option-types";
import { checkKnownList, isLiteral, problem, throwIfInvalid } from "./problems";
import { referenceIn } from "./reference";

/** The addresses that `replace_triggered_by` accepts: a managed resource, or one of its instances or attributes. */
const RESOURCE_ADDRESS = /^(?!(data|var|local|module|each|self|count|path|terraform)\.)[a-z][\w-]*\.[\w-]+/i;
const ATTRIBUTE = /^[a-z_][a-z0-9_]*([.[].*)?$/;

/**
 * The lifecycle of a resource: the construct's settings, replaced by the user's.
 * @throws if a setting is invalid, or is a token: Terraform needs these settings before it evaluates any value
 */
export function lifecycleOf(
  scope: IConstruct,
  lifecycle: TerraformResourceLifecycle | undefined,
  defaults: TerraformResourceLifecycle = {},
): TerraformResourceLifecycle | undefined {
  if (lifecycle !== undefined) {
    const problems = checkOptions("lifecycle", lifecycle, "{ preventDestroy: true }", (given) => lifecycleProblems(scope, given));
    throwIfInvalid(`'${scope.node.path}'`, problems);
  }
  const all = withDefaults(lifecycle, defaults);
  const { replaceTriggeredBy } = all;
  const settings = withoutUndefined({ ...all, replaceTriggeredBy: replaceTriggeredBy?.map(addressIn) });
  return Object.keys(settings).length > 0 ? settings : undefined;
}

function lifecycleProblems(scope: IConstruct, lifecycle: TerraformResourceLifecycle): string[] {
  const { replaceTriggeredBy = [], ignoreChanges = [], precondition = [], postcondition = [] } = lifecycle;
  const remedy = "write it out";
  const flags = (["preventDestroy", "createBeforeDestroy"] as const).flatMap((name) => {
    const value = lifecycle[name];
    if (value === undefined || typeof value === "boolean") return [];
    return [problem(`lifecycle.${name}`, value, { allowed: "true or false, known while the stack is synthesized", remedy })];
  });
  return [
    ...flags,
    ...listProblems("lifecycle.precondition", precondition, "conditions", conditionProblems),
    ...listProblems("lifecycle.postcondition", postcondition, "conditions", conditionProblems),
    ...listProblems("lifecycle.replaceTriggeredBy", replaceTriggeredBy, "resources", (one, path) =>
      triggerProblems(scope, one, path),
    ),
    ...(ignoreChanges === "all"
      ? []
      : listProblems("lifecycle.ignoreChanges", ignoreChanges, "attributes, or 'all'", ignoredProblems)),
  ];
}

function listProblems<T>(path: string, list: readonly T[], of: string, check: (one: T, path: string) => string[]): string[] {
  return Array.isArray(list)
    ? list.flatMap((one, index) => check(one as T, `${path}[${index}]`))
    : checkKnownList(path, list, of);
}

function conditionProblems(condition: unknown, path: string): string[] {
  const { condition: expression, errorMessage } = (condition ?? {}) as { condition?: unknown; errorMessage?: unknown };
  const isCondition = ["string", "boolean"].includes(typeof expression) || !isLiteral(expression);
  if (isCondition && typeof errorMessage === "string") return [];
  return [problem(path, condition, { allowed: "a condition with an errorMessage", remedy: "write { condition, errorMessage }" })];
}

function ignoredProblems(name: string, path: string): string[] {
  if (typeof name === "string" && isLiteral(name) && ATTRIBUTE.test(name)) return [];
  const isCamelCase = typeof name === "string" && isLiteral(name) && /^[a-z]+([A-Z][a-z0-9]*)+$/.test(name);
  const snakeCase = isCamelCase ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : undefined;
  const remedy = snakeCase === undefined ? "write it as in Terraform, such as 'source_vm_id'" : `write '${snakeCase}'`;
  return [problem(path, name, { allowed: "the name of an attribute in Terraform", remedy })];
}

function triggerProblems(scope: IConstruct, trigger: ITerraformDependable | string, path: string): string[] {
  const isText = typeof trigger === "string";
  const problems = isText ? [] : dependencyProblems(trigger, path);
  if (problems.length > 0) return problems;
  const stack = TerraformStack.of(scope);
  const origin = isText ? referenceIn(trigger)?.originStack : stackOf(trigger);
  const remedy = "name a terraform_data of this stack whose input is that value";
  if (origin !== undefined && origin !== stack) {
    const received = `one of the stack '${origin.node.id}'`;
    return [`${path} must be a resource of the stack '${stack.node.id}', got ${received}; ${remedy}`];
  }
  const address = addressIn(trigger);
  if (RESOURCE_ADDRESS.test(address)) return [];
  return [problem(path, address, { allowed: "the address of a resource, or of one of its attributes", remedy })];
}

/** An address without the braces that cdktf writes, which `replace_triggered_by` does not accept. */
function addressIn(trigger: ITerraformDependable | string): string {
  const text = typeof trigger === "string" ? trigger : trigger.fqn;
  return referenceIn(text)?.identifier ?? text.replace(/^\$\{([^{}]*)\}$/, "$1");
}
