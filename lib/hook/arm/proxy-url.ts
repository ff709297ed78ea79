import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { parseUrl } from "./parse-url";

/**
 * Reads the proxy URL in a variable as Go does, and so Terraform: the scheme is optional. Go silently ignores a value that it cannot parse,
 * and so does this function.
 * @throws HookError if Terraform would use a proxy that does not exist, or a protocol other than HTTP
 */
export function proxyUrl(name: string, text: string): URL | undefined {
  if (text === "") return undefined;
  const asIs = goUrl(text);
  if (asIs?.host) return usable(name, text);
  const withScheme = `http://${text}`;
  if (!goUrl(withScheme) && !asIs) return undefined;
  return usable(name, /^https?:/i.test(text) ? "" : withScheme);
}

/** The error does not quote the text, because it may contain a password. */
function usable(name: string, text: string): URL {
  const url = parseUrl(text);
  const found = !url?.hostname
    ? "a value that is not one"
    : /^https?:$/.test(url.protocol)
      ? undefined
      : `one of ${url.protocol}//`;
  if (url && found === undefined) return url;
  throw new HookError(
    ExitCode.badInput,
    `${name} must be the URL of an HTTP proxy, such as http://user:password@proxy.example.com:3128, got ${found ?? ""}; correct it, and write special characters of a password as %XX`,
  );
}

/** Returns the host of a URL by Go's rules, empty if there is none; undefined if Go rejects the URL. */
function goUrl(text: string): { readonly host: string } | undefined {
  // eslint-disable-next-line no-control-regex -- the pattern must match control characters
  if (/[\u0000-\u001F\u007F]/.test(text)) return undefined;
  const [, scheme, rest = ""] = /^(?:([a-z][a-z0-9+.-]*):)?([^#?]*)/i.exec(text) ?? [];
  const [, authority, path = ""] = /^(?:\/\/([^/]*))?(.*)$/.exec(rest) ?? [];
  const isOpaque = scheme !== undefined && !rest.startsWith("/");
  if (isOpaque) return { host: "" };
  if (hasBadEscape(path) || (authority === undefined && /^[^/]*:/.test(path))) return undefined;
  if (authority === undefined) return { host: "" };
  const at = authority.lastIndexOf("@");
  const [user, host] = [authority.slice(0, Math.max(at, 0)), authority.slice(at + 1)];
  if (!/^[\w.~:!$&'()*+,;=%@-]*$/.test(user) || hasBadEscape(user)) return undefined;
  return /^(\[[^\][]*\]|[^:[\]%\s\\^`{|}]*)(:\d*)?$/.test(host) ? { host } : undefined;
}

function hasBadEscape(text: string): boolean {
  return /%(?![0-9a-f]{2})/i.test(text);
}
