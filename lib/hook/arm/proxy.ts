import { domainToASCII } from "node:url";
import { BlockList, isIP } from "node:net";
import { proxyUrl } from "./proxy-url";

/** The metadata service of an Azure host, which issues the tokens of its managed identity. It is never reached through a proxy. */
const METADATA_SERVICE = "169.254.169.254";

/**
 * Returns the proxy for a URL by Go's rules, and so Terraform's: `HTTPS_PROXY` and `NO_PROXY`, in upper or lower case. Returns undefined
 * without a proxy, and always for this machine.
 * @throws HookError if the proxy cannot be used
 */
export function proxyFor(url: string, env: NodeJS.ProcessEnv): URL | undefined {
  const { protocol, hostname, port } = new URL(url);
  const variable = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const host = hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const known = port || (protocol === "https:" ? "443" : "80");
  return usesProxy(host, known, variableOf(env, "NO_PROXY")) ? proxyUrl(variable, variableOf(env, variable)) : undefined;
}

/** Reads a variable, or the variable with the lower-case name if it is empty. */
function variableOf(env: NodeJS.ProcessEnv, name: string): string {
  return [env[name], env[name.toLowerCase()]].find((value) => value) ?? "";
}

/** Returns the environment for a program that would use a proxy even for this machine and the metadata service. */
export function withoutProxyForThisMachine(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = [variableOf(env, "NO_PROXY"), METADATA_SERVICE, "localhost", "127.0.0.1", "::1"].filter(Boolean).join(",");
  return { ...env, NO_PROXY: hosts, no_proxy: hosts };
}

/** Whether a host name is this machine. */
export function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return host === "localhost" || isInRange("::1", 128, host) || isInRange("127.0.0.0", 8, host);
}

function usesProxy(host: string, port: string, noProxy: string): boolean {
  if (host === METADATA_SERVICE || isThisMachine(host)) return false;
  return !noProxy.split(",").some((entry) => excludes(entry.trim().toLowerCase(), host, port));
}

/** Whether an entry of NO_PROXY matches a host: `*`, an address, an address range, or a name with its subdomains. Each may have a port. */
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

/** An IPv4 address in IPv6 form, such as `::ffff:10.1.2.3`, counts as the IPv4 address. */
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
