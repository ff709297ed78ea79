import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { parseUrl } from "./parse-url";

/**
 * The proxy in a variable, as Go's programs read it, and so Terraform: with or without a scheme. What Go cannot read at all is no proxy,
 * which it says nothing of either.
 * @throws HookError if Terraform would go to a proxy that does not exist, or by another protocol than HTTP
 */
export function proxyUrl(name: string, text: string): URL | undefined {
  if (text === "") return undefined;
  const asIs = goUrl(text);
  if (asIs?.host) return usable(name, text);
  const withScheme = `http://${text}`;
  if (!goUrl(withScheme) && !asIs) return undefined;
  return usable(name, /^https?:/i.test(text) ? "" : withScheme);
}

/** The text is not shown: it may hold a password. */
function usable(name: string, text: string): URL {
  const url = parseUrl(text);
  const found = !url?.hostname ? "what is none" : /^https?:$/.test(url.protocol) ? undefined : `one of ${url.protocol}//`;
  if (url && found === undefined) return url;
  throw new HookError(
    ExitCode.badInput,
    `${name} must be the URL of an HTTP proxy, such as http://user:password@proxy.example.com:3128, got ${found ?? ""}; correct it, and write special characters of a password as %XX`,
  );
}

/** The host of a URL by Go's rules, empty if it has none; undefined if Go refuses the URL. */
function goUrl(text: string): { readonly host: string } | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
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
