import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { problem } from "../private/problems";
import { referenceIn } from "../private/reference";
import { SynthIndex } from "../private/synth-index";

/** The id of a VM, and whether it is known during synthesis. */
interface VmId {
  readonly _id: string;
  readonly _known: boolean;
}

/** The arguments of a resource or data source that give it instances. */
interface Instances {
  readonly count?: unknown;
  readonly forEach?: unknown;
}

/** Returns `count` or `for_each` of a resource with instances; undefined if it is one VM, or no resource. */
export function instancesArgument(vm: unknown): "count" | "for_each" | undefined {
  const { count, forEach } = vm as Instances;
  if (forEach !== undefined) return "for_each";
  return count === undefined ? undefined : "count";
}

/** Returns the problems of a resource that is used as one VM. */
export function oneVmProblems(path: string, vm: unknown): string[] {
  const argument = instancesArgument(vm);
  if (argument === undefined) return [];
  const { node } = vm as Partial<IConstruct>;
  const rule = { allowed: "one VM", remedy: "protect its instances with VmSelection.fromInstances" };
  return [problem(path, `${node?.path ?? "a construct"} with ${argument}`, rule)];
}

/** The resources of an app that have instances, by key. */
const resourcesWithInstances = new SynthIndex(
  (all) =>
    new Map(
      all.flatMap((one) => {
        const reference = instancesArgument(one) && referenceIn((one as { readonly fqn?: string }).fqn ?? "");
        return reference ? [[keyOf(TerraformStack.of(one), reference.identifier), one] as const] : [];
      }),
    ),
);

/** Returns the problems of ids that refer to a resource with instances, but to none of its instances. */
export function instanceIdProblems(scope: IConstruct, vms: Readonly<Record<string, VmId>>): string[] {
  const references = Object.entries(vms).flatMap(([key, vm]) => {
    const reference = vm._known ? undefined : referenceIn(vm._id);
    return reference ? [[key, reference] as const] : [];
  });
  if (references.length === 0) return [];
  const resources = resourcesWithInstances.of(scope.node.root, scope);
  return references.flatMap(([key, { originStack, identifier }]) => {
    const resource = resources.get(keyOf(originStack, identifier.replace(/(\.\*)?\.id$/, "")));
    return oneVmProblems(`vms['${key}']`, resource ?? {});
  });
}

/** Returns a key that is unique for each resource of an app. */
function keyOf(stack: TerraformStack, address: string): string {
  return `${stack.node.path} ${address}`;
}

/** Returns a key that is the same for each reference to one VM; undefined if the id is not a reference. */
export function referencedVm(vmId: string): string | undefined {
  const reference = referenceIn(vmId);
  return reference && keyOf(reference.originStack, reference.identifier);
}
