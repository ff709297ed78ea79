import { createHash } from "node:crypto";

/** The parts of a report's page that a test looks at. */
export interface PageParts {
  readonly policy: string;
  readonly style: string;
  readonly script: string;
  /** The page without its style and its script. */
  readonly markup: string;
}

export function partsOf(page: string): PageParts {
  const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const [, script = ""] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
  const [, policy = ""] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  return { policy, style, script, markup: page.replace(style, "").replace(script, "") };
}

/** Fails unless a page is self-contained, runs its own script and style only, and has no markup of foreign texts. */
export function expectStrict(page: string): void {
  const { policy, style, script, markup } = partsOf(page);
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(markup.match(/<script/g)).toHaveLength(1);
  expect(markup.match(/<style/g)).toHaveLength(1);
  expect(markup).not.toMatch(/<[^>"]*("[^"]*"[^>"]*)*\s(on\w+|style)=/);
  expect(
    [...markup.matchAll(/\s(?:href|src|action)="([^"]*)"/g)]
      .map(([, target = ""]) => target)
      .filter((one) => !/^(#|data:,$)/.test(one)),
  ).toEqual([]);
  expect(`${style}${script}`).not.toMatch(/url\(|@import|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|import\(/);
}

/** The number of elements of a page that match a pattern of their start tag. */
export function countOf(page: string, startTag: RegExp): number {
  return page.match(new RegExp(startTag, "g"))?.length ?? 0;
}
