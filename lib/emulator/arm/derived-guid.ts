import { createHash } from "node:crypto";
import { caseFold } from "../../azure/case-fold";

/** Returns a GUID that is computed from a text: the same one on every run, and for every letter case of the text. */
export function derivedGuid(text: string): string {
  const hex = createHash("sha256").update(caseFold(text)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
