/** What a URL, or a server behind it, reads as anything but a part of a name. */
const SPECIAL = /[?#\\%\p{Cc}]|^\.{1,2}$/u;

/** Whether a text is one name: it takes nothing away from a path that it is part of, and adds nothing to it. */
export function isPlainName(name: string): boolean {
  return name !== "" && !name.includes("/") && !SPECIAL.test(name);
}

/** Whether a path below an endpoint, with encoded names in it, is read by every server as it is written. */
export function isPlainPath(path: string): boolean {
  if (!path.startsWith("/") || /%(?:2f|5c|00)/i.test(path)) return false;
  return path
    .slice(1)
    .split("/")
    .every((segment) => isPlainName(segment.replaceAll(/%[\da-f]{2}/gi, (code) => (/%2e/i.test(code) ? "." : "_"))));
}
