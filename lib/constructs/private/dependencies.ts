import {
  dependable,
  type IResolveContext,
  type ITerraformDependable,
  Lazy,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { checkKnownList, throwIfInvalid } from "./problems";
import { referenceIn } from "./reference";

/**
 * The `depends_on` of a resource. Terraform knows the resources of one stack only: a dependency in another stack becomes a
 * dependency on that stack.
 * @throws if a dependency is not a resource, a data source or a module
 */
export function dependenciesOf(
  scope: IConstruct,
  dependsOn: readonly ITerraformDependable[] | undefined,
): ITerraformDependable[] | undefined {
  if (dependsOn === undefined) return undefined;
  const path = `'${scope.node.path}'`;
  throwIfInvalid(path, checkKnownList("dependsOn", dependsOn, "resources, data sources or modules"));
  const stack = TerraformStack.of(scope);
  const own: ITerraformDependable[] = [];
  const others: TerraformStack[] = [];
  const problems: string[] = [];
  for (const [index, one] of dependsOn.entries()) {
    const isResource = TerraformResource.isTerraformResource(one);
    if (!isResource) problems.push(...dependencyProblems(one, `dependsOn[${index}]`));
    if (problems.length > 0) continue;
    const origin = isResource ? one.cdktfStack : (stackOf(one) ?? stack);
    if (origin === stack) own.push(one);
    else others.push(origin);
  }
  throwIfInvalid(path, problems);
  for (const origin of others) stack.addDependency(origin);
  return own.length > 0 ? own : undefined;
}

/** The `depends_on` of an output: cdktf would write the addresses as templates, which Terraform refuses. */
export function outputDependenciesOf(
  scope: IConstruct,
  dependsOn: readonly ITerraformDependable[] | undefined,
): ITerraformDependable[] | undefined {
  return dependenciesOf(scope, dependsOn)?.map((one) => ({ fqn: dependable(one) }));
}

/** Makes Terraform create a resource after others and destroy it before them. The others may be declared later. */
export function createAfter(resource: TerraformResource, others: () => readonly ITerraformDependable[]): void {
  const produce = (context: IResolveContext) => {
    const addresses = context.resolve([...others().map(dependable), ...(resource.dependsOn ?? [])]) as string[];
    return addresses.length > 0 ? [...new Set(addresses)] : undefined;
  };
  resource.addOverride("depends_on", Lazy.anyValue({ produce }));
}

/** The problems of a dependency: it must have an address in Terraform. */
export function dependencyProblems(dependency: unknown, path: string): string[] {
  // `fqn` of an output throws.
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
