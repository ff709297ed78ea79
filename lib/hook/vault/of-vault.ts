import { caseFold } from "../../azure/case-fold";
import { excerpt, ForeignId } from "../arm/answer-schema";
import type { Reader } from "../arm/arm-connection";
import { asObject, asString } from "../arm/json";
import { isPlainPath } from "../arm/plain-path";

/**
 * Wraps a reader and checks that the object's id and its policy's id are in the vault, since later requests use them. Objects that the
 * reader leaves out are not checked.
 */
export function ofVault<T>(parentId: string, vaultId: string, reader: Reader<T>): Reader<T> {
  return (body) => {
    const result = reader(body);
    if (result === undefined) return result;
    const { id, properties } = asObject(body);
    requireChildId(asString(id), parentId);
    requireChildId(asString(asObject(properties)["policyId"]), vaultId);
    return result;
  };
}

function requireChildId(id: string | undefined, parentId: string): void {
  if (id === undefined) return;
  const isChild = caseFold(`${id}/`).startsWith(caseFold(`${parentId}/`));
  if (isChild && isPlainPath(id)) return;
  throw new ForeignId(`Azure's answer is of another object than '${parentId}': ${excerpt(id, 200)}`);
}
