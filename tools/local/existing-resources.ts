import { caseFold } from "../../lib/azure/case-fold";
import { parseVirtualMachineId } from "../../lib/azure/resource-id";

/** A resource block of a synthesized stack. */
type Block = Readonly<Record<string, unknown>>;

const ARM_ID = /^\/subscriptions\/[^/${}]+\/resourceGroups\/[^${}]+$/i;

/** The virtual machines that a stack names by id and does not make: they have to be there before it is applied. */
export function existingVirtualMachines(blocks: readonly Block[]): string[] {
  return namedIds(blocks).filter((id) => parseVirtualMachineId(id));
}

/** What else a stack takes for granted: the resources that it names by id, and the resource groups that it names. */
export function existingResources(blocks: readonly Block[], subscriptionId: string): string[] {
  const groups = blocks.flatMap(({ resource_group_name: name }) =>
    typeof name === "string" && !name.includes("${") ? [`/subscriptions/${subscriptionId}/resourceGroups/${name}`] : [],
  );
  return distinct([...groups, ...namedIds(blocks).filter((id) => !parseVirtualMachineId(id))]);
}

function namedIds(blocks: readonly Block[]): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string" && ARM_ID.test(value)) found.push(value);
    if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  blocks.forEach(walk);
  return distinct(found);
}

/** Azure's ids are the same in any case. */
function distinct(ids: readonly string[]): string[] {
  return [...new Map(ids.map((id) => [caseFold(id), id])).values()];
}
