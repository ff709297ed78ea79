import { isIP, BlockList } from "node:net";

/**
 * The proxy for a URL, undefined if there is none, by the rules of Go's programs, and so of Terraform's: `HTTPS_PROXY` and `NO_PROXY`, or
 * in lower case; never for this machine itself.
 */
export function proxyFor(url: string, env: NodeJS.ProcessEnv): URL | undefined {
  const { protocol, hostname, port } = new URL(url);
  const either = (name: string): string => [env[name], env[name.toLowerCase()]].find((value) => value) ?? "";
  const proxy = proxyUrl(either(protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY"));
  const host = withoutBrackets(hostname).toLowerCase();
  const known = port || (protocol === "https:" ? "443" : "80");
  return proxy && usesProxy(host, known, either("NO_PROXY")) ? proxy : undefined;
}

/** A proxy may be given without a scheme. What is no URL all the same is no proxy. */
function proxyUrl(text: string): URL | undefined {
  if (text === "") return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  return URL.canParse(withScheme) ? new URL(withScheme) : undefined;
}

function usesProxy(host: string, port: string, noProxy: string): boolean {
  if (host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."))) return false;
  return !noProxy.split(",").some((entry) => excludes(entry.trim().toLowerCase(), host, port));
}

/** Whether an entry of NO_PROXY excludes a host: `*`, an address or a range of them, a name, its subdomains; each may have a port. */
function excludes(entry: string, host: string, port: string): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRange(entry, host);
  const [, name = entry, ofPort] = isIP(entry) === 0 ? (/^(.*):(\d+)$/.exec(entry) ?? []) : [];
  if (ofPort !== undefined && ofPort !== port) return false;
  const plain = withoutBrackets(name).replace(/^\*(?=\.)/, "");
  if (isIP(plain) !== 0 || plain === "") return plain !== "" && plain === host;
  return plain.startsWith(".") ? host.endsWith(plain) : host === plain || host.endsWith(`.${plain}`);
}

function isInRange(range: string, host: string): boolean {
  const [network = "", prefix = ""] = range.split("/");
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || !/^\d+$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family === 4 ? "ipv4" : "ipv6");
  return list.check(host, family === 4 ? "ipv4" : "ipv6");
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
