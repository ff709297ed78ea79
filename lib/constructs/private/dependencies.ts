import {
  dependable,
  type IResolveContext,
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
  throwIfInvalid(
    `'${scope.node.path}'`,
    dependsOn.flatMap((one, index) => dependencyProblems(one, `dependsOn[${index}]`)),
  );
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
  const produce = (context: IResolveContext) => {
    const addresses = context.resolve([...others().map(dependable), ...(resource.dependsOn ?? [])]) as string[];
    return addresses.length > 0 ? [...new Set(addresses)] : undefined;
  };
  resource.addOverride("depends_on", Lazy.anyValue({ produce }));
}

/** What is wrong with something that Terraform should know by its address. */
export function dependencyProblems(dependency: unknown, path: string): string[] {
  // An output throws if it is asked for an address.
  const isAddressless = TerraformProvider.isTerraformProvider(dependency) || TerraformOutput.isTerraformOutput(dependency);
  if (!isAddressless && typeof (dependency as Partial<ITerraformDependable> | null | undefined)?.fqn === "string") return [];
  return [`${path} must be a resource, a data source or a module, got ${nameOf(dependency)}; name the 'resource' of a construct`];
}

function nameOf(dependency: unknown): string {
  if (Construct.isConstruct(dependency)) return `the ${dependency.constructor.name} '${dependency.node.path}'`;
  return dependency === undefined || dependency === null ? "nothing" : `a value of type ${typeof dependency}`;
}

/** The stack that declares a dependency; undefined if only its address is known. */
export function stackOf(dependency: ITerraformDependable): TerraformStack | undefined {
  if (Construct.isConstruct(dependency)) return TerraformStack.of(dependency);
  return referenceIn(dependency.fqn)?.originStack;
}
