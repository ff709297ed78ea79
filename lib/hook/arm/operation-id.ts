import { asString } from "./json";

/** The id of an operation from its URL: the end of the path, since Azure signs the query and makes it kilobytes long. */
export function operationIdIn(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return asString(decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? ""));
}
