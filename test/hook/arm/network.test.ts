import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { type Agent, createPipelineRequest, type PipelineRequest } from "@azure/core-rest-pipeline";
import { clientOf, terraformNetwork } from "../../../lib/hook/arm/network";

const AZURE = "https://management.azure.com/subscriptions";
const HTTPS_PROXY = "http://proxy.example:3128";
const CERTIFICATES = join(__dirname, "../sign-in/certificates");

/** What leaves the policy. */
async function sent(
  url: string,
  env: NodeJS.ProcessEnv,
  options?: { proxied: boolean },
  agent?: Agent,
): Promise<PipelineRequest> {
  let last: PipelineRequest | undefined;
  await terraformNetwork(env, options).sendRequest(createPipelineRequest({ url, ...(agent && { agent }) }), (request) => {
    last = request;
    return Promise.resolve({ request, status: 200, headers: request.headers });
  });
  if (!last) throw new Error("nothing was sent");
  return last;
}

const proxyOf = ({ agent }: PipelineRequest): string | undefined => (agent as { proxy?: URL } | undefined)?.proxy?.host;

test("sends by the proxy", async () => {
  expect(proxyOf(await sent(AZURE, { HTTPS_PROXY }))).toBe("proxy.example:3128");
});

test("keeps the password of the proxy as it is meant", async () => {
  const { agent } = await sent(AZURE, { HTTPS_PROXY: "http://user:p%25%40ss@proxy.example:3128" });
  expect(decodeURIComponent((agent as unknown as { proxy: URL }).proxy.password)).toBe("p%@ss");
});

test("takes back the proxy that another policy has chosen, for a managed identity", async () => {
  const other = (await sent(AZURE, { HTTPS_PROXY })).agent;
  const env = { HTTPS_PROXY, HTTP_PROXY: HTTPS_PROXY };
  expect((await sent("http://169.254.169.254/metadata/identity/oauth2/token", env, undefined, other)).agent).toBeUndefined();
  expect((await sent("http://169.254.130.4:8081/msi/token", env, undefined, other)).agent).toBeUndefined();
  expect((await sent("https://10.0.0.4:2377/metadata/identity", env, { proxied: false }, other)).agent).toBeUndefined();
});

test("rejects if the proxy cannot be used", async () => {
  await expect(sent(AZURE, { HTTPS_PROXY: "socks5://proxy.example" })).rejects.toThrow(/^HTTPS_PROXY must be the URL of an HTTP/);
});

test("trusts the authorities that Terraform trusts, at the host as at the proxy", async () => {
  const file = join(CERTIFICATES, "encrypted-key.pem");
  expect(readFileSync(file, "utf8")).toContain("BEGIN CERTIFICATE");
  const request = await sent(AZURE, { HTTPS_PROXY: "https://proxy.example", SSL_CERT_FILE: file });
  expect(request.requestOverrides).toHaveProperty("secureContext.context");
  expect((request.agent as unknown as { connectOpts: object }).connectOpts).toHaveProperty("secureContext.context");
});

test.each([
  ["declared", { "content-length": String(9 * 1024 * 1024) }],
  ["received", {}],
])("stops reading an answer for a library after 8 MB that are %s", async (_, headers) => {
  const server = createServer((_request, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.writeHead(200, headers).on("drain", write).write(" ", write);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = createPipelineRequest({ url, allowInsecureConnection: true });
  const closed = new Promise<void>((resolve) => {
    server.once("connection", (socket: Socket) => {
      socket.once("close", () => {
        resolve();
      });
    });
  });
  await expect(clientOf({}, { proxied: false }).sendRequest(request)).rejects.toThrow("an answer of more than 8 MB");
  await closed;
  server.close();
});

test("leaves Node its own choice of authorities if Terraform has no more", async () => {
  expect((await sent(AZURE, { SSL_CERT_FILE: "" })).requestOverrides).toBeUndefined();
});
