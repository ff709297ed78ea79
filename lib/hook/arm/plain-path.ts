/** Characters and names that a URL or a server does not read as part of a name. */
const SPECIAL = /[?#\\%\p{Cc}]|^\.{1,2}$/u;

/** Whether a text is exactly one path segment. */
export function isPlainName(name: string): boolean {
  return name !== "" && !name.includes("/") && !SPECIAL.test(name);
}

/** Whether every server reads a path as it is written, with encoded characters in its names. */
export function isPlainPath(path: string): boolean {
  if (!path.startsWith("/") || /%(?:2f|5c|00)/i.test(path)) return false;
  return path
    .slice(1)
    .split("/")
    .every((segment) => isPlainName(segment.replaceAll(/%[\da-f]{2}/gi, (code) => (/%2e/i.test(code) ? "." : "_"))));
}
