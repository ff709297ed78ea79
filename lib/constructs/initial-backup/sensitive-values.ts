import { DefaultTokenResolver, StringConcat, TerraformLocal, TerraformStack, TerraformVariable, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/** Values of a construct by path, and the action for each sensitive one. */
interface Check {
  readonly values: Readonly<Record<string, unknown>>;
  readonly report: (path: string) => void;
}

const byStack = new WeakMap<TerraformStack, Check[]>();

/**
 * Reports the paths of values that refer to a sensitive variable or local of their stack, during synthesis. Terraform hides the output of
 * a program whose environment contains a sensitive value, and rejects an output with one that is not marked sensitive. The stack is
 * searched once for all checks.
 */
export function reportSensitive(scope: IConstruct, check: Check): void {
  const stack = TerraformStack.of(scope);
  const checks = byStack.get(stack) ?? [];
  if (checks.length === 0) stack.node.addValidation({ validate: () => runChecks(stack, checks) });
  byStack.set(stack, checks);
  checks.push(check);
}

function runChecks(stack: TerraformStack, checks: readonly Check[]): string[] {
  const sensitive = sensitiveReferences(stack);
  for (const { values, report } of checks) {
    for (const [path, value] of Object.entries(values)) if (isSensitive(textOf(stack, value), sensitive)) report(path);
  }
  return [];
}

/** Returns the references to sensitive variables, and to locals that refer to them. */
function sensitiveReferences(stack: TerraformStack): Set<string> {
  const all = stack.node.findAll().filter((one) => TerraformStack.of(one) === stack);
  const variables = all.filter((one): one is TerraformVariable => one instanceof TerraformVariable && one.sensitive === true);
  const locals = all.filter((one): one is TerraformLocal => one instanceof TerraformLocal);
  const found = new Set(variables.map(({ friendlyUniqueId }) => `var.${friendlyUniqueId}`));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const local of locals) {
      if (isSensitive(textOf(stack, local.toTerraform()), found)) found.add(`local.${local.friendlyUniqueId}`);
    }
  }
  return found;
}

function isSensitive(written: string, references: ReadonlySet<string>): boolean {
  const text = written.replace(/\bnonsensitive\([^()]*\)/g, "");
  if (/\bsensitive\(/.test(text)) return true;
  return [...text.matchAll(/\b(?:var|local)\.[-\w]+/g)].some(([reference]) => references.has(reference));
}

function textOf(stack: TerraformStack, value: unknown): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return JSON.stringify([Tokenization.resolve(value, { scope: stack, resolver })]);
}
