import { type ITerraformDependable, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { outputDependenciesOf } from "../private/dependencies";
import { checkText, isLiteral, problem } from "../private/problems";
import { SynthIndex } from "../private/synth-index";

/** What an output holds, and what it says of itself. */
interface RequestOutputOptions {
  readonly request: object;
  readonly description: string;
  readonly dependsOn: ITerraformDependable[] | undefined;
}

/** Declares the Terraform output that holds a request of `azure-vm-backup`, under exactly this name. */
export function requestOutput(scope: Construct, name: string, options: RequestOutputOptions): TerraformOutput {
  const { request, description, dependsOn } = options;
  const output = new TerraformOutput(scope, name, {
    ...{ value: request, staticId: true, description },
    dependsOn: outputDependenciesOf(scope, dependsOn),
  });
  scope.node.addValidation({ validate: () => sameNameProblems(output) });
  return output;
}

/** What is wrong with the name of an output. */
export function outputNameProblems(name: string | undefined): string[] {
  if (name === undefined) return [];
  if (!isLiteral(name)) {
    const rule = { allowed: "known while the stack is synthesized", remedy: "write the name out" };
    return [problem("outputName", "a value of the deployment", rule)];
  }
  const rule = { allowed: "letters, digits, '_' and '-', not starting with a digit or '-'", remedy: "rename the output" };
  return checkText("outputName", name, /^[A-Za-z_][-\w]*$/, rule);
}

/** The outputs of a stack by name. */
const outputs = new SynthIndex((all) => {
  const byName = new Map<string, TerraformOutput[]>();
  const [stack] = all;
  for (const one of all) {
    if (!TerraformOutput.isTerraformOutput(one) || TerraformStack.of(one) !== stack) continue;
    const name = one.friendlyUniqueId;
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return byName;
});

/** Two outputs with the same name fail synthesis, because cdktf merges them silently. */
function sameNameProblems(output: TerraformOutput): string[] {
  const name = output.friendlyUniqueId;
  const first = outputs
    .of(TerraformStack.of(output), output)
    .get(name)
    ?.find((one) => one !== output);
  return first
    ? [`outputName must be unique in the stack, got '${name}', which '${first.node.path}' has too; rename one of the two outputs`]
    : [];
}
