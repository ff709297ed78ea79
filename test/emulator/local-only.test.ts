import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { GROUPS, groupId } from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

const JSON_HEADERS = { "Content-Type": "application/json" };
const CLOCK = "/emulator/clock";

let client: Client;
let before: Date;
beforeEach(async () => {
  client = await startClient({ speed: 0 });
  before = client.emulator.now();
});

const moveClock = (headers: Record<string, string>) => client.send("POST", CLOCK, '{"advance":60}', headers);

describe("a request of another site", () => {
  test.each([
    ["a foreign name that resolves to this machine", { Host: "evil.example:8443" }, "HostNotAllowed"],
    ["a name that only begins like a loopback name", { Host: "localhost.evil.example" }, "HostNotAllowed"],
    ["an address of the network", { Host: "192.168.1.7:8443" }, "HostNotAllowed"],
    ["the origin of another site", { Origin: "https://evil.example" }, "OriginNotAllowed"],
    ["the origin of another program on this machine", { Origin: "https://localhost:3000" }, "OriginNotAllowed"],
    ["the emulator's origin without TLS", { Origin: "http://localhost" }, "OriginNotAllowed"],
    ["the origin of a sandboxed page", { Origin: "null" }, "OriginNotAllowed"],
    ["a cross-site fetch", { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" }, "OriginNotAllowed"],
    ["a fetch of another port of this machine", { "Sec-Fetch-Site": "same-site" }, "OriginNotAllowed"],
  ])("is refused: %s", async (_, headers: Record<string, string>, code) => {
    for (const [method, path] of [
      ["POST", CLOCK],
      ["POST", "/emulator/faults"],
      ["DELETE", "/emulator/faults"],
      ["GET", "/emulator/journal"],
      ["PUT", groupId(client)],
      ["POST", "/tenant/oauth2/v2.0/token"],
      ["GET", "/nothing/there"],
    ] as const) {
      const body = method === "GET" || method === "DELETE" ? undefined : '{"advance":60,"kind":"throttle"}';
      expect(refusal(await client.send(method, path, body, { ...JSON_HEADERS, ...headers }))).toEqual([403, code]);
    }
    expect(client.emulator.now()).toEqual(before);
    expect(at(await client.send("GET", "/emulator/faults"), "faults")).toEqual([]);
  });

  test("is refused even without a Content-Type or a body", async () => {
    const origin = { Origin: "https://evil.example" };
    expect(refusal(await client.send("POST", CLOCK, '{"advance":60}', origin))).toEqual([403, "OriginNotAllowed"]);
    expect(refusal(await client.send("POST", CLOCK, undefined, origin))).toEqual([403, "OriginNotAllowed"]);
  });

  test("gets no fault and is not in the journal", async () => {
    client.emulator.addFault({ kind: "throttle", path: "*/resourceGroups/*" });
    await client.send("GET", groupId(client), undefined, { Origin: "https://evil.example" });
    expect(client.emulator.journal).toEqual([]);
    expect((await client.arm("GET", groupId(client), GROUPS)).status).toBe(429);
  });

  test("may open the emulator's page and data by a link only", async () => {
    const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
    expect((await client.exchange("GET", "/", undefined, link)).status).toBe(200);
    expect((await client.exchange("GET", "/emulator/faults", undefined, link)).status).toBe(200);
    expect((await client.exchange("GET", groupId(client), undefined, link)).status).toBe(403);
  });
});

test.each(["text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
  "refuses the Content-Type %p, which a page may send to another site",
  async (type) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await client.send(method, CLOCK, method === "DELETE" ? undefined : "{}", { "Content-Type": type });
      expect(refusal(answer)).toEqual([415, "UnsupportedMediaType"]);
    }
    expect(client.emulator.now()).toEqual(before);
  },
);

test("accepts a token request only as a form", async () => {
  const token = `/${client.environment["ARM_TENANT_ID"] ?? ""}/oauth2/v2.0/token`;
  expect((await client.signIn()).status).toBe(200);
  for (const type of ["text/plain", "application/json"]) {
    expect((await client.send("POST", token, "{}", { "Content-Type": type })).status).toBe(415);
  }
});

test.each([
  ["as JSON", { "Content-Type": "application/json; charset=utf-8" }],
  ["without a Content-Type, as a program sends it", {}],
  ["in capitals", { "Content-Type": "Application/JSON" }],
])("moves the clock for a body %s", async (_, headers) => {
  expect((await moveClock(headers)).status).toBe(200);
});

test.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])("accepts requests of its own page at %s", async (name) => {
  const host = `${name}:${new URL(client.emulator.url).port}`;
  const page = { Host: host, Origin: `https://${host.toLowerCase()}`, "Sec-Fetch-Site": "same-origin" };
  expect((await moveClock({ ...JSON_HEADERS, ...page })).status).toBe(200);
});

test("listens on the loopback interface only", async () => {
  const port = Number(new URL(client.emulator.url).port);
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address),
  );
  const reached = await Promise.all([...addresses, "127.0.0.1"].map((host) => canConnect(host, port)));
  expect(reached).toEqual([...addresses.map(() => false), true]);
});

async function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
  });
}
