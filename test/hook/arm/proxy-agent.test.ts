import { once } from "node:events";
import { request } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { ProxyAgent } from "../../../lib/hook/arm/proxy-agent";
import { stopAfterwards } from "../../support/stop-afterwards";

/** Starts a proxy that handles each connection after its first bytes. Returns its URL and what it has received. */
async function proxyThat(handle: (socket: Socket) => void): Promise<{ readonly port: number; readonly received: string[] }> {
  const received: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined).on("data", (chunk: Buffer) => received.push(chunk.toString("latin1")));
    socket.once("data", () => {
      handle(socket);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  stopAfterwards({
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  });
  return { port: (server.address() as AddressInfo).port, received };
}

/** The error of a request through a proxy, or the status that the caller would take for the host's. */
function sentThrough(port: number, user = ""): Promise<NodeJS.ErrnoException | number | undefined> {
  const agent = new ProxyAgent(`http://${user}127.0.0.1:${port}`, {});
  return new Promise((resolve) => {
    const sent = request({ host: "azure.example", agent, path: "/subscriptions" }, ({ statusCode }) => {
      resolve(statusCode);
    });
    sent.once("error", resolve).end();
  });
}

const JSON_404 = "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

test.each<[string, string, RegExp, string]>([
  ["404", JSON_404, /^the proxy answers 404 to CONNECT; check what it allows, and NO_PROXY$/, "EPROXYREFUSED"],
  ["407", "HTTP/1.1 407 X\r\n\r\n", /407 to CONNECT; check the user and the password in HTTPS_PROXY$/, "EPROXYREFUSED"],
  ["403", "HTTP/1.1 403 X\r\n\r\n", /^the proxy answers 403/, "EPROXYREFUSED"],
  ["429", "HTTP/1.1 429 X\r\n\r\n", /^the proxy answers 429 to CONNECT$/, "EPROXYFAILED"],
  ["502", "HTTP/1.1 502 X\r\n\r\n", /^the proxy answers 502 to CONNECT$/, "EPROXYFAILED"],
  ["201", 'HTTP/1.1 201 X\r\ncontent-length: 12\r\n\r\n{"value":[]}', /^the proxy answers 201/, "EPROXYFAILED"],
  ["302", "HTTP/1.1 302 X\r\nlocation: https://x.example\r\n\r\n", /^the proxy answers 302/, "EPROXYFAILED"],
  ["bytes that are no HTTP", "SSH-2.0-x\r\n\r\n", /Parse Error/, "HPE_INVALID_CONSTANT"],
  [
    "200 and then no TLS",
    "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}",
    /ssl|wrong version|packet length/i,
    "EPROTO|ERR_SSL_.*",
  ],
])("a request fails if the proxy answers %s, and its answer is not the host's", async (_, answer, message, code) => {
  const { port } = await proxyThat((socket) => socket.end(answer));
  const error = await sentThrough(port);
  expect((error as Error).message).toMatch(message);
  expect((error as NodeJS.ErrnoException).code).toMatch(new RegExp(`^(${code})$`));
});

test("stops reading a head without an end", async () => {
  const sent = { bytes: 0 };
  const { port } = await proxyThat((socket) => {
    const write = (): void => {
      while (!socket.destroyed && socket.write("x: y\r\n".repeat(1_000))) sent.bytes += 6_000;
    };
    socket.on("drain", write).write("HTTP/1.1 200 OK\r\n", write);
  });
  await expect(sentThrough(port)).resolves.toMatchObject({ code: "HPE_HEADER_OVERFLOW" });
  expect(sent.bytes).toBeLessThan(64 * 1024 * 1024);
});

test("sends the user of the proxy to the proxy only, with any characters", async () => {
  const { port, received } = await proxyThat((socket) => socket.end("HTTP/1.1 407 X\r\n\r\n"));
  await sentThrough(port, "u%40x:p%2F%FF@");
  expect(received.join("")).toMatch(/^CONNECT azure\.example:443 HTTP\/1\.1\r\nHost: azure\.example:443\r\n/);
  const [, sent = ""] = /Proxy-Authorization: Basic (\S+)/.exec(received.join("")) ?? [];
  expect(Buffer.from(sent, "base64").toString()).toMatch(/^u@x:p\//);
});
