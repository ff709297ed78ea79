import { caseFold } from "../../lib/azure/case-fold";
import { parseVirtualMachineId } from "../../lib/azure/resource-id";

/** A resource block of a synthesized stack. */
type Block = Readonly<Record<string, unknown>>;

const ARM_ID = /^\/subscriptions\/[^/${}]+\/resourceGroups\/[^${}]+$/i;

/** The virtual machines that a stack names by id and does not declare. They must exist before the apply. */
export function existingVirtualMachines(blocks: readonly Block[]): string[] {
  return namedIds(blocks).filter((id) => parseVirtualMachineId(id));
}

/** The other resources that must exist: those that a stack names by id, and the resource groups that it names. */
export function existingResources(blocks: readonly Block[], subscriptionId: string): string[] {
  const groups = blocks.flatMap(({ resource_group_name: name }) =>
    typeof name === "string" && !name.includes("${") ? [`/subscriptions/${subscriptionId}/resourceGroups/${name}`] : [],
  );
  return distinct([...groups, ...namedIds(blocks).filter((id) => !parseVirtualMachineId(id))]);
}

function namedIds(blocks: readonly Block[]): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string" && ARM_ID.test(value)) found.push(value);
    if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  blocks.forEach(visit);
  return distinct(found);
}

/** The ids without duplicates; Azure ignores their case. */
function distinct(ids: readonly string[]): string[] {
  return [...new Map(ids.map((id) => [caseFold(id), id])).values()];
}
