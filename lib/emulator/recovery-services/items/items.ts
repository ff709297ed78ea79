import type * as v from "valibot";
import { formatProtectedItemId } from "../../../azure/resource-id";
import type { Context } from "../../context";
import type { itemSchema } from "./item-bodies";
import type { ProtectedItem } from "../model";
import { isPresent } from "./protection-state";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { itemNotFound } from "../../errors/item-errors";

export interface ItemParams extends VaultParams {
  readonly containerName: string;
  readonly itemName: string;
}

/** The properties of a protected item that a client may send, including the read-only ones. */
export type ItemProperties = NonNullable<v.InferOutput<typeof itemSchema>["properties"]>;

/** The route of a protected item. */
export const ITEM = `${VAULT}/backupFabrics/Azure/protectionContainers/:containerName/protectedItems/:itemName`;

/**
 * Returns the protected item of a route.
 * @throws ServiceError if there is none
 */
export function findItem(context: Context, params: ItemParams): ProtectedItem {
  const { id: vaultId } = findVault(context, params);
  const item = context.state.protectedItems.get(formatProtectedItemId({ ...params }));
  if (item && isPresent(item, context.clock.now())) return item;
  throw itemNotFound(params.itemName, vaultId);
}
