import { type ClientRequest, type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import { unescape } from "node:querystring";
import { connect as connectTls } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";

/** The codes of an answer of the proxy itself. A retry does not help if the proxy refuses. */
export const PROXY_REFUSED = "EPROXYREFUSED";
const PROXY_FAILED = "EPROXYFAILED";

/** How long a connection through the proxy may take, in real milliseconds. The answer to the request is not waited for longer. */
const LONGEST_CONNECT_MS = 60_000;

type ConnectOptions = Parameters<HttpsProxyAgent<string>["connect"]>[1];

/**
 * Connects to a host through a proxy. The library's own agent hands the proxy's refusal to the caller as if the host had sent it, so that a
 * 404 of the proxy means that something in Azure does not exist, and reads the head of an answer without a limit.
 */
export class ProxyAgent extends HttpsProxyAgent<string> {
  override async connect(_request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    const { host = "", port } = options;
    const socket = await this.tunnel(`${isIP(host) === 6 ? `[${host}]` : host}:${port}`);
    const { host: _host, path: _path, port: _port, ...rest } = options as typeof options & { readonly path?: string };
    return connectTls({ ...named(host), ...rest, socket });
  }

  private tunnel(path: string): Promise<Socket> {
    const { protocol, username, password } = this.proxy;
    const { host = "" } = this.connectOpts;
    const user = Buffer.from(`${unescape(username)}:${unescape(password)}`).toString("base64");
    const headers = { Host: path, ...(username || password ? { "Proxy-Authorization": `Basic ${user}` } : {}) };
    const send = protocol === "https:" ? tlsRequest : plainRequest;
    const asking = send({ ...this.connectOpts, ...named(host), agent: false, method: "CONNECT", path, headers });
    // A request that is given up before it has a connection does not tell its agent.
    const late = setTimeout(() => asking.destroy(), LONGEST_CONNECT_MS).unref();
    return new Promise((resolve, reject) => {
      asking.once("error", reject).once("connect", (answer: IncomingMessage, socket: Socket, head: Buffer) => {
        clearTimeout(late);
        if (answer.statusCode === 200) {
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
        } else {
          socket.destroy();
          reject(refusalOf(answer.statusCode ?? 0));
        }
      });
      asking.end();
    });
  }
}

/** An address has no name to check; an empty one keeps Node from taking that of the header. */
function named(host: string): { readonly servername: string } {
  return { servername: isIP(host) === 0 ? host : "" };
}

function refusalOf(status: number): Error {
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  const advice = status === 407 ? "check the user and the password in HTTPS_PROXY" : "check what it allows, and NO_PROXY";
  const message = `the proxy answers ${status} to CONNECT${isFinal ? `; ${advice}` : ""}`;
  return Object.assign(new Error(message), { code: isFinal ? PROXY_REFUSED : PROXY_FAILED });
}
