import { parseUrl } from "./parse-url";
import { isPlainName } from "./plain-path";

/**
 * Returns the last path segment of an operation's URL. Azure signs the query, which makes the whole URL kilobytes long. Returns undefined
 * if the URL cannot be read or is not of the endpoint; the request still counts as accepted.
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
