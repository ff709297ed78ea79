import type { TokenCredential } from "@azure/core-auth";
import { createHttpHeaders, type HttpClient, type PipelineRequest, RestError } from "@azure/core-rest-pipeline";
import type { Cloud } from "../../../lib/hook/sign-in/cloud";
import { ArmConnection } from "../../../lib/hook/arm/arm-connection";
import { TokenSource } from "../../../lib/hook/sign-in/token-source";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { VaultClient } from "../../../lib/hook/vault/vault-client";
import { FakeClock, itemId, VAULT_ID } from "../fakes";

const ARM = "https://management.example.com";
const cloud: Cloud = {
  name: "example",
  resourceManager: ARM,
  loginEndpoint: "https://login.example.com",
  scope: `${ARM}/.default`,
  instanceDiscovery: false,
};

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A wire that gives prepared answers, in order, and keeps what was sent. */
class Wire implements HttpClient {
  readonly requests: PipelineRequest[] = [];
  constructor(private readonly answers: (Answer | Error)[]) {}

  sendRequest(request: PipelineRequest): ReturnType<HttpClient["sendRequest"]> {
    this.requests.push(request);
    const answer = this.answers.shift() ?? new Error("nothing more was expected to be sent");
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve({
      request,
      status: answer.status,
      headers: createHttpHeaders(answer.headers),
      bodyAsText: typeof answer.body === "string" ? answer.body : answer.body === undefined ? "" : JSON.stringify(answer.body),
    });
  }
}

const credential = { getToken: () => Promise.resolve({ token: "secret-token", expiresOnTimestamp: Date.now() + 3_600_000 }) };

const tokens = (renewCredential?: () => Promise<TokenCredential>): TokenSource =>
  new TokenSource({ credential, scope: cloud.scope, renewCredential });

function clientOf(...answers: (Answer | Error)[]): { wire: Wire; times: Date[]; client: VaultClient } {
  const wire = new Wire(answers);
  const times: Date[] = [];
  const onTime = (time: Date): void => void times.push(time);
  const connection = new ArmConnection({ cloud, tokens: tokens(), clock: new FakeClock(), httpClient: wire, onTime });
  return { wire, times, client: new VaultClient(connection, VAULT_ID) };
}

const trigger = { itemId: itemId("vm-web"), expiresAt: "2027-01-31T23:59:59Z", requestId: "request-1" };
const reset = (): RestError => new RestError("socket hang up", { code: "ECONNRESET" });

function element(vmName: string): unknown {
  return { id: itemId(vmName), properties: { friendlyName: vmName, protectionState: "IRPending" } };
}

test("lists are asked for with an older api-version if the cloud does not have the newest", async () => {
  const unknown = { status: 400, body: { error: { code: "NoRegisteredProviderFound", message: "No." } } };
  const { wire, client } = clientOf(unknown, { status: 200, body: { value: [element("vm-a")] } });
  expect(await client.listProtectedItems()).toHaveLength(1);
  const versions = wire.requests.map(({ url }) => new URL(url).searchParams.get("api-version"));
  expect(versions).toEqual(["2026-07-01", "2025-02-01"]);
});

test("lists items page by page, with the token and the filter", async () => {
  const next = `${ARM}${VAULT_ID}/backupProtectedItems?api-version=2025-02-01&%24skipToken=abc`;
  const { wire, client } = clientOf(
    {
      status: 200,
      body: { value: [element("vm-a"), { id: "s", properties: { backupManagementType: "AzureStorage" } }], nextLink: next },
    },
    { status: 200, body: { value: [element("vm-b")] } },
  );
  const items = await client.listProtectedItems();
  expect(items.map((item) => item.vmName)).toEqual(["vm-a", "vm-b"]);
  const [first, second] = wire.requests;
  const url = new URL(first?.url ?? "");
  expect(url.pathname).toBe(`${VAULT_ID}/backupProtectedItems`);
  expect(url.searchParams.get("api-version")).toBe("2026-07-01");
  expect(url.searchParams.get("$filter")).toBe("backupManagementType eq 'AzureIaasVM' and itemType eq 'VM'");
  expect(first?.url).not.toContain("+");
  expect(first?.headers.get("authorization")).toBe("Bearer secret-token");
  expect(second?.url).toBe(next);
});

test("follows no link to another host, and sends no token there", async () => {
  const { wire, client } = clientOf({ status: 200, body: { value: [], nextLink: "https://evil.example.org/?t=signed" } });
  await expect(client.listProtectedItems()).rejects.toMatchObject({
    code: "ForeignLink",
    message: expect.not.stringContaining("signed") as string,
  });
  expect(wire.requests).toHaveLength(1);
});

test("repeats a read after a reset, after throttling and after an error of the service", async () => {
  const { wire, client } = clientOf(
    reset(),
    { status: 429, headers: { "Retry-After": "60" } },
    { status: 503 },
    { status: 200, body: { value: [element("vm-a")] } },
  );
  await expect(client.listProtectedItems()).resolves.toHaveLength(1);
  expect(wire.requests).toHaveLength(4);
});

test.each<[string, Answer | Error, object]>([
  ["a reset", reset(), { status: undefined, code: "ECONNRESET", outcomeUnknown: true }],
  ["an error of the service", { status: 500 }, { status: 500, outcomeUnknown: true }],
  ["throttling", { status: 429, headers: { "Retry-After": "60" } }, { status: 429, retryAfterMs: 60_000, outcomeUnknown: false }],
  [
    "a conflict",
    { status: 409, body: { error: { code: "BMSUserErrorObjectLocked", message: "locked" } } },
    { code: "BMSUserErrorObjectLocked" },
  ],
])("the trigger is sent once, whatever comes back: %s", async (_, answer, error) => {
  const { wire, client } = clientOf(answer);
  await expect(client.triggerBackup(trigger)).rejects.toMatchObject(error);
  expect(wire.requests).toHaveLength(1);
});

test("sends the request id and the expiry with a trigger, and reads the operation of a URL", async () => {
  const signed = `${ARM}${itemId("vm-web")}/operationsStatus/op-1?api-version=2025-02-01&t=1&c=${"x".repeat(3_000)}`;
  const { wire, client } = clientOf({ status: 202, headers: { "Azure-AsyncOperation": signed } });
  await expect(client.triggerBackup(trigger)).resolves.toBe("op-1");
  const [request] = wire.requests;
  expect(request?.method).toBe("POST");
  expect(new URL(request?.url ?? "").pathname).toBe(`${itemId("vm-web")}/backup`);
  expect(request?.headers.get("x-ms-client-request-id")).toBe("request-1");
  expect(JSON.parse(request?.body as string)).toEqual({
    properties: { objectType: "IaasVMBackupRequest", recoveryPointExpiryTimeInUTC: "2027-01-31T23:59:59Z" },
  });
});

test("accepts a trigger whose answer names no operation", async () => {
  const { client } = clientOf({ status: 202 });
  await expect(client.triggerBackup(trigger)).resolves.toBeUndefined();
});

test("returns undefined for an item or a job that does not exist", async () => {
  const body = { error: { code: "ResourceNotFound", message: "Not there." } };
  const { client } = clientOf({ status: 404, body }, { status: 404 });
  await expect(client.getProtectedItem(itemId("vm-web"))).resolves.toBeUndefined();
  await expect(client.getJob("job-1")).resolves.toBeUndefined();
});

test("reads an operation with a job, and a failed operation", async () => {
  const { client } = clientOf(
    { status: 200, body: { status: "Succeeded", properties: { objectType: "OperationStatusJobExtendedInfo", jobId: "job-1" } } },
    { status: 200, body: { status: "Failed", error: { code: "UserErrorX", message: "no" } } },
  );
  await expect(client.getBackupOperation("op-1")).resolves.toMatchObject({ status: "Succeeded", jobId: "job-1" });
  await expect(client.getBackupOperation("op-2")).resolves.toEqual({
    status: "Failed",
    jobId: undefined,
    error: "UserErrorX: no",
    errorCode: "UserErrorX",
  });
});

test("names the request and Azure's answer in an error, without query and token", async () => {
  const body = {
    error: { code: "AuthorizationFailed", message: "The client lacks\n 'Microsoft.RecoveryServices/Vaults/backupJobs/read'." },
  };
  const { client } = clientOf({ status: 403, body });
  const error: unknown = await client.listJobs({ from: new Date(), to: new Date() }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ArmError);
  expect((error as ArmError).message).toBe(
    "cannot list the vault's jobs: Azure answered 403 AuthorizationFailed: The client lacks 'Microsoft.RecoveryServices/Vaults/backupJobs/read'.",
  );
});

test("Azure's time is told with each answer, and an HTTP date to retry at is counted from it", async () => {
  const headers = { Date: "Fri, 20 Nov 2026 10:00:00 GMT", "Retry-After": "Fri, 20 Nov 2026 10:02:00 GMT" };
  const body = { error: { code: "TooManyRequests", message: "Later." } };
  const { client, times } = clientOf({ status: 429, headers, body });
  await expect(client.triggerBackup(trigger)).rejects.toMatchObject({ retryAfterMs: 120_000 });
  expect(times).toEqual([new Date("2026-11-20T10:00:00Z")]);
});

test("ends a read and its retries if the signal is aborted", async () => {
  const controller = new AbortController();
  controller.abort();
  const wire = new Wire([{ status: 503 }, { status: 200, body: {} }]);
  const { signal } = controller;
  const connection = new ArmConnection({ cloud, tokens: tokens(), clock: new FakeClock(), httpClient: wire, signal });
  const client = new VaultClient(connection, VAULT_ID);
  await expect(client.listProtectedItems()).rejects.toMatchObject({ name: "AbortError" });
  expect(wire.requests).toHaveLength(0);
});

test("answers a 401 with a new credential's token, once, and triggers again", async () => {
  const wire = new Wire([{ status: 401 }, { status: 202 }, { status: 401 }, { status: 401 }]);
  let renewed = 0;
  const renewCredential = (): Promise<typeof credential> => {
    renewed++;
    return Promise.resolve({
      getToken: () => Promise.resolve({ token: "new-token", expiresOnTimestamp: Date.now() + 3_600_000 }),
    });
  };
  const connection = new ArmConnection({ cloud, tokens: tokens(renewCredential), clock: new FakeClock(), httpClient: wire });
  const client = new VaultClient(connection, VAULT_ID);
  await client.triggerBackup(trigger);
  expect(wire.requests.map((request) => request.headers.get("authorization"))).toEqual([
    "Bearer secret-token",
    "Bearer new-token",
  ]);
  await expect(client.triggerBackup(trigger)).rejects.toMatchObject({ status: 401 });
  expect(renewed).toBe(2);
});

test("names the needed action in an error", async () => {
  const { client } = clientOf({ status: 403 });
  await expect(client.triggerBackup(trigger)).rejects.toMatchObject({
    action: "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/backup/action",
  });
});

const PAGE = "<!DOCTYPE html>\n<title>Sign in to the guest network</title>";
const cut = JSON.stringify({ value: [element("vm-a"), element("vm-b")] }).slice(0, -20);

test.each<[string, Answer, string]>([
  ["a page of HTML", { status: 200, body: PAGE, headers: { "Content-Type": "text/html" } }, 'expected JSON, got "text/html" of '],
  ["cut JSON", { status: 200, body: cut }, "expected JSON, got "],
  ["nothing", { status: 200 }, "the answer is missing"],
  ["null", { status: 200, body: null }, "the answer must be Object, got null"],
  ["an object without a list", { status: 200, body: { items: [] } }, "value is missing"],
  ["an element that is not an item", { status: 200, body: { value: [{ id: "x" }] } }, "properties is missing"],
  ["a 404 that is not Azure's", { status: 404, body: PAGE }, "expected JSON, got "],
  ["a 403 that is not Azure's", { status: 403, body: PAGE }, "expected JSON, got "],
])("repeats a read that is answered with %s, and throws what came if it stays", async (_, answer, detail) => {
  const list = { status: 200, body: { value: [element("vm-a")] } };
  const passing = clientOf(answer, answer, list);
  await expect(passing.client.listProtectedItems()).resolves.toHaveLength(1);
  expect(passing.wire.requests).toHaveLength(3);
  const staying = clientOf(...Array.from({ length: 6 }, () => answer));
  await expect(staying.client.briefly().listProtectedItems()).rejects.toMatchObject({
    transient: true,
    detail: expect.stringContaining(detail) as string,
  });
  expect(staying.wire.requests).toHaveLength(6);
});

test("throws for a page of HTML with status 404", async () => {
  const { client } = clientOf({ status: 404, body: PAGE }, { status: 200, body: element("vm-a") });
  await expect(client.getProtectedItem(itemId("vm-a"))).resolves.toMatchObject({ vmName: "vm-a" });
});

test("throws if the second page of a list is cut", async () => {
  const next = `${ARM}${VAULT_ID}/backupProtectedItems?page=2`;
  const first = { status: 200, body: { value: [element("vm-a")], nextLink: next } };
  const { client, wire } = clientOf(first, { status: 200, body: cut }, { status: 200, body: { value: [element("vm-b")] } });
  await expect(client.listProtectedItems()).resolves.toHaveLength(2);
  expect(wire.requests.map(({ url }) => url).slice(1)).toEqual([next, next]);
});

test("throws if a list leads back to a page before", async () => {
  const next = `${ARM}${VAULT_ID}/backupProtectedItems?page=2`;
  const page = { status: 200, body: { value: [], nextLink: next } };
  const { client } = clientOf(page, page);
  await expect(client.briefly().listProtectedItems()).rejects.toThrow("links to a page that was read before");
});

test("says each failure that is followed by a retry, and gives up before the deadline", async () => {
  const notes: string[] = [];
  const wire = new Wire(Array.from({ length: 9 }, () => ({ status: 503 })));
  const clock = new FakeClock();
  const print = (line: string): void => void notes.push(line);
  const connection = new ArmConnection({ cloud, tokens: tokens(), clock, httpClient: wire, print, deadline: 60_000 });
  await expect(new VaultClient(connection, VAULT_ID).listProtectedItems()).rejects.toMatchObject({ status: 503 });
  expect(clock.sleeps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  expect(notes[0]).toBe("cannot list what the vault protects: Azure answered 503; retrying in 1 s");
});

test("requests a token again before it sends the trigger if the first request failed", async () => {
  const wire = new Wire([{ status: 202 }]);
  let failures = 2;
  const unsteady: TokenCredential = {
    getToken: () =>
      failures-- > 0 ? Promise.reject(new ArmError("cannot sign in", { status: 503, detail: "" })) : credential.getToken(),
  };
  const source = new TokenSource({ credential: unsteady, scope: cloud.scope });
  const connection = new ArmConnection({ cloud, tokens: source, clock: new FakeClock(), httpClient: wire });
  await expect(new VaultClient(connection, VAULT_ID).triggerBackup(trigger)).resolves.toBeUndefined();
  expect(wire.requests).toHaveLength(1);
});
