import { createServer } from "node:http";
import { resolve } from "node:path";
import { ExitCode } from "../../lib/contract/exit-code";
import { type ConnectProxy, connectProxy } from "./support/connect-proxy";
import { type FakeAzure, fakeAzure, VAULT_ID } from "./support/fake-azure";
import { type Ended, run } from "./support/processes";
import { listen, type Running } from "./support/slow-services";

/** The bundled program on a company's network: Azure is behind a proxy that inspects TLS connections. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");

let azure: FakeAzure;
let proxy: ConnectProxy;
let identity: Running;
let tokensAsked: number;

beforeEach(async () => {
  tokensAsked = 0;
  azure = await fakeAzure(undefined, "azure.example");
  proxy = await connectProxy(azure.port);
  identity = await listen(
    createServer((_request, response) => {
      tokensAsked++;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ access_token: "token", expires_on: "4102444800", token_type: "Bearer" }));
    }),
  );
});
afterEach(async () => {
  await Promise.all([proxy, identity].map((one) => one.stop()));
});

function plan(env: NodeJS.ProcessEnv): Promise<Ended> {
  const { NODE_EXTRA_CA_CERTS: authority, ...rest } = azure.env;
  return run(process.execPath, [PROGRAM, "backup-now", VAULT_ID, "--plan"], {
    env: { ...rest, HTTPS_PROXY: `127.0.0.1:${proxy.port}`, SSL_CERT_FILE: authority, ...env },
  });
}

test("uses the proxy and trusts the authority that Terraform trusts", async () => {
  const { code, output } = await plan({});
  expect(output).toContain("1 VM, 1 to back up");
  expect(code).toBe(ExitCode.done);
  expect(new Set(proxy.asked)).toEqual(new Set(["azure.example:443"]));
});

test("prints both variables if the issuer is not trusted", async () => {
  const { code, output } = await plan({ SSL_CERT_FILE: "" });
  expect(output).toMatch(/self-signed certificate\); if a proxy .* SSL_CERT_FILE, .* NODE_EXTRA_CA_CERTS/);
  expect(code).toBe(ExitCode.azureError);
});

test("reports a mistake in the proxy's URL, without its password", async () => {
  const { code, output } = await plan({ HTTPS_PROXY: "http://user:secret#@proxy.example:3128" });
  expect(output).toContain("HTTPS_PROXY must be the URL of an HTTP proxy");
  expect(output).not.toContain("secret");
  expect(code).toBe(ExitCode.badInput);
});

test("sends requests to a local managed identity endpoint without the proxy", async () => {
  const { code, output } = await plan({
    ...{ ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "", ARM_USE_MSI: "true", HTTP_PROXY: `127.0.0.1:${proxy.port}` },
    ...{ IDENTITY_ENDPOINT: `http://127.0.0.1:${identity.port}/msi/token`, IDENTITY_HEADER: "header" },
  });
  expect(output).toContain("1 VM, 1 to back up");
  expect(code).toBe(ExitCode.done);
  expect(tokensAsked).toBe(1);
  expect(new Set(proxy.asked)).toEqual(new Set(["azure.example:443"]));
});
