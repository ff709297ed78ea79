import { BACKUP } from "../azurerm";
import { at, refusal } from "../client";
import { makeEstate, postRestore, restoreOf, startRestore, STORAGE, untilEnded, type Estate } from "./restore-client";

const DAY = 86_400_000;

let estate: Estate;
beforeAll(async () => {
  estate = await makeEstate();
  const account = (name: string, location: string, sku: string, kind: string) =>
    estate.client.arm("PUT", estate.staging.replace("strestore", name), STORAGE, { location, sku: { name: sku }, kind });
  await account("stzonal", "westeurope", "Standard_ZRS", "StorageV2");
  await account("stblobs", "westeurope", "Standard_LRS", "BlobStorage");
  await account("stfar", "northeurope", "Standard_LRS", "StorageV2");
});

const validate = async (properties: unknown) => {
  const restoreRequest = properties;
  const accepted = await estate.client.arm("POST", `${estate.vault}/backupTriggerValidateOperation`, BACKUP, {
    id: `${estate.item}/recoveryPoints/${estate.point}`,
    properties: { objectType: "ValidateIaasVMRestoreOperationRequest", restoreRequest },
  });
  expect(accepted.status).toBe(202);
  const result = accepted.headers["location"] ?? "";
  expect((await estate.client.arm("GET", result, "")).status).toBe(202);
  const status = await estate.client.follow(accepted);
  const answered = await estate.client.arm("GET", result, "");
  const path = "validateOperationResponse.validationResults";
  expect(at(status, `properties.${path}`)).toEqual(at(answered, path));
  return (at(answered, path) as { code: string }[]).map(({ code }) => code);
};

const staging = (name: string) => ({ storageAccountId: estate.staging.replace("strestore", name) });

const CASES: readonly (readonly [string, string, () => object, string])[] = [
  ["an unknown staging account", "RestoreDisks", () => staging("stgone"), "UserErrorStagingStorageAccountNotFound"],
  ["a staging account of another region", "RestoreDisks", () => staging("stfar"), "UserErrorStorageAccountRegionMismatch"],
  ["a zone-redundant staging account", "RestoreDisks", () => staging("stzonal"), "UserErrorStorageAccountNotSupported"],
  ["a staging account for blobs", "OriginalLocation", () => staging("stblobs"), "UserErrorStorageAccountNotSupported"],
  ["no staging account", "RestoreDisks", () => ({ storageAccountId: undefined }), "BMSUserErrorInvalidInput"],
  ["no subnet", "AlternateLocation", () => ({ subnetId: undefined }), "BMSUserErrorInvalidInput"],
  ["an unknown subnet", "AlternateLocation", () => ({ subnetId: `${estate.subnet}2` }), "UserErrorSubnetNotFound"],
  [
    "an unknown target group",
    "RestoreDisks",
    () => ({ targetResourceGroupId: `${estate.target}2` }),
    "UserErrorTargetResourceGroupNotFound",
  ],
  [
    "the name of a VM that exists",
    "AlternateLocation",
    () => ({ targetVirtualMachineId: estate.vm }),
    "UserErrorTargetVirtualMachineAlreadyExists",
  ],
  ["a LUN that the point does not have", "RestoreDisks", () => ({ restoreDiskLunList: [7] }), "UserErrorRestoreDiskLunNotFound"],
  [
    "rehydration of a point that is not archived",
    "RestoreDisks",
    () => ({ recoveryPointRehydrationInfo: { rehydrationRetentionDuration: "P15D", rehydrationPriority: "Standard" } }),
    "UserErrorRecoveryPointNotInArchiveTier",
  ],
];

test.each(CASES)("validation finds, and restore refuses, %s", async (_, recoveryType, more, code) => {
  const properties = restoreOf(estate, recoveryType, more());
  expect(await validate(properties)).toEqual([code]);
  expect(refusal(await postRestore(estate, properties))).toEqual([400, code]);
});

test.each(["RestoreDisks", "AlternateLocation", "OriginalLocation"])(
  "validation finds nothing in a valid %s",
  async (recoveryType) => {
    expect(await validate(restoreOf(estate, recoveryType))).toEqual([]);
  },
);

test("validation finds an injected fault once", async () => {
  estate.client.emulator.addFault({
    kind: "restoreValidation",
    vm: "vm-web",
    code: "UserErrorQuotaExceeded",
    message: "No cores.",
  });
  expect(await validate(restoreOf(estate, "RestoreDisks"))).toEqual(["UserErrorQuotaExceeded"]);
  expect(await validate(restoreOf(estate, "RestoreDisks"))).toEqual([]);
});

test("serves the synchronous validation", async () => {
  const body = {
    id: `${estate.item}/recoveryPoints/${estate.point}`,
    properties: { objectType: "ValidateIaasVMRestoreOperationRequest", restoreRequest: restoreOf(estate, "RestoreDisks") },
  };
  const answer = await estate.client.arm("POST", `${estate.vault}/backupValidateOperation`, BACKUP, body);
  expect(answer.body).toEqual({ validateOperationResponse: { validationResults: [] } });
});

test("refuses an unknown recovery point, another id in the body, and an unknown property", async () => {
  const { client, item } = estate;
  const post = (point: string, properties: unknown) =>
    client.arm("POST", `${item}/recoveryPoints/${point}/restore`, BACKUP, { properties });
  expect(refusal(await post("1", restoreOf(estate, "RestoreDisks", { recoveryPointId: "1" })))).toEqual([
    404,
    "BMSUserErrorRecoveryPointNotFound",
  ]);
  expect(refusal(await post(estate.point, restoreOf(estate, "RestoreDisks", { recoveryPointId: "1" })))).toEqual([
    400,
    "BMSUserErrorInvalidInput",
  ]);
  expect(refusal(await post(estate.point, restoreOf(estate, "RestoreDisks", { colour: "red" })))).toEqual([
    400,
    "InvalidRequestContent",
  ]);
});

test("rehydrates an archived recovery point for a restore, and archives it again", async () => {
  estate = await makeEstate();
  const { client, item, point } = estate;
  const tiers = async () =>
    at(await client.arm("GET", `${item}/recoveryPoints/${point}`, BACKUP), "properties.recoveryPointTierDetails");
  const move = () =>
    client.arm("POST", `${item}/recoveryPoints/${point}/move`, BACKUP, {
      sourceTierType: "HardenedRP",
      targetTierType: "ArchivedRP",
    });
  expect(refusal(await move())).toEqual([400, "UserErrorRecoveryPointNotReadyForMove"]);
  client.emulator.advance(100 * DAY);
  expect((await move()).status).toBe(202);
  client.emulator.advance(120_000);
  expect(await tiers()).toEqual([{ type: "ArchivedRP", status: "Valid" }]);
  expect(refusal(await postRestore(estate, restoreOf(estate, "RestoreDisks")))).toEqual([
    400,
    "UserErrorRecoveryPointInArchiveTier",
  ]);
  const rehydration = { rehydrationRetentionDuration: "P12D", rehydrationPriority: "High" };
  const properties = restoreOf(estate, "RestoreDisks", {
    objectType: "IaasVMRestoreWithRehydrationRequest",
    recoveryPointRehydrationInfo: rehydration,
  });
  const job = await startRestore(estate, properties);
  client.emulator.advance(3_600_000);
  expect(await tiers()).toEqual([{ type: "ArchivedRP", status: "Rehydrated" }]);
  expect((await untilEnded(estate, job)).status).toBe("Completed");
  client.emulator.advance(13 * DAY);
  expect(await tiers()).toEqual([{ type: "ArchivedRP", status: "Valid" }]);
});
