import { domainToASCII } from "node:url";
import { BlockList, isIP } from "node:net";
import { proxyUrl } from "./proxy-url";

/** The metadata service of an Azure host, which hands out the tokens of its managed identity. No proxy leads there. */
const METADATA_SERVICE = "169.254.169.254";

/**
 * The proxy for a URL, undefined if there is none, by the rules of Go's programs, and so of Terraform's: `HTTPS_PROXY` and `NO_PROXY`, or
 * in lower case; never for this machine itself.
 * @throws HookError if the proxy cannot be used
 */
export function proxyFor(url: string, env: NodeJS.ProcessEnv): URL | undefined {
  const { protocol, hostname, port } = new URL(url);
  const variable = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const host = hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const known = port || (protocol === "https:" ? "443" : "80");
  return usesProxy(host, known, either(env, "NO_PROXY")) ? proxyUrl(variable, either(env, variable)) : undefined;
}

/** A variable, or, if it is empty, the one in lower case. */
function either(env: NodeJS.ProcessEnv, name: string): string {
  return [env[name], env[name.toLowerCase()]].find((value) => value) ?? "";
}

/** The environment for a program that does not know by itself what no proxy leads to. */
export function sparingThisMachine(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = [either(env, "NO_PROXY"), METADATA_SERVICE, "localhost", "127.0.0.1", "::1"].filter(Boolean).join(",");
  return { ...env, NO_PROXY: hosts, no_proxy: hosts };
}

/** Whether the host of a URL is this machine itself. */
export function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return host === "localhost" || isInRange("::1", 128, host) || isInRange("127.0.0.0", 8, host);
}

function usesProxy(host: string, port: string, noProxy: string): boolean {
  if (host === METADATA_SERVICE || isThisMachine(host)) return false;
  return !noProxy.split(",").some((entry) => excludes(entry.trim().toLowerCase(), host, port));
}

/** Whether an entry of NO_PROXY excludes a host: `*`, an address or a range of them, a name, its subdomains; each may have a port. */
function excludes(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const [, network = "", prefix = ""] = /^([^/]*)\/(\d+)$/.exec(entry) ?? [];
  if (isIP(network) !== 0 && Number(prefix) <= bitsOf(network)) return isInRange(network, Number(prefix), host);
  const [, bracketed, plain, ofPort = ""] = isIP(entry) === 0 ? (/^(?:\[(.*)\]|([^:[\]]*)):([^:]*)$/.exec(entry) ?? []) : [];
  const name = bracketed ?? plain ?? entry;
  if (name === "" || (ofPort !== "" && ofPort !== port)) return false;
  if (isIP(name) !== 0) return isInRange(name, bitsOf(name), host);
  if (isIP(host) !== 0) return false;
  const domain = name.replace(/^\*(?=\.)/, "");
  const ascii = (/[^ -~]/.test(domain) && domainToASCII(domain)) || domain;
  return ascii.startsWith(".") ? host.endsWith(ascii) : host === ascii || host.endsWith(`.${ascii}`);
}

/** IPv4 addresses written as IPv6 ones, such as `::ffff:10.1.2.3`, are the same. */
function isInRange(network: string, prefix: number, host: string): boolean {
  const plain = network.replace(/^::ffff:(?=\d+\.)/, "");
  const family = familyOf(plain);
  if (isIP(host) === 0 || (isIP(host) === 4 && family === "ipv6")) return false;
  const list = new BlockList();
  list.addSubnet(plain, plain === network ? prefix : Math.max(0, prefix - 96), family);
  return list.check(host, familyOf(host));
}

function bitsOf(address: string): number {
  return familyOf(address) === "ipv4" ? 32 : 128;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}
