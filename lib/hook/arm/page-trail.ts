import { caseFold } from "../../azure/case-fold";
import { parseUrl } from "./parse-url";
import { foreignAnswer, overLimit } from "./refused-answer";

/** The jobs of a full vault fill about a hundred pages per month. */
const MAX_PAGES = 1_000;
const MAX_MEGABYTES = 64;

/** The pages read of one list. Checks that each link names a new page of the same list on the same host, and that the list ends. */
export class PageTrail {
  private readonly seen = new Set<string>();
  private size = 0;

  constructor(
    private readonly about: string,
    private readonly first: string,
  ) {}

  /**
   * Returns the link to the next page; undefined after the last page.
   * @throws RefusedAnswer if the link names another list or a page already read, or if the list has too many pages
   */
  next(current: string, link: string | undefined, size: number): string | undefined {
    this.seen.add(current);
    this.size += size;
    if (link === undefined) return undefined;
    const elsewhere = elsewhereIn(link, this.first);
    if (elsewhere !== undefined) throw foreignAnswer(this.about, `Azure's answer links to ${elsewhere}, which is not followed`);
    if (this.seen.has(link)) throw overLimit(this.about, "Azure's list links to a page that was read before");
    if (this.seen.size >= MAX_PAGES) throw this.endless(`${MAX_PAGES} pages`);
    if (this.size > MAX_MEGABYTES * 1024 * 1024) throw this.endless(`${MAX_MEGABYTES} MB`);
    return link;
  }

  private endless(limit: string): Error {
    return overLimit(this.about, `Azure's list is longer than ${limit}; request less, such as a shorter time`);
  }
}

/** Describes where a link leads, for an error message; undefined if it leads to the same list. */
function elsewhereIn(link: string, first: string): string | undefined {
  const [url, expected] = [parseUrl(link), new URL(first)];
  if (!url) return "text that is not a URL";
  if (url.origin !== expected.origin) return url.origin === "null" ? `a URL of ${url.protocol}` : url.origin;
  if (url.username !== "" || url.password !== "") return "a URL with a user in it";
  return canonicalPath(url) === canonicalPath(expected) ? undefined : `another path of ${url.origin}`;
}

/** Returns a path in a canonical form: Azure varies the case of ids and which characters are encoded. */
function canonicalPath({ pathname }: URL): string {
  const path = pathname.replaceAll(/%3B/gi, ";").replaceAll(/%20/g, " ").replaceAll(/\/+/g, "/").replace(/\/$/, "");
  return caseFold(path);
}
