import {
  dependable,
  type ITerraformDependable,
  Lazy,
  TerraformOutput,
  TerraformProvider,
  type TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { throwIfInvalid } from "./problems";
import { referenceIn } from "./reference";

/**
 * What `depends_on` of a resource may name: Terraform knows the resources of one stack only. A dependency of another stack has that
 * stack deployed first instead.
 * @throws if a dependency is nothing that Terraform can wait for
 */
export function dependenciesOf(
  scope: IConstruct,
  dependsOn: readonly ITerraformDependable[] | undefined,
): ITerraformDependable[] | undefined {
  if (dependsOn === undefined) return undefined;
  throwIfInvalid(`'${scope.node.path}'`, dependsOn.flatMap(dependencyProblems));
  const stack = TerraformStack.of(scope);
  const own = dependsOn.filter((one) => {
    const origin = stackOf(one) ?? stack;
    if (origin !== stack) stack.addDependency(origin);
    return origin === stack;
  });
  return own.length > 0 ? own : undefined;
}

/** The same for an output: cdktf writes its addresses as templates, which Terraform refuses. */
export function outputDependenciesOf(
  scope: IConstruct,
  dependsOn: readonly ITerraformDependable[] | undefined,
): ITerraformDependable[] | undefined {
  return dependenciesOf(scope, dependsOn)?.map((one) => ({ fqn: dependable(one) }));
}

/** Has a resource created after others and destroyed before them, whenever those are declared. */
export function createAfter(resource: TerraformResource, others: () => readonly ITerraformDependable[]): void {
  const produce = () => {
    const addresses = [...others().map(dependable), ...(resource.dependsOn ?? [])];
    return addresses.length > 0 ? addresses : undefined;
  };
  resource.addOverride("depends_on", Lazy.anyValue({ produce }));
}

function dependencyProblems(dependency: unknown, index: number): string[] {
  // An output throws if it is asked for an address.
  const isAddressless = TerraformProvider.isTerraformProvider(dependency) || TerraformOutput.isTerraformOutput(dependency);
  if (!isAddressless && typeof (dependency as Partial<ITerraformDependable> | undefined)?.fqn === "string") return [];
  return [
    `dependsOn[${index}] must be a resource, a data source or a module, got ${nameOf(dependency)}; name the 'resource' of a construct`,
  ];
}

function nameOf(dependency: unknown): string {
  if (Construct.isConstruct(dependency)) return `the ${dependency.constructor.name} '${dependency.node.path}'`;
  return dependency === undefined ? "nothing" : `a value of type ${typeof dependency}`;
}

/** The stack that declares a dependency; undefined if only its address is known. */
function stackOf(dependency: ITerraformDependable): TerraformStack | undefined {
  if (Construct.isConstruct(dependency)) return TerraformStack.of(dependency);
  return referenceIn(dependency.fqn)?.originStack;
}
