import { createHash } from "node:crypto";
import { type Content, h, htmlOf } from "../../../page/element";

/** The style and the script of a page. */
export interface PageFiles {
  readonly style: string;
  readonly script: string;
}

/** The page may run its own script and style, and may ask nothing of anybody. */
function policyOf({ style, script }: PageFiles): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** A complete page that needs no other file. */
export function documentOf(title: string, files: PageFiles, ...body: Content[]): string {
  const head = h("head", null, [
    h("meta", { charset: "utf-8" }),
    h("meta", { "http-equiv": "Content-Security-Policy", content: policyOf(files) }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("meta", { name: "referrer", content: "no-referrer" }),
    h("title", null, title),
    h("link", { rel: "icon", href: "data:," }),
    h("style", { dangerouslySetInnerHTML: { __html: files.style } }),
  ]);
  const script = h("script", { dangerouslySetInnerHTML: { __html: files.script } });
  return `<!doctype html>\n${htmlOf(h("html", { lang: "en" }, head, h("body", null, ...body, script)))}\n`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
