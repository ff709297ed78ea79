import { caseFold } from "../../azure/case-fold";
import { excerpt, ForeignId } from "../arm/answer-schema";
import type { Reader } from "../arm/arm-connection";
import { asObject, asString } from "../arm/json";
import { isPlainPath } from "../arm/plain-path";

/**
 * Reads what belongs to a vault, or to an item of it: its id and the id of its policy must be of that vault, since further requests are made
 * by them. What the reader leaves out may be of anything.
 */
export function ofVault<T>(parentId: string, vaultId: string, reader: Reader<T>): Reader<T> {
  return (body) => {
    const result = reader(body);
    if (result === undefined) return result;
    const { id, properties } = asObject(body);
    requireBelow(asString(id), parentId);
    requireBelow(asString(asObject(properties)["policyId"]), vaultId);
    return result;
  };
}

function requireBelow(id: string | undefined, parentId: string): void {
  if (id === undefined) return;
  const isBelow = caseFold(`${id}/`).startsWith(caseFold(`${parentId}/`));
  if (isBelow && isPlainPath(id)) return;
  throw new ForeignId(`Azure's answer is of something else than '${parentId}': ${excerpt(id, 200)}`);
}
