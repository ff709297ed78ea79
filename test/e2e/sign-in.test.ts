import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Emulator } from "../../lib/emulator";
import { ExitCode } from "../../lib/contract/exit-code";
import { AzureCli, hasAzureCli } from "./support/azure-cli";
import { OidcService } from "./support/oidc-service";
import { type Ended, run } from "./support/processes";
import { protectVms } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";
import { stopAfterwards } from "../support/stop-afterwards";

/** Each way to sign in, with the bundled program, up to a request that Azure Resource Manager answers. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const CERTIFICATES = resolve(__dirname, "../hook/sign-in/certificates");
const PEM = readFileSync(join(CERTIFICATES, "encrypted-key.pem"), "utf8");
const CERTIFICATE = PEM.slice(PEM.indexOf("-----BEGIN CERTIFICATE"));

let emulator: Emulator;
let oidc: OidcService;
let vaultId: string;
let directory: string;
let trusted: string;

beforeAll(async () => {
  oidc = await OidcService.start();
  stopAfterwards({ stop: () => oidc.close() });
  const federated = (subject: string) => ({ issuer: oidc.issuer, subject, publicKey: oidc.publicKey });
  emulator = await startTestEmulator({
    speed: 2_000,
    account: { certificates: [CERTIFICATE], federatedCredentials: [federated("pipeline"), federated("pod")] },
    principals: [{ clientId: "user-assigned", clientSecret: "none", roles: ["Backup Operator"] }],
  });
  directory = mkdtempSync(join(tmpdir(), "sign-in-"));
  trusted = file("trusted.pem", `${readFileSync(emulator.certificateFile, "utf8")}\n${oidc.certificate}`);
  ({ vaultId } = await protectVms(emulator, ["vm-web"]));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Plans a backup without a secret in the environment. */
function plan(environment: NodeJS.ProcessEnv): Promise<Ended> {
  const { ARM_CLIENT_SECRET: _, ...settings } = emulator.environment();
  const env = { PATH: process.env["PATH"], ...settings, NODE_EXTRA_CA_CERTS: trusted, ARM_USE_CLI: "false", ...environment };
  return run(process.execPath, [PROGRAM, "backup-now", vaultId, "--plan"], { env });
}

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const GITHUB = () => ({ ACTIONS_ID_TOKEN_REQUEST_URL: `${oidc.url}/github?job=1`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job" });

test.each<[string, () => NodeJS.ProcessEnv, RegExp]>([
  [
    "a certificate in a PFX file",
    () => ({ ARM_CLIENT_CERTIFICATE_PATH: join(CERTIFICATES, "aes-256.pfx"), ARM_CLIENT_CERTIFICATE_PASSWORD: "secret" }),
    /signs in by client certificate of client /,
  ],
  [
    "a certificate in a PEM file",
    () => ({ ARM_CLIENT_CERTIFICATE_PATH: join(CERTIFICATES, "encrypted-key.pem"), ARM_CLIENT_CERTIFICATE_PASSWORD: "secret" }),
    /signs in by client certificate of client /,
  ],
  ["an OIDC token", () => ({ ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: oidc.token("pipeline") }), /signs in by OIDC of client /],
  [
    "an OIDC token in a file",
    () => ({ ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: file("oidc", oidc.token("pipeline")) }),
    /signs in by OIDC of client /,
  ],
  ["GitHub Actions", () => ({ ARM_USE_OIDC: "true", ...GITHUB() }), /signs in by OIDC of client /],
  [
    "Azure DevOps",
    () => ({
      ...{ ARM_USE_OIDC: "true", SYSTEM_OIDCREQUESTURI: `${oidc.url}/ado/oidctoken`, SYSTEM_ACCESSTOKEN: "of-the-job" },
      ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "connection-1",
    }),
    /signs in by OIDC of client /,
  ],
  [
    "an AKS workload identity",
    () => ({
      ...{ ARM_USE_AKS_WORKLOAD_IDENTITY: "true", ARM_TENANT_ID: "", ARM_CLIENT_ID: "" },
      AZURE_TENANT_ID: emulator.environment()["ARM_TENANT_ID"],
      AZURE_CLIENT_ID: emulator.environment()["ARM_CLIENT_ID"],
      AZURE_FEDERATED_TOKEN_FILE: file("aks", oidc.token("pod")),
    }),
    /signs in by OIDC of client /,
  ],
  [
    "a managed identity of the machine",
    () => ({ ARM_USE_MSI: "true", ARM_CLIENT_ID: "", ARM_MSI_ENDPOINT: `${emulator.url}/metadata/identity/oauth2/token` }),
    /signs in by managed identity, cloud /,
  ],
  [
    "a managed identity of a user",
    () => ({
      ...{ ARM_USE_MSI: "true", ARM_CLIENT_ID: "user-assigned" },
      ARM_MSI_ENDPOINT: `${emulator.url}/metadata/identity/oauth2/token`,
    }),
    /signs in by managed identity of client user-assigned, cloud /,
  ],
])("%s", async (_, environment, line) => {
  const { code, output, stdout } = await plan(environment());
  expect(output).toMatch(line);
  expect(stdout).toContain("vm-web");
  expect(code).toBe(ExitCode.done);
});

test("requests a token of each pipeline service in its format, with the job's token", () => {
  const audience = "api://AzureADTokenExchange";
  expect(oidc.asked).toEqual([
    { method: "GET", path: "/github", query: { job: "1", audience }, bearer: "of-the-job" },
    {
      ...{ method: "POST", path: "/ado/oidctoken", bearer: "of-the-job" },
      query: { "api-version": "7.1", serviceConnectionId: "connection-1" },
    },
  ]);
});

test.each<[string, () => NodeJS.ProcessEnv, RegExp]>([
  ["a token of an untrusted branch", () => ({ ARM_OIDC_TOKEN: oidc.token("branch") }), /AADSTS700213: .* subject 'branch'/],
  ["an outlived token", () => ({ ARM_OIDC_TOKEN: oidc.token("pipeline", { exp: 1_700_000_000 }) }), /AADSTS700024: /],
  [
    "a token for somebody else",
    () => ({ ARM_OIDC_TOKEN: oidc.token("pipeline", { aud: "https://github.com" }) }),
    /AADSTS700212: /,
  ],
])("prints Entra's error for %s, and never the credential", async (_, environment, message) => {
  const { ARM_OIDC_TOKEN = "", ...settings } = environment();
  const { code, output } = await plan({ ARM_USE_OIDC: "true", ARM_OIDC_TOKEN, ...settings });
  expect(output).toMatch(message);
  expect(output).not.toContain(ARM_OIDC_TOKEN);
  expect(code).toBe(ExitCode.notAuthenticated);
});

test("ends at once if a certificate is not trusted", async () => {
  const began = performance.now();
  const { code, output } = await plan({
    NODE_EXTRA_CA_CERTS: "",
    SSL_CERT_FILE: "",
    ARM_CLIENT_SECRET: emulator.environment()["ARM_CLIENT_SECRET"],
  });
  expect(output).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
  expect(code).toBe(ExitCode.azureError);
  expect(performance.now() - began).toBeLessThan(20_000);
});

const installed = hasAzureCli();
if (!installed) console.warn("skipped: the Azure CLI (az) is not installed");

(installed ? test : test.skip)("the Azure CLI, last", async () => {
  const cli = new AzureCli(emulator);
  try {
    await cli.signIn();
    const { code, output } = await plan({ ...cli.environment(), ARM_CLIENT_ID: "", ARM_USE_CLI: "true" });
    expect(output).toMatch(/signs in by Azure CLI, tenant /);
    const bySubscription = await plan({ ...cli.environment(), ARM_CLIENT_ID: "", ARM_TENANT_ID: "", ARM_USE_CLI: "true" });
    expect(bySubscription.output).toMatch(/signs in by Azure CLI, cloud /);
    expect(bySubscription.code).toBe(ExitCode.done);
    expect(output).toContain("vm-web");
    expect(code).toBe(ExitCode.done);
  } finally {
    cli.remove();
  }
});
