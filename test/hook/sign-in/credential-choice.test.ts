import { chooseCredential, describeChoice } from "../../../lib/hook/sign-in/credential-choice";
import { ExitCode } from "../../../lib/contract/exit-code";

const IDS = { ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client" };
const files = (path: string): Buffer => {
  if (path === "/gone") throw Object.assign(new Error("gone"), { code: "ENOENT" });
  return Buffer.from(`content-of-${path.slice(1)}\n`);
};
const choose = (env: NodeJS.ProcessEnv, settings = {}): unknown => chooseCredential(settings, env, files);

test.each<[string, NodeJS.ProcessEnv, object]>([
  [
    "a secret",
    { ...IDS, ARM_CLIENT_SECRET: "s" },
    { method: "clientSecret", tenantId: "tenant", clientId: "client", clientSecret: "s" },
  ],
  [
    "a certificate before a secret, in a file",
    { ...IDS, ARM_CLIENT_CERTIFICATE_PATH: "/c", ARM_CLIENT_CERTIFICATE_PASSWORD: "p", ARM_CLIENT_SECRET: "s" },
    { method: "clientCertificate", certificate: { content: Buffer.from("content-of-c\n"), password: "p" } },
  ],
  [
    "a certificate in base64",
    { ...IDS, ARM_CLIENT_CERTIFICATE: Buffer.from("pfx").toString("base64") },
    { method: "clientCertificate", certificate: { content: Buffer.from("pfx"), password: undefined } },
  ],
  ["a secret in a file", { ...IDS, ARM_CLIENT_SECRET_FILE_PATH: "/s" }, { method: "clientSecret", clientSecret: "content-of-s" }],
  [
    "a client id in a file",
    { ARM_TENANT_ID: "t", ARM_CLIENT_ID_FILE_PATH: "/c", ARM_CLIENT_SECRET: "s" },
    { clientId: "content-of-c" },
  ],
  [
    "a secret before OIDC",
    { ...IDS, ARM_CLIENT_SECRET: "s", ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "o" },
    { method: "clientSecret" },
  ],
  [
    "an OIDC token",
    { ...IDS, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "o" },
    { method: "oidc", source: { kind: "token", token: "o" } },
  ],
  [
    "an OIDC token file",
    { ...IDS, ARM_USE_OIDC: "1", ARM_OIDC_TOKEN_FILE_PATH: "/o" },
    { source: { kind: "tokenFile", path: "/o" } },
  ],
  [
    "GitHub's OIDC",
    { ...IDS, ARM_USE_OIDC: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "https://gh", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "r" },
    { source: { kind: "github", requestUrl: "https://gh", requestToken: "r" } },
  ],
  [
    "Azure DevOps' OIDC",
    {
      ...IDS,
      ARM_USE_OIDC: "true",
      SYSTEM_OIDCREQUESTURI: "https://ado",
      SYSTEM_ACCESSTOKEN: "r",
      ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "c",
    },
    { source: { kind: "azurePipelines", requestUrl: "https://ado", serviceConnectionId: "c", accessToken: "r" } },
  ],
  ["OIDC that is not switched on", { ...IDS, ARM_OIDC_TOKEN: "o" }, { method: "azureCli", tenantId: "tenant" }],
  [
    "OIDC before a managed identity",
    { ...IDS, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "o", ARM_USE_MSI: "true" },
    { method: "oidc" },
  ],
  ["a managed identity", { ARM_USE_MSI: "true", ARM_CLIENT_ID: "client" }, { method: "managedIdentity", clientId: "client" }],
  [
    "an endpoint of managed identities",
    { ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: "http://127.0.0.1:4141/token" },
    { method: "managedIdentityEndpoint", endpoint: { url: "http://127.0.0.1:4141/token", apiVersion: "2018-02-01" } },
  ],
  [
    "the workload identity of AKS",
    {
      ARM_USE_AKS_WORKLOAD_IDENTITY: "true",
      ...{ AZURE_TENANT_ID: "tenant", AZURE_CLIENT_ID: "client", AZURE_FEDERATED_TOKEN_FILE: "/aks" },
    },
    { method: "oidc", tenantId: "tenant", clientId: "client", source: { kind: "tokenFile", path: "/aks" } },
  ],
  [
    "the variables of AKS without asking for them",
    { ...IDS, ARM_USE_OIDC: "true", AZURE_CLIENT_ID: "other", AZURE_FEDERATED_TOKEN_FILE: "/aks" },
    { method: "azureCli" },
  ],
  [
    "a token and a file that says the same",
    { ...IDS, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "content-of-o", ARM_OIDC_TOKEN_FILE_PATH: "/o" },
    { source: { kind: "tokenFile", path: "/o" } },
  ],
  ["nothing", {}, { method: "azureCli", tenantId: undefined }],
  [
    "empty variables",
    { ARM_TENANT_ID: "", ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "" },
    { method: "azureCli", tenantId: undefined },
  ],
])("the environment has %s", (_, env, choice) => {
  expect(choose(env)).toMatchObject(choice);
});

test("uses the values of the stack rather than those of the environment", () => {
  expect(choose({ ...IDS, ARM_CLIENT_SECRET: "s" }, { tenantId: "other" })).toMatchObject({
    tenantId: "other",
    clientId: "client",
  });
});

test("considers only the method that the stack names", () => {
  const env = { ...IDS, ARM_CLIENT_SECRET: "s", ARM_OIDC_TOKEN: "o" };
  expect(choose(env, { method: "oidc" })).toMatchObject({ method: "oidc" });
  expect(choose(env, { method: "azureCli" })).toMatchObject({ method: "azureCli" });
  expect(choose(env, { method: "default" })).toMatchObject({ method: "default" });
  expect(() => choose({}, { method: "clientSecret" })).toThrow(/^the credential method 'clientSecret' is set/);
});

test.each<[NodeJS.ProcessEnv, RegExp]>([
  [{ ARM_USE_CLI: "false" }, /^no credential was found; set ARM_TENANT_ID/],
  [{ ARM_USE_CLI: "false", ARM_CLIENT_SECRET: "s3cret", ARM_TENANT_ID: "t" }, /ARM_CLIENT_SECRET is set without ARM_CLIENT_ID\)/],
])("%j ends before anybody else signs in", (env, message) => {
  let thrown: unknown;
  try {
    choose(env);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ exitCode: ExitCode.notAuthenticated, message: expect.stringMatching(message) as string });
  expect(String(thrown)).not.toContain("s3cret");
});

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  [
    "ARM_USE_OIDC that is no boolean",
    { ARM_USE_OIDC: "maybe" },
    /^ARM_USE_OIDC must be true or false, got 'maybe'; set it to one of them, or unset it$/,
  ],
  [
    "ARM_USE_MSI that is no boolean",
    { ARM_USE_MSI: "maybe" },
    /^ARM_USE_MSI must be true or false, got 'maybe'; set it to one of them, or unset it$/,
  ],
  [
    "ARM_USE_CLI that is no boolean",
    { ARM_USE_CLI: "maybe" },
    /^ARM_USE_CLI must be true or false, got 'maybe'; set it to one of them, or unset it$/,
  ],
  [
    "ARM_USE_AKS_WORKLOAD_IDENTITY that is no boolean",
    { ARM_USE_AKS_WORKLOAD_IDENTITY: "maybe" },
    /^ARM_USE_AKS_WORKLOAD_IDENTITY must be true or false, got 'maybe'; set it to one of them, or unset it$/,
  ],
  [
    "two clients",
    { ...IDS, ARM_CLIENT_ID_FILE_PATH: "/c" },
    /^ARM_CLIENT_ID and ARM_CLIENT_ID_FILE_PATH must agree if both are set, but they differ; unset one of them$/,
  ],
  ["two secrets", { ...IDS, ARM_CLIENT_SECRET: "s3cret", ARM_CLIENT_SECRET_FILE_PATH: "/s" }, /^ARM_CLIENT_SECRET and ARM_/],
  [
    "a tenant that is not the one of AKS",
    { ...IDS, ARM_USE_AKS_WORKLOAD_IDENTITY: "true", AZURE_TENANT_ID: "other" },
    /^ARM_TENANT_ID and AZURE_TENANT_ID must agree/,
  ],
  [
    "two OIDC tokens",
    { ...IDS, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "s3cret", ARM_OIDC_TOKEN_FILE_PATH: "/o" },
    /^ARM_OIDC_TOKEN and ARM_OIDC_TOKEN_FILE_PATH must agree/,
  ],
  [
    "no URL as an endpoint",
    { ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: "169.254.169.254" },
    /^ARM_MSI_ENDPOINT must be a URL such as/,
  ],
  [
    "a file that is not there",
    { ...IDS, ARM_CLIENT_CERTIFICATE_PATH: "/gone" },
    /^ARM_CLIENT_CERTIFICATE_PATH must name a file that can be read, got '\/gone' \(ENOENT\); check the path$/,
  ],
])("%s is a mistake that is named", (_, env, message) => {
  let thrown: unknown;
  try {
    choose(env);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ exitCode: ExitCode.badInput, message: expect.stringMatching(message) as string });
  expect(String(thrown)).not.toContain("s3cret");
});

test("describes the identity and the tenant without a secret", () => {
  const choice = chooseCredential({}, { ...IDS, ARM_CLIENT_SECRET: "s3cret" }, files);
  expect(describeChoice(choice)).toBe("client secret of client client, tenant tenant");
});

test.each([
  ["ARM_TENANT_ID", "../../x?y=", "the id or a domain of the tenant"],
  ["ARM_TENANT_ID", "common/oauth2", "the id or a domain of the tenant"],
  ["ARM_TENANT_ID", "t%2f..", "the id or a domain of the tenant"],
  ["ARM_TENANT_ID", "..", "the id or a domain of the tenant"],
  ["ARM_CLIENT_ID", "id&x=1", "the id of the client"],
])("throws if %s is %s", (name, value, what) => {
  const env = { ...IDS, ARM_CLIENT_SECRET: "s3cret", [name]: value };
  expect(() => choose(env)).toThrow(`${name} must be ${what}, got '${value}'`);
});

test("throws if the tenant of the stack would lead elsewhere", () => {
  expect(() => choose({ ...IDS, ARM_CLIENT_SECRET: "s3cret" }, { tenantId: "x/../y" })).toThrow("must be the id or a domain");
});

test.each(["localhost/x", "http://localhost/oidc?token=t0ken-1", "https://", "ftp://x", "https://[x"])(
  "throws if the URL of the OIDC service is %s, and does not quote it",
  (url) => {
    const env = { ...IDS, ARM_USE_OIDC: "true", ARM_OIDC_REQUEST_URL: url, ARM_OIDC_REQUEST_TOKEN: "t" };
    expect(() => choose(env)).toThrow(/^ARM_OIDC_REQUEST_URL must be an https URL, got another value; check the variable$/);
  },
);

test("throws if the token for the OIDC service is none that a header can hold", () => {
  const env = { ...IDS, ARM_USE_OIDC: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "https://x", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "a\nb" };
  expect(() => choose(env)).toThrow(
    /^ACTIONS_ID_TOKEN_REQUEST_TOKEN must be a token, got a text that is not valid in an HTTP header/,
  );
});
