/** A link of a page to a file, or to a heading of the page itself if the target is empty. */
export interface MarkdownLink {
  readonly target: string;
  readonly anchor?: string;
}

/** The links of a page that lead to files, pictures included. */
export function linksOf(text: string): MarkdownLink[] {
  return [...withoutCode(text).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, target = "", anchor]) => ({
    target,
    ...(anchor === undefined ? {} : { anchor }),
  }));
}

/** The anchors of a page's headings, by GitHub's rule. The site has the same rule. */
export function anchorsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The text without blocks of code, whose comments look like headings. */
function withoutCode(text: string): string {
  return text.replace(/^( *)```[\s\S]*?^\1```$/gm, "");
}
