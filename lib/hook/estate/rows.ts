import * as v from "valibot";
import { caseFold } from "../../azure/case-fold";
import { formatVaultId, formatVirtualMachineId, parseProtectedItemId, parseVirtualMachineId } from "../../azure/resource-id";
import { PENDING_QUERY, SUBSCRIPTIONS_QUERY } from "../../azure/resource-graph";
import { instant, read, requiredText, text } from "../arm/answer-schema";
import { itemStateOf, type ItemState } from "./item-state";
import { parsedId, type QueryScope, type ResourceGraph } from "./resource-graph";

/** A subscription that the identity sees. */
export interface Subscription {
  /** In lower case. */
  readonly id: string;
  readonly name: string;
}

/** The tags of a VM. */
export type Tags = Readonly<Record<string, string>>;

/** A protected item, as far as its row tells. */
export interface EstateItem {
  readonly id: string;
  readonly vaultId: string;
  /** The id of the VM in lower case, which joins the item with its VM; undefined for a classic VM. */
  readonly vmKey: string | undefined;
  readonly state: ItemState;
}

/** A protected VM without a backup. */
export interface PendingItem extends EstateItem {
  readonly vmKey: string;
  readonly vmId: string;
  /** The tags of the VM; undefined if the identity sees no such VM. */
  readonly vmTags: Tags | undefined;
}

export const tags = v.pipe(
  v.nullish(v.record(v.string(), v.unknown())),
  v.transform((all): Tags => {
    const texts = Object.entries(all ?? {}).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return Object.fromEntries(texts) as Tags;
  }),
);

const subscriptionSchema = v.object({ subscriptionId: requiredText, name: text });
const itemColumns = { id: requiredText, vmId: text, protectionState: text, currentState: text };
const pendingSchema = v.object({ ...itemColumns, vmFound: text, vmTags: tags });
export const itemSchema = v.object({ ...itemColumns, lastRecoveryPoint: instant, policyId: text });

/** Lists the subscriptions that the identity sees. */
export async function listSubscriptions(graph: ResourceGraph, scope: QueryScope = {}): Promise<Subscription[]> {
  const reader = (row: unknown): Subscription => {
    const { subscriptionId, name } = read(subscriptionSchema, row);
    return { id: caseFold(subscriptionId), name: name ?? subscriptionId };
  };
  return graph.rows(SUBSCRIPTIONS_QUERY, "cannot list the subscriptions", reader, scope);
}

/** Lists the protected VMs that Azure backs up and that have no backup yet, over all subscriptions. */
export async function listPending(graph: ResourceGraph): Promise<PendingItem[]> {
  return graph.rows(PENDING_QUERY, "cannot list the VMs without a backup", (row) => {
    const columns = read(pendingSchema, row);
    const item = itemOf(columns);
    const { vmId = "", vmFound, vmTags } = columns;
    if (item.vmKey === undefined || item.state !== "active") return undefined;
    return { ...item, vmKey: item.vmKey, vmId, vmTags: vmFound === undefined ? undefined : vmTags };
  });
}

export function itemOf({
  id,
  vmId = "",
  protectionState,
  currentState,
}: v.InferOutput<v.ObjectSchema<typeof itemColumns, undefined>>): EstateItem {
  const item = parsedId(id, parseProtectedItemId, "a protected item");
  return { id, vaultId: formatVaultId(item), vmKey: vmKeyOf(vmId), state: itemStateOf(currentState, protectionState) };
}

/** Returns the id of a VM in its one canonical form, which Azure spells in several ways; undefined if it is not one. */
export function vmKeyOf(vmId: string): string | undefined {
  const vm = parseVirtualMachineId(vmId);
  return vm && caseFold(formatVirtualMachineId(vm));
}
