import { caseFold } from "../../azure/case-fold";
import { parseUrl } from "./parse-url";
import { foreignAnswer, overLimit } from "./refused-answer";

/** The jobs of a full vault in a month have some hundred pages. */
const MAX_PAGES = 1_000;
const MAX_MEGABYTES = 64;

/**
 * The pages of one list. Each link leads on to the same list of the same host, and to a page that was not read yet; the list has an end.
 */
export class PageTrail {
  private readonly seen = new Set<string>();
  private size = 0;

  constructor(
    private readonly about: string,
    private readonly first: string,
  ) {}

  /**
   * The page after one that was read, undefined if that was the last.
   * @throws RefusedAnswer if the link leads elsewhere or back, or the list has too many pages
   */
  next(current: string, link: string | undefined, size: number): string | undefined {
    this.seen.add(current);
    this.size += size;
    if (link === undefined) return undefined;
    const elsewhere = elsewhereIn(link, this.first);
    if (elsewhere !== undefined) throw foreignAnswer(this.about, `Azure's answer links to ${elsewhere}, which is not followed`);
    if (this.seen.has(link)) throw overLimit(this.about, "Azure's list leads back to a page that was read before");
    if (this.seen.size >= MAX_PAGES) throw this.endless(`${MAX_PAGES} pages`);
    if (this.size > MAX_MEGABYTES * 1024 * 1024) throw this.endless(`${MAX_MEGABYTES} MB`);
    return link;
  }

  private endless(limit: string): Error {
    return overLimit(this.about, `Azure's list has no end within ${limit}; ask for less of it, such as a shorter time`);
  }
}

/** Where a link leads that is none to the same list, for an error's sentence; undefined if it is one. */
export function elsewhereIn(link: string, first: string): string | undefined {
  const [url, expected] = [parseUrl(link), new URL(first)];
  if (!url) return "what is no URL";
  if (url.origin !== expected.origin) return url.origin === "null" ? `a URL of ${url.protocol}` : url.origin;
  if (url.username !== "" || url.password !== "") return "a URL with a user in it";
  return plainPath(url) === plainPath(expected) ? undefined : `another path of ${url.origin}`;
}

/** A path in one spelling: Azure writes the case of ids, and what of them is encoded, as it likes. */
function plainPath({ pathname }: URL): string {
  const path = pathname.replaceAll(/%3B/gi, ";").replaceAll(/%20/g, " ").replaceAll(/\/+/g, "/").replace(/\/$/, "");
  return caseFold(path);
}
