import { Readable } from "node:stream";
import { createHttpHeaders, type HttpClient, type PipelineRequest } from "@azure/core-rest-pipeline";
import { ArmConnection } from "../../../lib/hook/arm/arm-connection";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { PrimaryRegion } from "../../../lib/hook/restore/restore-region";
import { TokenSource } from "../../../lib/hook/sign-in/token-source";
import { VaultClient } from "../../../lib/hook/vault/vault-client";
import { FakeClock, itemId, VAULT_ID } from "../fakes";

const ARM = "https://management.example.com";
const OTHER = VAULT_ID.replace("rsv-app", "rsv-other");
const LIST = `${ARM}${VAULT_ID}/backupProtectedItems`;
const CHUNK = Buffer.alloc(1024 * 1024, " ");
/** More than one attempt at any of these may come to. */
const TOO_MANY_MEGABYTES = 100;

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly stream?: () => Readable;
}

function clientOf(answer: (request: PipelineRequest, times: number) => Answer): {
  readonly client: VaultClient;
  readonly arm: ArmConnection;
  readonly urls: string[];
  readonly signals: AbortSignal[];
} {
  const [urls, signals]: [string[], AbortSignal[]] = [[], []];
  const httpClient: HttpClient = {
    sendRequest: (request) => {
      urls.push(request.url);
      signals.push(request.abortSignal as AbortSignal);
      const { status = 200, body, headers = {}, stream } = answer(request, urls.length);
      const response = { request, status, headers: createHttpHeaders(headers) };
      return Promise.resolve(
        stream ? { ...response, readableStreamBody: stream() } : { ...response, bodyAsText: JSON.stringify(body) },
      );
    },
  };
  const token = { token: "token", expiresOnTimestamp: Date.now() + 3_600_000 };
  const arm = new ArmConnection({
    cloud: { name: "x", resourceManager: ARM, loginEndpoint: ARM, scope: `${ARM}/.default`, instanceDiscovery: false },
    tokens: new TokenSource({ credential: { getToken: () => Promise.resolve(token) }, scope: ARM }),
    clock: new FakeClock(),
    httpClient,
    deadline: 600_000,
  });
  return { client: new VaultClient(arm, VAULT_ID), arm, urls, signals };
}

function endless(produced: { megabytes: number }): Readable {
  return Readable.from(
    (function* () {
      for (; produced.megabytes < 1_000; produced.megabytes++) yield CHUNK;
    })(),
  );
}

const element = (id: string, more: object = {}): object => ({ id, properties: { protectionState: "IRPending", ...more } });

test("does not read a too large answer to its end, and asks again for 30 s only", async () => {
  const produced = { megabytes: 0 };
  const { client, urls, signals } = clientOf(() => ({ stream: () => endless(produced) }));
  await expect(client.listProtectedItems()).rejects.toThrow(
    "cannot list what the vault protects: an answer of status 200 is not read: an answer of more than 8 MB",
  );
  expect(produced.megabytes).toBeLessThan(TOO_MANY_MEGABYTES);
  expect(urls.length).toBeLessThan(10);
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

test("reads nothing of an answer that is declared too large", async () => {
  const produced = { megabytes: 0 };
  const headers = { "Content-Length": "700000000" };
  const { client } = clientOf(() => ({ headers, stream: () => endless(produced) }));
  await expect(client.listProtectedItems()).rejects.toThrow("an answer of more than 8 MB");
  expect(produced.megabytes).toBeLessThan(2);
});

test("accepts a backup however large the body of the answer is", async () => {
  const headers = { "Azure-AsyncOperation": `${ARM}${VAULT_ID}/backupOperations/op-1` };
  const { client, urls } = clientOf(() => ({ status: 202, headers, stream: () => endless({ megabytes: 0 }) }));
  const trigger = { itemId: itemId("vm"), expiresAt: "2027-01-31T23:59:59Z", requestId: "r" };
  await expect(client.triggerBackup(trigger)).resolves.toBe("op-1");
  expect(urls).toHaveLength(1);
});

test.each<[string, Answer, string]>([
  ["a body without an end", { stream: () => endless({ megabytes: 0 }) }, "an answer of more than 8 MB"],
  ["no body", { body: undefined }, "the answer is missing"],
  ["another shape", { body: { validateOperationResponse: "x" } }, "validateOperationResponse must be Object"],
  ["HTML for an operation that runs", { status: 202, stream: () => Readable.from(["<p>"]) }, "expected status 200 with a body"],
])("throws an error of Azure if the result of an operation is %s", async (_, result, message) => {
  const headers = { location: `${ARM}${VAULT_ID}/backupOperations/op-1` };
  const { arm } = clientOf((_request, times) => (times === 1 ? { status: 202, headers } : result));
  const region = new PrimaryRegion(arm, VAULT_ID, "westeurope", { sleep: () => Promise.resolve() });
  const validating = region.validate({ itemId: itemId("vm"), pointId: "1", body: {} });
  await expect(validating).rejects.toThrow(ArmError);
  await expect(validating).rejects.toThrow(message);
});

test("repeats a request whose answer breaks off", async () => {
  const broken = (): Readable =>
    Readable.from(
      (function* () {
        yield Buffer.from('{"value":');
        throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
      })(),
    );
  const { client } = clientOf((_, times) => (times === 1 ? { stream: broken } : { body: { value: [] } }));
  await expect(client.listProtectedItems()).resolves.toEqual([]);
});

test("gives up an endless list after 1,000 pages", async () => {
  const { client, urls } = clientOf((_, times) => ({ body: { value: [], nextLink: `${LIST}?$skipToken=${times}` } }));
  await expect(client.listProtectedItems()).rejects.toThrow("Azure's list is longer than 1000 pages");
  expect(urls).toHaveLength(1_000);
});

test("gives up an endless list after 64 MB", async () => {
  const padding = "x".repeat(4 * 1024 * 1024);
  const { client, urls } = clientOf((_, times) => ({ body: { value: [], padding, nextLink: `${LIST}?$skipToken=${times}` } }));
  await expect(client.listProtectedItems()).rejects.toThrow("Azure's list is longer than 64 MB");
  expect(urls.length).toBeLessThan(20);
});

test.each([
  ["another host", "https://evil.example.org/x?sig=secret", "links to https://evil.example.org"],
  ["another port", LIST.replace(".com", ".com:444"), "links to https://management.example.com:444"],
  ["another scheme", LIST.replace("https:", "http:"), "links to http://management.example.com"],
  ["no scheme of the web", "javascript:alert(1)", "links to a URL of javascript:"],
  ["a user", LIST.replace("//", "//user:password@"), "links to a URL with a user in it"],
  ["a host in the place of a user", LIST.replace("//", "//evil.example.org@"), "links to a URL with a user in it"],
  ["another vault", `${ARM}${OTHER}/backupProtectedItems`, "links to another path of https://management.example.com"],
  ["another list", `${ARM}${VAULT_ID}/backupJobs`, "links to another path"],
  ["a path that leads up", `${LIST}/../../vaults/rsv-other/backupProtectedItems`, "links to another path"],
  ["an encoded path that leads up", `${LIST}/%2e%2e/x`, "links to another path"],
  ["a relative path", "/subscriptions/s", "links to text that is not a URL"],
])("a next page at %s is not asked for, and is an error of its own", async (_, nextLink, message) => {
  const { client, urls } = clientOf(() => ({ body: { value: [], nextLink } }));
  const error = await client.listProtectedItems().catch((thrown: unknown) => thrown as Error & { transient: boolean });
  expect(error).toMatchObject({ code: "ForeignLink", transient: false });
  expect((error as Error).message).toContain(`cannot list what the vault protects: Azure's answer ${message}`);
  expect((error as Error).message).toMatch(/, which is not followed$/);
  expect(urls).toHaveLength(1);
});

test("follows a next page whose path is spelled in another way", async () => {
  const nextLink = `${ARM}${VAULT_ID.toUpperCase()}//backupProtectedItems/?$skipToken=1`;
  const { client, urls } = clientOf((_, times) => ({ body: { value: [], ...(times === 1 ? { nextLink } : {}) } }));
  await expect(client.listProtectedItems()).resolves.toEqual([]);
  expect(urls[1]).toBe(nextLink);
});

test("follows no redirect, and throws an error that names it", async () => {
  const headers = { Location: "https://evil.example.org/login?t=1" };
  const { client, urls } = clientOf(() => ({ status: 302, body: {}, headers }));
  await expect(client.listProtectedItems()).rejects.toThrow(
    "the answer of status 302 redirects to https://evil.example.org, which is not followed",
  );
  expect(urls.every((url) => url.startsWith(ARM))).toBe(true);
});

test.each<[string, unknown]>([
  ["an item of another vault", element(itemId("vm").replace("rsv-app", "rsv-other"))],
  ["an item whose id leads up", element(itemId("vm").replace("IaasVMContainer;", "../IaasVMContainer;"))],
  ["an item whose container is ..", element(itemId("vm").replace(/protectionContainers\/[^/]+/, "protectionContainers/.."))],
  ["an item with an encoded slash", element(itemId("vm%2F..%2F..%2Fx"))],
  ["an item with a query in its id", element(itemId("vm?x=1"))],
  ["an item with a policy of another vault", element(itemId("vm"), { policyId: `${OTHER}/backupPolicies/p` })],
  ["an item with a policy that leads up", element(itemId("vm"), { policyId: `${VAULT_ID}/backupPolicies/../x` })],
])("throws if a list has %s", async (_, item) => {
  const { client, urls } = clientOf(() => ({ body: { value: [item] } }));
  const error = await client
    .briefly()
    .listProtectedItems()
    .catch((thrown: unknown) => thrown as Error);
  expect((error as Error).message).toMatch(/^cannot list what the vault protects: /);
  expect(urls.length).toBeLessThan(8);
});

test.each<[string, object]>([
  ["of another vault", { id: `${OTHER}/backupJobs/j`, name: "j" }],
  ["whose name leads up", { name: ".." }],
  ["whose name has a slash", { name: "../../x" }],
  ["whose name has an encoded slash", { name: "..%2Fx" }],
])("throws if a list has a job %s", async (_, job) => {
  const properties = { containerName: "iaasvmcontainerv2;rg;vm", status: "InProgress" };
  const { client, urls } = clientOf(() => ({ body: { value: [{ ...job, properties }] } }));
  const query = { from: new Date(0), to: new Date(1) };
  await expect(client.listJobs(query)).rejects.toMatchObject({ code: "ForeignLink", transient: false });
  expect(urls).toHaveLength(1);
});

test.each<[string, (client: VaultClient) => Promise<unknown>, object]>([
  ["an item", (client) => client.getProtectedItem(itemId("vm")), element(itemId("other"))],
  [
    "a policy",
    (client) => client.getBackupPolicy(`${VAULT_ID}/backupPolicies/p`),
    { id: `${OTHER}/backupPolicies/p`, properties: {} },
  ],
  [
    "a job",
    (client) => client.getJob("j"),
    { id: `${VAULT_ID}/backupJobs/k`, name: "k", properties: { containerName: "c", status: "s" } },
  ],
  [
    "a recovery point",
    (client) => client.listRecoveryPoints({ id: itemId("vm"), vmName: "vm" }),
    { value: [{ id: `${itemId("other")}/recoveryPoints/1`, name: "1", properties: {} }] },
  ],
])("throws if %s is of something else than what was asked for", async (_, read, body) => {
  const { client } = clientOf(() => ({ body }));
  await expect(read(client)).rejects.toMatchObject({ code: "ForeignLink", transient: false });
});

test.each(["..", ".", "a/b", "../x"])("throws if a request would be for the job '%s'", async (jobId) => {
  const { client, urls } = clientOf(() => ({ status: 202, body: {} }));
  await expect(client.cancelJob(jobId)).rejects.toThrow("is not a path of Azure Resource Manager; check the ids and names");
  expect(urls).toEqual([]);
});
