import type { Context } from "../../../lib/emulator/context";
import { at, refusal, type Answer } from "../client";
import { DAY, ITEM_ID, itemOf, MINUTE, NOW, VAULT_ID } from "./records";
import { pointIn, requestOf, restoreContext, STAGING, type RestoreScene } from "./restore-records";
import { OLDER, pathOfLink, served, type Send } from "./served";
import type { RestoreRequest } from "../../../lib/emulator/recovery-services/restores/restore-request";

type Kind = RestoreRequest["recoveryType"];
const INVALID = [400, "BMSUserErrorInvalidInput"];
const reasonOf = (answer: Answer): unknown => at(answer, "error.details.0.message");

interface Estate {
  readonly context: Context;
  readonly send: Send;
  readonly point: string;
  /** The path of the recovery point. */
  readonly path: string;
}

function estateOf(scene: RestoreScene = {}, headers: Readonly<Record<string, string>> = {}): Estate {
  const context = restoreContext(scene);
  const { name } = pointIn(context, itemOf(scene.item));
  return { context, send: served(context, headers), point: name, path: `${ITEM_ID}/recoveryPoints/${name}` };
}
const jobsOf = ({ state }: Context) => state.jobs.ofVault(VAULT_ID).filter(({ id }) => id !== "j");
const restore = ({ send, path, point }: Estate, kind: Kind = "RestoreDisks", more: object = {}) =>
  send("POST", `${path}/restore`, { properties: { ...requestOf(kind), recoveryPointId: point, ...more } });

describe("a restore", () => {
  test("starts a job with the id of its operation, which succeeds a second later", async () => {
    const estate = estateOf({}, { "x-ms-client-request-id": "mine" });
    const accepted = await restore(estate);
    expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, undefined]);
    const [job, ...others] = jobsOf(estate.context);
    expect([others, job?.operation, job?.activityId]).toEqual([[], "Restore", "mine"]);
    const id = job?.id ?? "";
    expect(estate.context.state.restores.get(id)?.jobId).toBe(id);
    const links = [accepted.headers["azure-asyncoperation"], accepted.headers["location"]].map(pathOfLink);
    expect(links[0]).toMatch(`${ITEM_ID}/operationsStatus/${id}?api-version=${OLDER}&t=`);
    expect(links[1]).toMatch(`${ITEM_ID}/operationResults/${id}?api-version=${OLDER}&t=`);
    expect(at(await estate.send("GET", links[0] ?? ""), "status")).toBe("InProgress");
    estate.context.clock.advance(1000);
    expect((await estate.send("GET", links[0] ?? "")).body).toMatchObject({ status: "Succeeded", properties: { jobId: id } });
    expect(estate.context.state.jobs.get(VAULT_ID, "j")?.backup).not.toHaveProperty("rehydrated");
  });

  test("is refused if the body names another point, and for each problem, without a job", async () => {
    const estate = estateOf();
    const other = await restore(estate, "RestoreDisks", { recoveryPointId: "1" });
    expect([refusal(other), reasonOf(other)]).toEqual([INVALID, `recoveryPointId is 1, and the path names ${estate.point}`]);
    const problem = await restore(estate, "RestoreDisks", { region: undefined });
    expect([refusal(problem), reasonOf(problem)]).toEqual([INVALID, "RestoreDisks needs region"]);
    const missing = await estate.send("POST", `${ITEM_ID}/recoveryPoints/1/restore`, { properties: requestOf("RestoreDisks") });
    expect(refusal(missing)).toEqual([404, "BMSUserErrorRecoveryPointNotFound"]);
    expect(jobsOf(estate.context)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["an unknown member", { colour: "red" }, "Could not find member 'colour' on object of type 'RestoreRequestResource'"],
    ["another kind", { recoveryType: "Disks" }, "it can be RestoreDisks, AlternateLocation or OriginalLocation."],
    [
      "another type",
      { objectType: "AzureFileShareRestoreRequest" },
      "it can be IaasVMRestoreRequest or IaasVMRestoreWithRehydrationRequest.",
    ],
    ["a LUN that is no integer", { restoreDiskLunList: [1.5] }, "'properties.restoreDiskLunList.0'"],
    [
      "a duration in hours",
      { recoveryPointRehydrationInfo: { rehydrationRetentionDuration: "PT15H", rehydrationPriority: "High" } },
      "it is a duration in days, such as P15D.",
    ],
    [
      "a duration with more after it",
      { recoveryPointRehydrationInfo: { rehydrationRetentionDuration: "P15DT1H", rehydrationPriority: "High" } },
      "it is a duration in days, such as P15D.",
    ],
    [
      "another priority",
      { recoveryPointRehydrationInfo: { rehydrationRetentionDuration: "P15D", rehydrationPriority: "Low" } },
      "it can be Standard or High.",
    ],
  ])("is refused with %s", async (_, more, message) => {
    const answer = await restore(estateOf(), "RestoreDisks", more);
    expect(refusal(answer)).toEqual([400, "InvalidRequestContent"]);
    expect(at(answer, "error.message")).toContain(message);
  });

  test("is accepted with every member of the model", async () => {
    const more = {
      ...{ targetDomainNameId: null, affinityGroup: "", createNewCloudService: false, originalStorageAccountOption: false },
      ...{ encryptionDetails: { encryptionEnabled: false }, restoreWithManagedDisks: true, diskEncryptionSetId: null },
      ...{ identityInfo: { isSystemAssignedIdentity: true }, extendedLocation: null, securedVMDetails: {}, zones: null },
      ...{ identityBasedRestoreDetails: { objectType: "IdentityBasedRestoreDetails", targetStorageAccountId: STAGING } },
      ...{ targetDiskNetworkAccessSettings: null, resourceGuardOperationRequests: [], recoveryPointRehydrationInfo: null },
    };
    const estate = estateOf();
    expect((await restore(estate, "AlternateLocation", more)).status).toBe(202);
    const resource = { id: "x", name: "x", type: "x", eTag: null, location: "westeurope", tags: {} };
    const properties = { ...requestOf("OriginalLocation"), recoveryPointId: estate.point };
    expect((await estate.send("POST", `${estate.path}/restore`, { ...resource, properties })).status).toBe(202);
  });

  test("makes no job if its operation fails by a fault", async () => {
    const estate = estateOf();
    estate.context.state.faults.add({ kind: "operation", code: "CloudInternalError" });
    const accepted = await restore(estate);
    expect([accepted.status, jobsOf(estate.context)]).toEqual([202, []]);
    const status = pathOfLink(accepted.headers["azure-asyncoperation"]);
    expect(at(await estate.send("GET", status), "status")).toBe("InProgress");
    estate.context.clock.advance(1000);
    expect((await estate.send("GET", status)).body).toMatchObject({ status: "Failed", error: { code: "CloudInternalError" } });
  });

  test("asks the guard of the vault, if it protects restores", async () => {
    const estate = estateOf();
    const { resources } = estate.context.state;
    const type = "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies";
    const guard = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.DataProtection/resourceGuards/g";
    const proxy = { id: `${VAULT_ID}/backupResourceGuardProxies/p`, name: "p", type };
    resources.set(proxy.id, { ...proxy, body: { properties: { resourceGuardResourceId: guard } } });
    const refused = await restore(estate);
    expect(at(refused, "error.message")).toBe("ResourceGuard Operation requestid is either null or empty");
    expect(jobsOf(estate.context)).toEqual([]);
    const resourceGuardOperationRequests = [`${guard}/restoreRequests/default`];
    expect((await restore(estate, "RestoreDisks", { resourceGuardOperationRequests })).status).toBe(202);
    const restoreAction =
      "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action";
    const body = { properties: { vaultCriticalOperationExclusionList: [restoreAction] } };
    resources.set(guard, { ...{ id: guard, name: "g", type: "Microsoft.DataProtection/resourceGuards" }, body });
    expect((await restore(estate)).status).toBe(202);
  });
});

describe("a move to the archive tier", () => {
  const TO_ARCHIVE = { sourceTierType: "HardenedRP", targetTierType: "ArchivedRP" };
  const archive = ({ send, path }: Estate, body: object = TO_ARCHIVE) => send("POST", `${path}/move`, body);
  const tiersOf = async ({ send, path }: Estate) => at(await send("GET", path), "properties.recoveryPointTierDetails");

  test("takes a minute, from the 90th day on", async () => {
    const estate = estateOf();
    const young = await archive(estate);
    expect([refusal(young), at(young, "error.message")]).toEqual([
      [400, "UserErrorRecoveryPointNotReadyForMove"],
      "The recovery point cannot be moved to the archive tier. Whether this recovery point can be moved is not determined yet.",
    ]);
    estate.context.clock.advance(90 * DAY);
    const accepted = await archive(estate, { objectType: "MoveRPAcrossTiersRequest", ...TO_ARCHIVE });
    expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, undefined]);
    const status = pathOfLink(accepted.headers["azure-asyncoperation"]);
    expect(status).toMatch(new RegExp(`^${ITEM_ID}/operationsStatus/[\\da-f-]{36}\\?api-version=${OLDER}&t=`));
    estate.context.clock.advance(MINUTE - 1);
    expect([await tiersOf(estate), at(await estate.send("GET", status), "status")]).toEqual([
      [{ type: "HardenedRP", status: "Valid" }],
      "InProgress",
    ]);
    estate.context.clock.advance(1);
    expect([await tiersOf(estate), at(await estate.send("GET", status), "status")]).toEqual([
      [{ type: "ArchivedRP", status: "Valid" }],
      "Succeeded",
    ]);
    expect(at(await archive(estate), "error.message")).toContain("Recovery point is already in the archive tier.");
  });

  test.each([
    ["no source", { targetTierType: "ArchivedRP" }],
    ["another source", { ...TO_ARCHIVE, sourceTierType: "InstantRP" }],
    ["another target", { ...TO_ARCHIVE, targetTierType: "HardenedRP" }],
  ])("is refused with %s", async (_, body) => {
    const answer = await archive(estateOf(), body);
    expect([refusal(answer), reasonOf(answer)]).toEqual([
      INVALID,
      "a recovery point can only move from HardenedRP to ArchivedRP",
    ]);
  });

  test("is refused with an unknown member, and for an unknown point", async () => {
    const estate = estateOf();
    const answer = await archive(estate, { ...TO_ARCHIVE, tier: "x" });
    expect(at(answer, "error.message")).toContain("on object of type 'MoveRPAcrossTiersRequest'");
    expect(refusal(await archive({ ...estate, path: `${ITEM_ID}/recoveryPoints/1` }))[0]).toBe(404);
  });

  test("changes nothing if its operation fails by a fault", async () => {
    const estate = estateOf();
    estate.context.clock.advance(90 * DAY);
    estate.context.state.faults.add({ kind: "operation", code: "CloudInternalError" });
    const accepted = await archive(estate);
    estate.context.clock.advance(MINUTE);
    const status = await estate.send("GET", pathOfLink(accepted.headers["azure-asyncoperation"]));
    expect([at(status, "error.code"), await tiersOf(estate)]).toEqual([
      "CloudInternalError",
      [{ type: "HardenedRP", status: "Valid" }],
    ]);
  });

  test("ends for the days of a rehydration, an hour after a restore with high priority", async () => {
    const estate = estateOf();
    estate.context.clock.advance(90 * DAY);
    await archive(estate);
    estate.context.clock.advance(MINUTE);
    const info = { rehydrationRetentionDuration: "P12D", rehydrationPriority: "High" };
    const accepted = await restore(estate, "RestoreDisks", { recoveryPointRehydrationInfo: info });
    expect(accepted.status).toBe(202);
    const from = NOW + 90 * DAY + MINUTE + 60 * MINUTE;
    expect(estate.context.state.jobs.get(VAULT_ID, "j")?.backup?.rehydrated).toEqual({ from, until: from + 12 * DAY });
    estate.context.clock.advance(60 * MINUTE);
    expect(await tiersOf(estate)).toEqual([{ type: "ArchivedRP", status: "Rehydrated" }]);
  });
});

const VALIDATION = "ValidateIaasVMRestoreOperationRequest";

describe("a validation", () => {
  const bodyOf = ({ path }: Estate, request: object, more: object = {}) => ({
    ...{ id: path, properties: { objectType: VALIDATION, restoreRequest: request } },
    ...more,
  });
  const validate = (estate: Estate, body: object) => estate.send("POST", `${VAULT_ID}/backupValidateOperation`, body);
  const findings = (answer: Answer) => at(answer, "validateOperationResponse.validationResults");
  const NO_REGION = { code: "BMSUserErrorInvalidInput", message: "Input provided for the call is invalid", recommendations: [] };

  test("finds what a restore would be refused for, at once or ten seconds later", async () => {
    const estate = estateOf();
    const body = bodyOf(estate, requestOf("RestoreDisks", { region: undefined }));
    const expected = { validateOperationResponse: { validationResults: [NO_REGION] } };
    const now = await validate(estate, body);
    expect([now.status, now.body]).toEqual([200, expected]);
    const accepted = await estate.send("POST", `${VAULT_ID}/backupTriggerValidateOperation`, body);
    expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, undefined]);
    const links = [accepted.headers["azure-asyncoperation"], accepted.headers["location"]].map(pathOfLink);
    const places = ["backupValidateOperationsStatuses", "backupValidateOperationResults"];
    for (const [index, place] of places.entries())
      expect(links[index]).toMatch(new RegExp(`^${VAULT_ID}/${place}/[\\da-f-]{36}\\?api-version=${OLDER}&t=`));
    estate.context.clock.advance(9999);
    const running = await estate.send("GET", links[0] ?? "");
    expect([at(running, "status"), at(running, "properties"), (await estate.send("GET", links[1] ?? "")).status]).toEqual([
      ...["InProgress", undefined, 202],
    ]);
    estate.context.clock.advance(1);
    expect((await estate.send("GET", links[0] ?? "")).body).toMatchObject({
      status: "Succeeded",
      properties: { objectType: "OperationStatusValidateOperationExtendedInfo", ...expected },
    });
    const result = await estate.send("GET", links[1] ?? "");
    expect([result.status, result.body]).toEqual([200, expected]);
    expect(jobsOf(estate.context)).toEqual([]);
  });

  test("finds nothing in a valid request, in the newer and in the older form of the body", async () => {
    const estate = estateOf();
    for (const objectType of [VALIDATION, "ValidateRestoreOperationRequest"]) {
      const properties = { objectType, restoreRequest: requestOf("AlternateLocation") };
      expect(findings(await validate(estate, { id: estate.path, properties }))).toEqual([]);
    }
    const old = { id: estate.path, objectType: VALIDATION, restoreRequest: requestOf("OriginalLocation", { region: "" }) };
    expect(findings(await validate(estate, old))).toEqual([NO_REGION]);
  });

  test("finds a fault of its VM once, with Azure's text or its own", async () => {
    const estate = estateOf();
    const request = bodyOf(estate, requestOf("RestoreDisks"));
    const find = async (more: object) => {
      estate.context.state.faults.add({ kind: "restoreValidation", code: "CloudInternalError", ...more });
      return findings(await validate(estate, request));
    };
    const code = "CloudInternalError";
    expect(await find({ vm: "other" })).toEqual([]);
    estate.context.state.faults.clear();
    expect(await find({})).toEqual([{ code, message: "Azure Backup encountered an internal error.", recommendations: [] }]);
    expect(await find({ vm: "vm-web", message: "Mine." })).toEqual([{ code, message: "Mine.", recommendations: [] }]);
    const unknown = "UserErrorQuotaExceeded";
    expect(await find({ code: unknown })).toMatchObject([{ code: unknown, message: `The restore failed with ${unknown}.` }]);
    expect(findings(await validate(estate, request))).toEqual([]);
  });

  test("is refused without a request, and with the id of something else", async () => {
    const estate = estateOf();
    const without = await validate(estate, { id: estate.path });
    expect([refusal(without), reasonOf(without)]).toEqual([INVALID, "a validation needs a restoreRequest"]);
    const foreign = estate.path.replace("/rsv-app/", "/rsv-other/");
    for (const id of [undefined, ITEM_ID, VAULT_ID, foreign, `${VAULT_ID}/recoveryPoints/1`, `${estate.path}/x`]) {
      const answer = await validate(estate, bodyOf(estate, requestOf("RestoreDisks"), { id }));
      expect([refusal(answer), reasonOf(answer)]).toEqual([
        INVALID,
        "the id of a validation must be that of a recovery point in the vault",
      ]);
    }
    const unknown = bodyOf(estate, requestOf("RestoreDisks"), { id: `${ITEM_ID}/recoveryPoints/1` });
    expect(refusal(await validate(estate, unknown))).toEqual([404, "BMSUserErrorRecoveryPointNotFound"]);
    const other = await validate(estate, bodyOf(estate, requestOf("RestoreDisks"), { colour: 1 }));
    expect(at(other, "error.message")).toContain("on object of type 'ValidateOperationRequestResource'");
    const kind = await validate(estate, {
      id: estate.path,
      properties: { objectType: "x", restoreRequest: requestOf("RestoreDisks") },
    });
    expect(at(kind, "error.message")).toContain(`it can be ${VALIDATION}.`);
  });
});
