import type { Context } from "../../../lib/emulator/context";
import { restoreProblems, type RestoreSubject } from "../../../lib/emulator/recovery-services/restores/restore-checks";
import type { RestoreRequest } from "../../../lib/emulator/recovery-services/restores/restore-request";
import { DAY, itemOf, NOW, vaultOf, VM_ID } from "./records";
import { NETWORK, pointIn, requestOf, restoreContext, SOURCE, STAGING, SUBNET, subjectIn, TARGET } from "./restore-records";

type Kind = RestoreRequest["recoveryType"];

interface Scene {
  readonly request?: Partial<RestoreRequest>;
  readonly subject?: (context: Context) => Partial<RestoreSubject>;
  readonly change?: (context: Context) => void;
}

/** The problems as a client sees them: code, then the reason or the message. */
function problems(kind: Kind, { request = {}, subject, change }: Scene = {}): string[] {
  const context = restoreContext();
  change?.(context);
  return restoreProblems(context, subjectIn(context, subject?.(context)), requestOf(kind, request)).map(
    ({ status, code, message, reasons }) => `${status} ${code}: ${reasons[0] ?? message}`,
  );
}
const of = (point: object) => ({ subject: (context: Context) => ({ point: { ...pointIn(context), ...point } }) });
const account = (body: object) => (context: Context) => {
  const found = context.state.resources.get(STAGING);
  if (found) context.state.resources.set(STAGING, { ...found, body: { ...found.body, ...body } });
};
const needs = (kind: Kind, ...members: string[]): string[] =>
  members.map((member) => `400 BMSUserErrorInvalidInput: ${kind} needs ${member}`);

test.each<[string, Kind, Scene]>([
  ["a restore of disks", "RestoreDisks", {}],
  ["a restore of disks without a target group", "RestoreDisks", { request: { targetResourceGroupId: undefined } }],
  ["a restore to a new VM", "AlternateLocation", {}],
  ["a replacement of disks", "OriginalLocation", {}],
  ["a replacement that names a group which is gone", "OriginalLocation", { request: { targetResourceGroupId: `${TARGET}2` } }],
  ["the LUNs of the point", "RestoreDisks", { request: { restoreDiskLunList: [3, 0] } }],
  ["a new VM from a point without a known VM", "AlternateLocation", of({ source: undefined })],
  ["an empty list of zones", "RestoreDisks", { request: { zones: [] } }],
  ["a subnet for a restore of disks, which needs none", "RestoreDisks", { request: { subnetId: "/gone" } }],
  ["a VM's name for a restore of disks", "RestoreDisks", { request: { targetVirtualMachineId: VM_ID } }],
  ["another letter case of the region", "RestoreDisks", { change: account({ location: "West Europe" }) }],
  [
    "the staging account of an identity",
    "RestoreDisks",
    { request: { storageAccountId: null, identityBasedRestoreDetails: { targetStorageAccountId: STAGING } } },
  ],
  ["a name of one letter", "AlternateLocation", { request: { targetVirtualMachineId: vmNamed("a") } }],
  ["a name with other characters inside", "AlternateLocation", { request: { targetVirtualMachineId: vmNamed("0.a-b_c") } }],
  ["a name of 64 characters", "AlternateLocation", { request: { targetVirtualMachineId: vmNamed("a".repeat(64)) } }],
  [
    "a Windows name of 15 characters",
    "AlternateLocation",
    { request: { targetVirtualMachineId: vmNamed("a".repeat(15)) }, ...of({ source: { ...SOURCE, osType: "Windows" } }) },
  ],
  ["an archived point that still has its snapshot", "RestoreDisks", of({ archived: true, vaulted: false })],
  ["a point that is rehydrated", "RestoreDisks", of({ archived: true, instant: false })],
  ["a network in another case", "AlternateLocation", { request: { virtualNetworkId: NETWORK.toUpperCase() } }],
])("finds nothing wrong with %s", (_, kind, scene) => {
  expect(problems(kind, scene)).toEqual([]);
});

function vmNamed(name: string): string {
  return `${TARGET}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

test.each<[string, Kind, Partial<RestoreRequest>, string[]]>([
  ["region", "RestoreDisks", { region: undefined }, needs("RestoreDisks", "region")],
  ["a region that is not empty", "OriginalLocation", { region: "" }, needs("OriginalLocation", "region")],
  ["a staging account", "OriginalLocation", { storageAccountId: undefined }, needs("OriginalLocation", "storageAccountId")],
  [
    "the target of a new VM",
    "AlternateLocation",
    { targetResourceGroupId: null, targetVirtualMachineId: undefined, virtualNetworkId: NETWORK, subnetId: undefined },
    needs("AlternateLocation", "targetResourceGroupId", "targetVirtualMachineId", "subnetId"),
  ],
])("asks for %s", (_, kind, request, expected) => {
  expect(problems(kind, { request })).toEqual(expected);
});

test("asks for the network of a new VM first, and then finds its subnet in no network", () => {
  expect(problems("AlternateLocation", { request: { virtualNetworkId: undefined } })).toEqual([
    ...needs("AlternateLocation", "virtualNetworkId"),
    `400 UserErrorSubnetNotFound: The selected subnet does not exist: '${SUBNET}'. Please select a subnet that exists.`,
  ]);
});

const noAccount = (id: string): string[] => [
  `400 UserErrorStagingStorageAccountNotFound: The storage account '${id}' was not found.`,
];
const unsupported = (sku: string, kind: string): string[] => [
  `400 UserErrorStorageAccountNotSupported: The storage account specified for the restore operation is not supported: 'strestore' is of SKU ${sku} and kind ${kind}.`,
];
const elsewhere = (region: string, vaultRegion = "westeurope"): string[] => [
  `400 UserErrorStorageAccountRegionMismatch: Backup vault and target storage account are in two different regions: 'strestore' is in ${region}, the vault in ${vaultRegion}.`,
];

test.each<[string, Scene, string[]]>([
  ["that does not exist", { request: { storageAccountId: `${STAGING}2` } }, noAccount(`${STAGING}2`)],
  ["that is a VM", { request: { storageAccountId: VM_ID } }, noAccount(VM_ID)],
  ["of another region", { change: account({ location: "northeurope" }) }, elsewhere("northeurope")],
  [
    "of the vault's region, if the restore is elsewhere",
    { subject: () => ({ region: "northeurope" }) },
    elsewhere("westeurope", "northeurope"),
  ],
  ["that is zone-redundant", { change: account({ sku: { name: "Standard_GZRS" } }) }, unsupported("Standard_GZRS", "StorageV2")],
  ["for blobs", { change: account({ kind: "BlobStorage" }) }, unsupported("Standard_LRS", "BlobStorage")],
])("refuses a staging account %s", (_, scene, expected) => {
  expect(problems("RestoreDisks", scene)).toEqual(expected);
});

test("accepts a staging account whose SKU is not known", () => {
  expect(problems("RestoreDisks", { change: account({ sku: undefined }) })).toEqual([]);
});

const noSubnet = `400 UserErrorSubnetNotFound: The selected subnet does not exist: '${SUBNET}'. Please select a subnet that exists.`;
const badName = (name: string): string[] => [
  `400 UserErrorTargetVirtualMachineNameInvalid: The name '${name}' is not valid for a virtual machine.`,
];
const remove = (id: string) => ({ change: ({ state }: Context) => void state.resources.delete(id) });

test.each<[string, Kind, Scene, string[]]>([
  [
    "a group that does not exist",
    "RestoreDisks",
    { request: { targetResourceGroupId: `${TARGET}2` } },
    ["400 UserErrorTargetResourceGroupNotFound: The target resource group 'rg-target2' was not found."],
  ],
  [
    "the name of a VM that exists",
    "AlternateLocation",
    { request: { targetVirtualMachineId: VM_ID } },
    ["400 UserErrorTargetVirtualMachineAlreadyExists: A virtual machine 'vm-web' exists already in the target resource group."],
  ],
  [
    "a name of 65 characters",
    "AlternateLocation",
    { request: { targetVirtualMachineId: vmNamed("a".repeat(65)) } },
    badName("a".repeat(65)),
  ],
  [
    "a name that begins with a hyphen",
    "AlternateLocation",
    { request: { targetVirtualMachineId: vmNamed("-a") } },
    badName("-a"),
  ],
  ["a name that ends with a period", "AlternateLocation", { request: { targetVirtualMachineId: vmNamed("a.") } }, badName("a.")],
  ["a name that ends with a hyphen", "AlternateLocation", { request: { targetVirtualMachineId: vmNamed("a-") } }, badName("a-")],
  ["a name that ends with a space", "AlternateLocation", { request: { targetVirtualMachineId: vmNamed("a ") } }, badName("a ")],
  [
    "a Windows name of 16 characters",
    "AlternateLocation",
    { request: { targetVirtualMachineId: vmNamed("a".repeat(16)) }, ...of({ source: { ...SOURCE, osType: "Windows" } }) },
    badName("a".repeat(16)),
  ],
  ["a subnet that is gone", "AlternateLocation", remove(SUBNET), [noSubnet]],
  ["a subnet whose network is gone", "AlternateLocation", remove(NETWORK), [noSubnet]],
  ["a subnet of another network", "AlternateLocation", { request: { virtualNetworkId: `${NETWORK}2` } }, [noSubnet]],
  [
    "a network of another region",
    "AlternateLocation",
    {
      change: ({ state }) => {
        const network = state.resources.get(NETWORK);
        if (network) state.resources.set(NETWORK, { ...network, body: { location: "northeurope" } });
      },
    },
    [noSubnet],
  ],
  [
    "a VM that is gone, if its disks are to be replaced",
    "OriginalLocation",
    remove(VM_ID),
    [
      "400 UserErrorOriginalVirtualMachineNotFound: The virtual machine 'vm-web' does not exist any more, so its disks cannot be replaced.",
    ],
  ],
])("refuses %s", (_, kind, scene, expected) => {
  expect(problems(kind, scene)).toEqual(expected);
});

const rehydration = (days: number): Partial<RestoreRequest> => ({
  recoveryPointRehydrationInfo: { rehydrationRetentionDuration: `P${days}D`, rehydrationPriority: "High" },
});
const ARCHIVED = { archived: true, vaulted: false, instant: false };
const inArchive = [
  "400 UserErrorRecoveryPointInArchiveTier: The recovery point is in the archive tier: rehydrate it to restore it.",
];
const notInArchive = [
  "400 UserErrorRecoveryPointNotInArchiveTier: The recovery point cannot be rehydrated: it is not in the archive tier, or the duration is not 10 to 30 days.",
];
const noZone = [
  "400 UserErrorCrossZonalRestoreNotSupported: The target zone cannot be chosen: it needs a zone-redundant vault, and a recovery point in the vault tier.",
];

test.each<[string, object, Partial<RestoreRequest>, string[]]>([
  ["an archived point", ARCHIVED, {}, inArchive],
  ["an archived point with rehydration for 10 days", ARCHIVED, rehydration(10), []],
  ["an archived point with rehydration for 30 days", ARCHIVED, rehydration(30), []],
  ["an archived point with rehydration for 9 days", ARCHIVED, rehydration(9), notInArchive],
  ["an archived point with rehydration for 31 days", ARCHIVED, rehydration(31), notInArchive],
  ["a point in the vault with rehydration", {}, rehydration(15), notInArchive],
  ["a point that is rehydrated already, with rehydration", { ...ARCHIVED, vaulted: true }, rehydration(15), notInArchive],
  ["an archived point with its snapshot, with rehydration", { ...ARCHIVED, instant: true }, rehydration(15), notInArchive],
  [
    "LUNs that the point does not have",
    {},
    { restoreDiskLunList: [0, 7, 9] },
    [7, 9].map((lun) => `400 UserErrorRestoreDiskLunNotFound: The recovery point has no data disk of LUN ${lun}.`),
  ],
  [
    "a LUN of a point without a known VM",
    { source: undefined },
    { restoreDiskLunList: [0] },
    ["400 UserErrorRestoreDiskLunNotFound: The recovery point has no data disk of LUN 0."],
  ],
  ["a zone of a vault that is not zone-redundant", {}, { zones: ["1"] }, noZone],
])("checks %s", (_, point, request, expected) => {
  expect(problems("RestoreDisks", { ...of(point), request })).toEqual(expected);
});

test.each<[string, object | undefined, boolean, boolean]>([
  ["is zone-redundant", { standardTierStorageRedundancy: "ZoneRedundant", crossRegionRestore: "Disabled" }, true, true],
  ["restores to another region", { standardTierStorageRedundancy: "GeoRedundant", crossRegionRestore: "Enabled" }, true, true],
  ["is geo-redundant only", { standardTierStorageRedundancy: "GeoRedundant", crossRegionRestore: "Disabled" }, true, false],
  ["does not say", undefined, true, false],
  ["is zone-redundant, of a point that is a snapshot only", { standardTierStorageRedundancy: "ZoneRedundant" }, false, false],
])("lets a zone be chosen in a vault that %s", (_, redundancySettings, vaulted, isAllowed) => {
  const vault = vaultOf(redundancySettings && { redundancySettings });
  const subject = (context: Context) => ({ vault, point: { ...pointIn(context), vaulted } });
  expect(problems("RestoreDisks", { subject, request: { zones: ["2"] } })).toEqual(isAllowed ? [] : noZone);
});

test("names only the deletion of a soft-deleted item, and lists several problems in order", () => {
  const item = itemOf({ deletion: { at: NOW - 1, recoverableUntil: NOW + DAY } });
  const broken = { storageAccountId: "/gone", restoreDiskLunList: [9] };
  expect(problems("RestoreDisks", { subject: () => ({ item }), request: broken })).toEqual([
    "400 UserErrorItemSoftDeleted: The item is soft-deleted: undelete it to restore it.",
  ]);
  const codes = problems("RestoreDisks", {
    request: { ...broken, region: null, targetResourceGroupId: "/subscriptions/s/resourceGroups/x" },
  });
  expect(codes.map((problem) => problem.split(/[ :]+/)[1])).toEqual([
    ...["BMSUserErrorInvalidInput", "UserErrorStagingStorageAccountNotFound", "UserErrorTargetResourceGroupNotFound"],
    "UserErrorRestoreDiskLunNotFound",
  ]);
});
