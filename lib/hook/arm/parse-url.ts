/**
 * The URL; undefined if the text is none. Node 20 compiles `URL.canParse` after some thousand calls, and it then returns false for a URL
 * with a letter such as ü.
 */
export function parseUrl(text: string | undefined): URL | undefined {
  try {
    return new URL(text ?? "");
  } catch {
    return undefined;
  }
}
