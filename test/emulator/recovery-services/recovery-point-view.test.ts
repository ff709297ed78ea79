import { recoveryPointsOf } from "../../../lib/emulator/recovery-services/recovery-points/recovery-points";
import { recoveryPointView } from "../../../lib/emulator/recovery-services/recovery-points/recovery-point-view";
import type { RecoveryPoint } from "../../../lib/emulator/recovery-services/recovery-points/recovery-point";
import type { ProtectedItem, Vault } from "../../../lib/emulator/recovery-services/model";
import { at, refusal } from "../client";
import { backupOf, contextOf, DAY, ITEM_ID, itemOf, MINUTE, NOW, policyOf, vaultOf, VM_ID } from "./records";
import { pathOfLink, NEWER, OLDER, served } from "./served";

const POINTS = `${ITEM_ID}/recoveryPoints`;
const POINT: RecoveryPoint = {
  ...{ name: "1", time: NOW - DAY, instant: true, vaulted: true, archived: false, source: undefined },
  ...{ expiry: Infinity, scheduled: false, policyType: undefined },
};
const SOURCE = {
  ...{ location: "westeurope", vmSize: "Standard_D2s_v5", osType: "Linux", securityType: "Standard", osDiskSizeGB: 30 },
  ...{ dataDisks: [{ lun: 1, sizeGB: 8 }], excluded: [{ lun: 2, sizeGB: 9 }] },
};

interface Scene {
  readonly item?: Partial<ProtectedItem>;
  readonly vault?: Vault;
  /** The properties of the VM; null if the VM is gone. */
  readonly vm?: object | null;
  readonly apiVersion?: string;
}

function shown(more: Partial<RecoveryPoint> = {}, { item, vault = vaultOf(), vm, apiVersion = OLDER }: Scene = {}) {
  const context = contextOf([], { item: itemOf(item), vault });
  const { retentionPolicy: _, ...weekly } = policyOf("weekly").properties;
  const weeklySchedule = { daysOfTheWeek: ["Sunday"], retentionDuration: { count: 4, durationType: "Weeks" } };
  const retentionPolicy = { retentionPolicyType: "LongTermRetentionPolicy", weeklySchedule };
  for (const policy of [policyOf("daily"), policyOf("weekly", { ...weekly, retentionPolicy })])
    context.state.policies.set(policy.id, policy);
  const machine = context.state.resources.get(VM_ID);
  if (machine && vm) context.state.resources.set(VM_ID, { ...machine, body: { ...machine.body, properties: vm } });
  if (vm === null) context.state.resources.delete(VM_ID);
  return recoveryPointView(context, itemOf(item), { ...POINT, ...more }, apiVersion);
}
const properties = (more?: Partial<RecoveryPoint>, scene?: Scene) => shown(more, scene)["properties"] as Record<string, unknown>;

const VM = {
  hardwareProfile: { vmSize: "Standard_B2s" },
  storageProfile: { osDisk: { osType: "Windows" } },
  securityProfile: { securityType: "TrustedLaunch" },
};

test("shows an on-demand recovery point with all its members", () => {
  expect(shown({}, { vm: VM })).toEqual({
    id: `${POINTS}/1`,
    name: "1",
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints",
    properties: {
      ...{ objectType: "IaasVMRecoveryPoint", recoveryPointType: "AppConsistent", recoveryPointAdditionalInfo: "" },
      recoveryPointTime: "2027-01-14T09:00:00.0000000Z",
      sourceVMStorageType: "PremiumVMOnPartialPremiumStorage",
      ...{ isSourceVMEncrypted: false, isInstantIlrSessionActive: false, isManagedVirtualMachine: true },
      ...{ originalStorageAccountOption: false, isPrivateAccessEnabledOnAnyDisk: false },
      recoveryPointTierDetails: [
        { type: "InstantRP", status: "Valid" },
        { type: "HardenedRP", status: "Valid" },
      ],
      ...{ virtualMachineSize: "Standard_B2s", osType: "Windows", securityType: "TrustedLaunch" },
      recoveryPointMoveReadinessInfo: {
        ArchivedRP: {
          isReadyForMove: false,
          additionalInfo: "Whether this recovery point can be moved is not determined yet.",
        },
      },
    },
  });
});

test("shows the security type of a VM without one as None, and nothing of a VM that is gone", () => {
  expect(properties({}, { vm: {} })["securityType"]).toBe("None");
  const gone = properties({}, { vm: null });
  for (const name of ["virtualMachineSize", "osType", "securityType"]) expect(gone).not.toHaveProperty(name);
});

test("shows the tiers that hold the point", () => {
  const tiers = (more: Partial<RecoveryPoint>) => properties(more)["recoveryPointTierDetails"];
  expect(tiers({ instant: false })).toEqual([{ type: "HardenedRP", status: "Valid" }]);
  expect(tiers({ vaulted: false })).toEqual([{ type: "InstantRP", status: "Valid" }]);
});

test("shows zones, excluded disks and the type of the policy if the backup has them", () => {
  const plain = properties({ source: SOURCE });
  for (const name of ["zones", "recoveryPointDiskConfiguration", "createdWithPolicyType"]) expect(plain).not.toHaveProperty(name);
  const extendedProperties = { diskExclusionProperties: { diskLunList: [2], isInclusionList: false } };
  const source = { ...SOURCE, zones: ["1"] };
  expect(properties({ source, policyType: "V2" }, { item: { extendedProperties } })).toMatchObject({
    zones: ["1"],
    createdWithPolicyType: "V2",
    recoveryPointDiskConfiguration: { numberOfDisksIncludedInBackup: 2, numberOfDisksAttachedToVm: 3 },
  });
});

test("shows the threat status to a client of 2026 only", () => {
  expect(properties({}, { apiVersion: NEWER })).toMatchObject({ threatStatus: "Unknown", threatInfo: [] });
  expect(Object.keys(properties()).filter((name) => name.startsWith("threat"))).toEqual([]);
});

const deletion = { at: NOW, recoverableUntil: NOW + DAY };
const immutable = vaultOf({ securitySettings: { immutabilitySettings: { state: "Unlocked" } } });
const daily = { policyId: policyOf("daily").id };
const SCHEDULED = { scheduled: true, expiry: NOW + DAY };
const EXPIRY = "2027-01-16T09:00:00.0000000Z";
const mutable = { immutabilityProperties: { isImmutable: false } };

test.each<[string, Partial<RecoveryPoint>, Scene, object | undefined]>([
  ["nothing for an on-demand backup", {}, { item: daily }, undefined],
  ["the deletion of an on-demand backup", {}, { item: { deletion } }, { isSoftDeleted: true }],
  [
    "the expiry and rule",
    SCHEDULED,
    { item: daily },
    { expiryTime: EXPIRY, ruleName: "Daily", isSoftDeleted: false, ...mutable },
  ],
  [
    "a weekly rule",
    SCHEDULED,
    { item: { policyId: policyOf("weekly").id } },
    { expiryTime: EXPIRY, ruleName: "Weekly", isSoftDeleted: false, ...mutable },
  ],
  [
    "no rule if the policy is gone",
    SCHEDULED,
    { item: { policyId: "/gone" } },
    { expiryTime: EXPIRY, isSoftDeleted: false, ...mutable },
  ],
  ["no rule of a stopped item", { scheduled: true }, {}, { isSoftDeleted: false, ...mutable }],
  ["the deletion", { scheduled: true }, { item: { deletion } }, { isSoftDeleted: true, ...mutable }],
  [
    "the immutability of the vault",
    { scheduled: true },
    { vault: immutable },
    { isSoftDeleted: false, immutabilityProperties: { isImmutable: true } },
  ],
  [
    "no immutability if the vault is gone",
    { scheduled: true },
    { item: { vaultId: "/gone" } },
    { isSoftDeleted: false, ...mutable },
  ],
])("shows in recoveryPointProperties %s", (_, point, scene, expected) => {
  expect(properties(point, scene)["recoveryPointProperties"]).toEqual(expected);
});

test("lists the points of a period, and shows one of them", async () => {
  const context = contextOf([backupOf("old", 300), backupOf("new", 60)]);
  const [recent, old] = recoveryPointsOf(context, itemOf());
  const send = served(context);
  const names = async (filter?: string) => {
    const answer = await send("GET", `${POINTS}${filter === undefined ? "" : `?$filter=${encodeURIComponent(filter)}`}`);
    return (at(answer, "value") as { name: string }[]).map(({ name }) => name);
  };
  expect(await names()).toEqual([recent?.name, old?.name]);
  expect(await names("startDate eq '2027-01-15 08:00:00 AM'")).toEqual([recent?.name]);
  expect(await names("endDate eq '2027-01-15 08:00:00 AM'")).toEqual([old?.name]);
  expect(await names("startDate eq '2027-01-15 03:00:00 AM' and endDate eq '2027-01-15 08:00:00 AM'")).toEqual([old?.name]);
  expect(await names("startDate eq '2027-01-15 08:30:00 AM' and endDate eq '2027-01-15 08:50:00 AM'")).toEqual([]);
  for (const version of [OLDER, NEWER]) {
    const view = recoveryPointView(context, itemOf(), recent ?? POINT, version);
    expect(at(await send("GET", `${POINTS}?api-version=${version}`), "value.0")).toEqual(view);
    expect((await send("GET", `${POINTS}/${recent?.name ?? ""}?api-version=${version}`)).body).toEqual(view);
  }
  const missing = await send("GET", `${POINTS}/1`);
  expect([refusal(missing), at(missing, "error.message")]).toEqual([
    [404, "BMSUserErrorRecoveryPointNotFound"],
    "Recovery point '1' not found.",
  ]);
  expect(refusal(await send("GET", `${POINTS}?$filter=status%20eq%20'x'`))).toEqual([400, "BMSUserErrorInvalidInput"]);
});

test("lists the newest points on the first of two pages", async () => {
  const context = contextOf(Array.from({ length: 201 }, (_, index) => backupOf(`j${index}`, 60 + index)));
  const all = recoveryPointsOf(context, itemOf()).map(({ name }) => name);
  const send = served(context);
  const first = await send("GET", POINTS);
  const second = await send("GET", pathOfLink(at(first, "nextLink")));
  expect([first, second].flatMap((answer) => (at(answer, "value") as { name: string }[]).map(({ name }) => name))).toEqual(all);
});

test("a point taken at the very second of a filter is in the period", async () => {
  const [snapshot, ...others] = backupOf("j", 60).tasks;
  // The moment of the data lies in the snapshot, which here has no length.
  const taken = { ...snapshot, startTime: NOW - 50 * MINUTE, endTime: NOW - 50 * MINUTE } as typeof snapshot & object;
  const send = served(contextOf([backupOf("j", 60, { tasks: [taken, ...others] })]));
  const filter = "startDate eq '2027-01-15 08:10:00 AM' and endDate eq '2027-01-15 08:10:00 AM'";
  expect(at(await send("GET", `${POINTS}?$filter=${encodeURIComponent(filter)}`), "value")).toHaveLength(1);
});
