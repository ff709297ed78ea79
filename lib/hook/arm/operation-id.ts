import { harmless } from "./foreign-text";
import { asString } from "./json";

/**
 * The id of an operation from its URL: the end of the path, since Azure signs the query and makes it kilobytes long. Undefined if there
 * is none that can be read: the request is accepted all the same.
 */
export function operationIdIn(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  try {
    return asString(harmless(decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "")));
  } catch {
    return undefined;
  }
}
