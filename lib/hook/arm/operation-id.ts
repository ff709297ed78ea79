import { parseUrl } from "./parse-url";
import { isPlainName } from "./plain-path";

/**
 * The id of an operation from its URL: the end of the path, since Azure signs the query and makes it kilobytes long. Undefined if there
 * is none that can be read, or the URL is not one of the endpoint: the request is accepted all the same.
 */
export function operationIdIn(text: string | undefined, endpoint: string): string | undefined {
  const url = parseUrl(text);
  if (!url) return undefined;
  const { origin, username, password, pathname } = url;
  if (origin !== new URL(endpoint).origin || username !== "" || password !== "") return undefined;
  const id = decodedOrEmpty(pathname.split("/").at(-1) ?? "");
  return isPlainName(id) ? id : undefined;
}

function decodedOrEmpty(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
