import { ResourceGraph } from "../../../lib/hook/estate/resource-graph";
import { VMS_QUERY } from "../../../lib/azure/resource-graph";
import { scriptedAzure, type Answer } from "../scripted-azure";

const row = (name: string) => ({ id: `/vms/${name}` });
const page = (names: readonly string[], token?: string, more: object = {}) => ({
  totalRecords: 9,
  count: names.length,
  data: names.map(row),
  resultTruncated: token === undefined ? "false" : "true",
  ...(token === undefined ? {} : { $skipToken: token }),
  ...more,
});

async function read(...answers: readonly Answer[]) {
  const left = [...answers];
  const azure = scriptedAzure(() => (left.length > 1 ? left.shift() : left[0]));
  const graph = new ResourceGraph(await azure.context.connect(), azure.context);
  const rows = graph.rows(VMS_QUERY, "cannot list the VMs", (one) => (one as { id: string }).id, { managementGroups: ["mg"] });
  return { ...azure, rows };
}

test("reads every page with its token, and each row once, whatever its case", async () => {
  const { rows, sent } = await read({ body: page(["a", "b"], "t1") }, { body: page(["B", "c"], "t2") }, { body: page([]) });
  await expect(rows).resolves.toEqual(["/vms/a", "/vms/b", "/vms/c"]);
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array<string>(3).fill("POST /providers/Microsoft.ResourceGraph/resources"),
  );
  const options = { resultFormat: "objectArray" };
  expect(sent.map(({ body }) => body)).toEqual(
    [options, { ...options, $skipToken: "t1" }, { ...options, $skipToken: "t2" }].map((one) => ({
      query: VMS_QUERY,
      managementGroups: ["mg"],
      options: one,
    })),
  );
});

test("goes on if Azure says that an answer with a token is not truncated", async () => {
  const { rows } = await read({ body: page(["a"], "t1", { resultTruncated: "false" }) }, { body: page(["b"]) });
  await expect(rows).resolves.toHaveLength(2);
});

test.each<[string, Answer, string]>([
  ["rows are missing and there is no token", { body: page(["a"], undefined, { resultTruncated: "true" }) }, "$skipToken"],
  ["the count is not that of the rows", { body: page(["a"], undefined, { count: 2 }) }, "count must be"],
  ["a row has no id", { body: { ...page([]), count: 1, data: [{}] } }, "id is missing"],
  ["there is no data", { body: { count: 0 } }, "data is missing"],
  [
    "not every subscription was asked",
    { status: 200, body: page(["a"]), headers: { "x-ms-tenant-subscription-limit-hit": "true" } },
    "more subscriptions than Resource Graph answers for",
  ],
])("throws if %s", async (_, answer, message) => {
  const { rows } = await read(answer);
  await expect(rows).rejects.toThrow(message);
});

test("throws if a token leads to a page that was read", async () => {
  const { rows } = await read({ body: page(["a"], "t1") });
  await expect(rows).rejects.toThrow("leads to a page that was read before");
});

test("waits until the quota is there again before it asks for the next page", async () => {
  const headers = { "x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:00:05" };
  const { rows, clock } = await read({ status: 200, body: page(["a"], "t1"), headers }, { body: page(["b"]) });
  await expect(rows).resolves.toHaveLength(2);
  expect(clock.sleeps).toEqual([5_000]);
});

test("repeats a query that Azure throttles, after the time that it asks for", async () => {
  const throttled = { status: 429, body: { error: { code: "RateLimiting" } }, headers: { "Retry-After": "4" } };
  const { rows, clock } = await read(throttled, { body: page(["a"]) });
  await expect(rows).resolves.toHaveLength(1);
  expect(clock.sleeps).toEqual([4_000]);
});
