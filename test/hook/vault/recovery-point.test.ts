import { isUnhealthy, readRecoveryPoint } from "../../../lib/hook/vault/recovery-point";

function point(properties: object = {}) {
  return readRecoveryPoint({ name: "point-1", properties });
}

test("reads a recovery point that says nothing", () => {
  expect(point()).toEqual({
    ...{ id: "point-1", time: undefined, tiers: [], expires: undefined, consistency: "Unknown", threatStatus: undefined },
    threats: [],
  });
});

test("reads the time, the expiry and the facts of the VM", () => {
  expect(
    point({
      ...{ recoveryPointTime: "2026-11-20T10:00:00Z", recoveryPointProperties: { expiryTime: "2026-12-20T23:59:59Z" } },
      ...{ osType: "Linux", securityType: "TrustedLaunch", zones: ["1"], isSourceVMEncrypted: false },
    }),
  ).toMatchObject({
    ...{ time: new Date("2026-11-20T10:00:00Z"), expires: new Date("2026-12-20T23:59:59Z"), osType: "Linux" },
    ...{ securityType: "TrustedLaunch", zones: ["1"], isSourceEncrypted: false },
  });
  expect(point({ securityType: "None" }).securityType).toBe("Standard");
});

test.each([
  ["AppConsistent", "Application consistent"],
  ["FileSystemConsistent", "File system consistent"],
  ["CrashConsistent", "Crash consistent"],
  ["SomethingNew", "SomethingNew"],
])("names the consistency %s as the portal does", (recoveryPointType, consistency) => {
  expect(point({ recoveryPointType }).consistency).toBe(consistency);
});

test.each<[{ type?: string; status?: string }, string[]]>([
  [{ type: "InstantRP", status: "Valid" }, ["Snapshot"]],
  [{ type: "HardenedRP", status: "Valid" }, ["Vault-Standard"]],
  [{ type: "ArchivedRP", status: "Valid" }, ["Vault-Archive"]],
  [{ type: "ArchivedRP", status: "Rehydrated" }, ["Vault-Standard (rehydrated)"]],
  [{ type: "NewRP" }, ["NewRP"]],
  [{ type: "InstantRP", status: "Deleted" }, []],
  [{ type: "HardenedRP", status: "Disabled" }, []],
  [{ type: "HardenedRP", status: "Invalid" }, []],
  [{ status: "Valid" }, []],
])("reads the tier %j", (tier, tiers) => {
  expect(point({ recoveryPointTierDetails: [tier] }).tiers).toEqual(tiers);
});

test("reads the LUNs of the data disks, without the disk of the system", () => {
  const includedDiskList = [{ lun: -1 }, { lun: 0 }, { lun: 3 }, {}];
  expect(point({ recoveryPointDiskConfiguration: { includedDiskList } }).dataDiskLuns).toEqual([0, 3]);
  expect(point({ recoveryPointDiskConfiguration: {} }).dataDiskLuns).toBeUndefined();
});

test("reads what a threat scan found", () => {
  const threatInfo = [{ threatTitle: "Ransomware" }, {}];
  expect(point({ threatStatus: "UnHealthy", threatInfo })).toMatchObject({ threatStatus: "UnHealthy", threats: ["Ransomware"] });
  expect(point({ threatStatus: 0 }).threatStatus).toBeUndefined();
});

test.each<[string | undefined, boolean]>([
  ["UnHealthy", true],
  ["Warning", true],
  ["Healthy", false],
  [undefined, false],
])("a recovery point of the threat status %s may hold a threat: %s", (threatStatus, unhealthy) => {
  expect(isUnhealthy({ threatStatus })).toBe(unhealthy);
});
