import { BACKUP, VAULTS } from "../azurerm";
import { at, refusal } from "../client";
import { makeEstate, restoreOf, type Estate } from "./restore-client";

const CRR = "2021-11-15";
const REDUNDANCY = { redundancySettings: { standardTierStorageRedundancy: "GeoRedundant", crossRegionRestore: "Enabled" } };

let estate: Estate;
let region: string;
beforeAll(async () => {
  estate = await makeEstate();
  region = `${estate.client.subscription}/providers/Microsoft.RecoveryServices/locations/northeurope`;
  estate.client.emulator.addResource({ id: estate.staging.replace("strestore", "stnorth"), location: "northeurope" });
});

const token = async () => {
  const aad = await estate.client.arm("GET", `${region}/backupAadProperties`, CRR);
  const answer = await estate.client.arm("POST", `${estate.item}/recoveryPoints/${estate.point}/accessToken`, CRR, aad.body);
  return at(answer, "properties");
};

const post = async (recoveryType: string, more: object = {}) => {
  const storageAccountId = estate.staging.replace("strestore", "stnorth");
  const restoreRequest = restoreOf(estate, recoveryType, { region: "northeurope", storageAccountId, ...more });
  const body = { crossRegionRestoreAccessDetails: await token(), restoreRequest };
  return estate.client.arm("POST", `${region}/backupCrossRegionRestore`, CRR, body);
};

test("refuses a restore of a vault without cross-region restore", async () => {
  expect(refusal(await post("RestoreDisks"))).toEqual([400, "UserErrorCrossRegionRestoreNotEnabled"]);
});

describe("in a vault with cross-region restore", () => {
  beforeAll(async () => {
    estate = await makeEstate({ redundancy: REDUNDANCY.redundancySettings });
    estate.client.emulator.addResource({ id: estate.staging.replace("strestore", "stnorth"), location: "northeurope" });
  });

  test("restores disks in the secondary region; only that region lists the job", async () => {
    expect(at(await estate.client.arm("GET", estate.vault, VAULTS), "properties.redundancySettings")).toMatchObject(
      REDUNDANCY.redundancySettings,
    );
    const accepted = await post("RestoreDisks");
    expect(accepted.status).toBe(202);
    const jobName = String(at(await estate.client.follow(accepted), "properties.jobId"));
    estate.client.emulator.advance(6 * 3_600_000);
    const job = await estate.client.arm("POST", `${region}/backupCrrJob`, CRR, { resourceId: estate.vault, jobName });
    expect(job.body).toMatchObject({ name: jobName, properties: { operation: "CrossRegionRestore", status: "Completed" } });
    const listed = await estate.client.arm("POST", `${region}/backupCrrJobs`, CRR, { resourceId: estate.vault });
    expect((at(listed, "value") as { name: string }[]).map(({ name }) => name)).toEqual([jobName]);
    const primary = await estate.client.arm("GET", `${estate.vault}/backupJobs`, BACKUP);
    expect((at(primary, "value") as { name: string }[]).map(({ name }) => name)).not.toContain(jobName);
    const disks = await estate.client.arm("GET", `${estate.target}/providers/Microsoft.Compute/disks`, "2023-04-02");
    expect((at(disks, "value") as { location: string }[]).map(({ location }) => location)).toEqual(Array(3).fill("northeurope"));
  });

  test("refuses a restore in place, a foreign token, and an account of the primary region", async () => {
    expect(refusal(await post("OriginalLocation"))).toEqual([400, "UserErrorCrossRegionRestoreNotEnabled"]);
    expect(refusal(await post("RestoreDisks", { storageAccountId: estate.staging }))).toEqual([
      400,
      "UserErrorStorageAccountRegionMismatch",
    ]);
    const body = {
      crossRegionRestoreAccessDetails: { accessTokenString: "x", recoveryPointId: estate.point },
      restoreRequest: restoreOf(estate, "RestoreDisks"),
    };
    expect(refusal(await estate.client.arm("POST", `${region}/backupCrossRegionRestore`, CRR, body))).toEqual([
      400,
      "BMSUserErrorInvalidInput",
    ]);
  });
});
