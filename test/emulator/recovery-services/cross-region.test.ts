import type { Context } from "../../../lib/emulator/context";
import { accessToken } from "../../../lib/emulator/recovery-services/restores/cross-region-access";
import { at, refusal, type Answer } from "../client";
import { backupOf, ITEM_ID, itemOf, VAULT_ID, vaultOf } from "./records";
import { pointIn, requestOf, restoreContext, STAGING, type RestoreScene } from "./restore-records";
import { OLDER, pathOfLink, served } from "./served";
import type { RestoreRequest } from "../../../lib/emulator/recovery-services/restores/restore-request";

const REGION = "/subscriptions/s/providers/Microsoft.RecoveryServices/locations/northeurope";
const COPIED = vaultOf({ redundancySettings: { crossRegionRestore: "Enabled" } });
const UNAVAILABLE = [400, "UserErrorCrossRegionRestoreNotEnabled"];
const INVALID = [400, "BMSUserErrorInvalidInput"];
const GUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/;
const reasonOf = (answer: Answer): unknown => at(answer, "error.details.0.message");

function estateOf(scene: RestoreScene = { vault: COPIED }) {
  const context: Context = restoreContext(scene);
  const north = `${STAGING}north`;
  const account = context.state.resources.get(STAGING);
  if (account) context.state.resources.set(north, { ...account, id: north, body: { ...account.body, location: "northeurope" } });
  const send = served(context);
  const { name: point } = pointIn(context, itemOf(scene.item));
  const access = { accessTokenString: accessToken(ITEM_ID, point), recoveryPointId: point };
  const restore = (kind: RestoreRequest["recoveryType"], { more = {}, given = {}, region = REGION } = {}) =>
    send("POST", `${region}/backupCrossRegionRestore`, {
      crossRegionRestoreAccessDetails: { ...access, ...given },
      restoreRequest: requestOf(kind, { recoveryPointId: point, region: "northeurope", storageAccountId: north, ...more }),
    });
  const jobs = () => context.state.jobs.ofVault(VAULT_ID).filter(({ id }) => id !== "j");
  return { context, send, point, restore, jobs };
}

test("shows the identity of a region, which differs from region to region", async () => {
  const { context, send } = estateOf();
  const show = async (region: string) =>
    (await send("GET", `${region}/backupAadProperties`)).body as { properties: Record<string, unknown> };
  const { tenantId } = context.account;
  expect(await show(REGION)).toEqual({
    ...{ id: `${REGION}/backupAadProperties`, name: "backupAadProperties" },
    type: "Microsoft.RecoveryServices/locations/backupAadProperties",
    properties: {
      ...{ tenantId, authority: `${context.origin}/${tenantId}`, audience: `${context.origin}/` },
      servicePrincipalClientId: expect.stringMatching(GUID) as string,
      servicePrincipalObjectId: expect.stringMatching(GUID) as string,
    },
  });
  const ids = [REGION, REGION.replace("north", "west")].map(async (region) => Object.values((await show(region)).properties));
  const [north, west] = (await Promise.all(ids)).map((values) => values.filter((value) => GUID.test(String(value))));
  expect(new Set([...(north ?? []), ...(west ?? [])]).size).toBe(5);
});

test("gives the access token of a recovery point with all its members", async () => {
  const { context, send, point } = estateOf();
  const answer = await send("POST", `${ITEM_ID}/recoveryPoints/${point}/accessToken`, {});
  const properties = {
    ...{ objectType: "CrrAccessToken", accessTokenString: expect.stringMatching(GUID) as string, subscriptionId: "s" },
    ...{ resourceGroupName: "rg-app", resourceName: "rsv-app", resourceId: VAULT_ID, recoveryPointId: point },
    recoveryPointTime: `${new Date(pointIn(context).time).toISOString().slice(0, -1)}0000Z`,
    ...{ containerName: "iaasvmcontainerv2;rg-app;vm-web", datasourceName: "vm-web", bMSActiveRegion: "westeurope" },
    ...{ protectableObjectContainerHostOsName: "", protectableObjectUniqueName: ITEM_ID },
  };
  expect([answer.status, answer.body]).toEqual([
    200,
    { id: `${ITEM_ID}/recoveryPoints/${point}/accessToken`, name: "accessToken", properties },
  ]);
  expect(new Set([accessToken("a", "1"), accessToken("a", "2"), accessToken("b", "1")]).size).toBe(3);
  const missing = await send("POST", `${ITEM_ID}/recoveryPoints/1/accessToken`, {});
  expect(refusal(missing)).toEqual([404, "BMSUserErrorRecoveryPointNotFound"]);
});

test("restores in the secondary region, and tells its job a second later", async () => {
  const { context, send, restore, jobs } = estateOf();
  const accepted = await restore("RestoreDisks");
  expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, undefined]);
  const [job] = jobs();
  expect(job).toMatchObject({ operation: "CrossRegionRestore", itemId: ITEM_ID });
  const id = job?.id ?? "";
  const links = [accepted.headers["azure-asyncoperation"], accepted.headers["location"]].map(pathOfLink);
  expect(links[0]).toMatch(`${REGION}/backupCrrOperationsStatus/${id}?api-version=${OLDER}&t=`);
  expect(links[1]).toMatch(`${REGION}/backupCrrOperationResults/${id}?api-version=${OLDER}&t=`);
  const [status = "", result = ""] = links;
  expect([at(await send("GET", status), "status"), (await send("GET", result)).status]).toEqual(["InProgress", 202]);
  context.clock.advance(1000);
  expect((await send("GET", status)).body).toMatchObject({ status: "Succeeded", properties: { jobId: id } });
  expect((await send("GET", result)).status).toBe(204);
  for (const path of links) expect((await send("GET", path.replace("/s/", "/t/"))).status).toBe(404);
  const legacy = await send("POST", `${REGION}/backupCrrJobs?api-version=2023-08-01`, { resourceId: VAULT_ID });
  expect(at(legacy, "value.0.properties.actionsInfo")).toEqual([1]);
  const [, disks] = context.state.restores.get(id)?.steps ?? [];
  expect(disks?.resources.map(({ body }) => body["location"])).toEqual(["northeurope", "northeurope", "northeurope"]);
});

test.each<[string, RestoreScene, string]>([
  ["a vault without cross-region restore", {}, "northeurope"],
  ["another region than the paired one", { vault: COPIED }, "eastus"],
  ["a vault whose region has no pair", { vault: { ...COPIED, location: "qatarcentral" } }, "northeurope"],
])("refuses a restore of %s, and its jobs", async (_, scene, location) => {
  const { send, restore } = estateOf(scene);
  const region = REGION.replace("northeurope", location);
  const answer = await restore("RestoreDisks", { region });
  expect([refusal(answer), at(answer, "error.message")]).toEqual([
    UNAVAILABLE,
    `The recovery point cannot be restored in ${location}.`,
  ]);
  for (const list of ["backupCrrJob", "backupCrrJobs"])
    expect(refusal(await send("POST", `${region}/${list}`, { resourceId: VAULT_ID }))).toEqual(UNAVAILABLE);
});

test("takes the region in any case, and refuses a replacement and a point without a copy", async () => {
  const { context, restore } = estateOf();
  expect((await restore("RestoreDisks", { region: REGION.replace("northeurope", "NorthEurope") })).status).toBe(202);
  const [pending] = [...context.state.restores.values()];
  expect(pending?.steps[1]?.resources[0]?.body["location"]).toBe("northeurope");
  expect(refusal(await restore("OriginalLocation"))).toEqual(UNAVAILABLE);
  const job = context.state.jobs.get(VAULT_ID, "j") ?? backupOf("j", 60);
  const tasks = job.tasks.map((task, index) => (index === 0 ? task : { ...task, outcome: "Skipped" as const }));
  context.state.jobs.replace({ ...job, tasks });
  expect(refusal(await restore("RestoreDisks"))).toEqual(UNAVAILABLE);
});

test("refuses a foreign token, and the problems of any restore", async () => {
  const { restore, jobs } = estateOf();
  for (const given of [{ accessTokenString: "x" }, { recoveryPointId: "1" }]) {
    const answer = await restore("RestoreDisks", { given });
    expect([refusal(answer), reasonOf(answer)]).toEqual([
      INVALID,
      "crossRegionRestoreAccessDetails are not those of a recovery point",
    ]);
  }
  const unknown = { accessTokenString: accessToken(ITEM_ID, "1"), recoveryPointId: "1" };
  expect(refusal(await restore("RestoreDisks", { given: unknown }))).toEqual([404, "BMSUserErrorRecoveryPointNotFound"]);
  const elsewhere = await restore("RestoreDisks", { more: { storageAccountId: STAGING } });
  expect(refusal(elsewhere)).toEqual([400, "UserErrorStorageAccountRegionMismatch"]);
  expect(jobs()).toEqual([]);
});

test("refuses bodies of another form", async () => {
  const { send } = estateOf();
  const post = async (path: string, body: object) => at(await send("POST", `${REGION}/${path}`, body), "error.message");
  const restore = { restoreRequest: requestOf("RestoreDisks") };
  const access = { crossRegionRestoreAccessDetails: { accessTokenString: "x", recoveryPointId: "1" } };
  expect(await post("backupCrossRegionRestore", { ...restore, ...access, x: 1 })).toContain("type 'CrossRegionRestoreRequest'");
  for (const name of ["accessTokenString", "recoveryPointId"]) {
    const details = { ...access.crossRegionRestoreAccessDetails, [name]: 1 };
    expect(await post("backupCrossRegionRestore", { ...restore, crossRegionRestoreAccessDetails: details })).toContain(name);
  }
  expect(await post("backupCrrJob", { resourceId: VAULT_ID, x: 1 })).toContain("on object of type 'CrrJobRequest'");
  const vault = await send("POST", `${REGION}/backupCrrJobs`, { resourceId: ITEM_ID });
  expect([refusal(vault), reasonOf(vault)]).toEqual([INVALID, "resourceId is that of a vault"]);
});

describe("the jobs of the secondary region", () => {
  function jobsOf() {
    const { context, send } = estateOf();
    const restored = ["old", "new"].map((id, index) => backupOf(id, 50 - index, { operation: "CrossRegionRestore" }));
    for (const job of restored) context.state.jobs.add(job);
    return { context, send };
  }

  test("are listed without details, filtered, and in pages", async () => {
    const { context, send } = jobsOf();
    const list = async (query = "", path = `${REGION}/backupCrrJobs${query}`) => send("POST", path, { resourceId: VAULT_ID });
    const names = (answer: Answer) => (at(answer, "value") as { name: string }[]).map(({ name }) => name);
    const all = await list();
    expect(names(all)).toEqual(["new", "old"]);
    expect(at(all, "value.0.properties")).toMatchObject({ operation: "CrossRegionRestore", status: "Completed" });
    expect(at(all, "value.0.properties")).not.toHaveProperty("extendedInfo");
    expect(names(await list(`?$filter=${encodeURIComponent("jobId eq 'new'")}`))).toEqual(["new"]);
    expect(refusal(await list("?$filter=color"))).toEqual(INVALID);
    for (let index = 0; index < 200; index++)
      context.state.jobs.add(backupOf(`more-${index}`, 40, { operation: "CrossRegionRestore" }));
    const first = await list();
    const second = await list("", pathOfLink(at(first, "nextLink")));
    expect([...names(first), ...names(second)]).toHaveLength(202);
    expect(new Set([...names(first), ...names(second)]).size).toBe(202);
  });

  test("are shown alone with their details, in the format of the request; no other job is", async () => {
    const { send } = jobsOf();
    const show = (jobName: string | null | undefined, version = OLDER) =>
      send("POST", `${REGION}/backupCrrJob?api-version=${version}`, { resourceId: VAULT_ID, jobName });
    const job = await show("new");
    expect(job.body).toMatchObject({ name: "new", properties: { extendedInfo: { tasksList: [{}, {}] } } });
    expect(at(await show("new", "2026-07-01"), "properties.extendedInfo.tasksList")).toHaveLength(3);
    const primary = await show("j");
    expect([refusal(primary), at(primary, "error.message")]).toEqual([
      [404, "BMSUserErrorJobNotFound"],
      `Job not found: 'j' in vault ${VAULT_ID}.`,
    ]);
    for (const name of [null, undefined, "", "gone"])
      expect(at(await show(name), "error.message")).toBe(`Job not found: '${name ?? ""}' in vault ${VAULT_ID}.`);
  });
});
