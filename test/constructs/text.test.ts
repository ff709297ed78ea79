import {
  AzurePrincipal,
  BackupSchedule,
  GuardedOperation,
  type IRecoveryServicesVault,
  ProtectedVms,
  RecoveryServicesVault,
  ResourceGuard,
  SourceVm,
  TimeZone,
  VaultEncryption,
  VaultIdentity,
  VmBackupPolicy,
  VmSelection,
} from "../../lib";
import { itemId, POLICY_ID, VAULT_ID, vmId } from "../support/azure";
import { refusal, testStack } from "../support/synth";
import { actionGroupId, GUARD_ID, identityId, KEY_ID, OBJECT_ID, SUBNET_ID, WORKSPACE_ID, zoneId } from "./vault/support";

/** Ids and names with characters that do not show, or with blanks around them. */

const place = { resourceGroupName: "rg-app", location: "westeurope" };
const vault = (props: object = {}) => new RecoveryServicesVault(testStack(), "V", { vaultName: "vault-app", ...place, ...props });
const existing = (id = VAULT_ID): IRecoveryServicesVault =>
  RecoveryServicesVault.fromVaultAttributes(testStack(), "V", { vaultId: id, location: "westeurope" });
const guard = (props: object) => new ResourceGuard(testStack(), "G", { guardName: "guard", ...place, ...props });
const policy = (props: object) =>
  new VmBackupPolicy(testStack(), "P", {
    ...{ vault: existing(), schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30, ...props },
  });

/** What takes an id or a name, and one that it takes. */
const TEXTS: [name: string, right: string, take: (text: string) => unknown][] = [
  ["the id of a VM", vmId("vm-web"), (id) => SourceVm.fromId(id)],
  ["the id of a construct's VM", vmId("vm-web"), (id) => SourceVm.fromConstruct({ id })],
  ["the id of a vault", VAULT_ID, (id) => existing(id)],
  ["the id of a policy", POLICY_ID, (id) => VmBackupPolicy.fromPolicyId(testStack(), "P", id)],
  [
    "the id of an item",
    itemId("vm-web"),
    (id) => ProtectedVms.fromProtectedItemIds(testStack(), "I", { vault: existing(), protectedItemIds: [id] }),
  ],
  ["the id of a guard", GUARD_ID, (id) => ResourceGuard.fromResourceGuardId(testStack(), "G", id)],
  ["the id of an identity", identityId("one"), (id) => VaultIdentity.userAssigned([id])],
  ["the id of a subnet", SUBNET_ID, (subnetId) => existing().addPrivateEndpoint("E", { subnetId })],
  [
    "the id of a zone",
    zoneId("one"),
    (id) => existing().addPrivateEndpoint("E", { subnetId: SUBNET_ID, privateDnsZoneIds: [id] }),
  ],
  ["the id of a workspace", WORKSPACE_ID, (id) => existing().addDiagnosticSetting("D", { logAnalyticsWorkspaceId: id })],
  [
    "the id of an action group",
    actionGroupId("ops team"),
    (id) => existing().addAlertProcessingRule("A", { actionGroupIds: [id] }),
  ],
  ["the id of a key", KEY_ID, (keyId) => VaultEncryption.bySystemAssignedIdentity({ keyId })],
  ["an object id", OBJECT_ID, (id) => AzurePrincipal.user(id)],
  ["the name of a vault", "vault-app", (vaultName) => vault({ vaultName })],
  ["the name of a resource group", "rg-app", (resourceGroupName) => vault({ resourceGroupName })],
  ["a location", "West Europe", (location) => vault({ location })],
  ["the name of a tag", "team", (name) => vault({ tags: { [name]: "app" } })],
  ["the name of a guard", "guard", (guardName) => guard({ guardName })],
  ["the name of a policy", "nightly", (policyName) => policy({ policyName })],
  ["a prefix of groups", "snapshots", (prefix) => policy({ instantRestoreResourceGroup: { prefix } })],
  ["the name of a lock", "keep", (lockName) => existing().addLock("L", { lockName })],
  [
    "the name of a setting",
    "logs",
    (settingName) => existing().addDiagnosticSetting("D", { logAnalyticsWorkspaceId: WORKSPACE_ID, settingName }),
  ],
  [
    "the name of a rule",
    "alerts",
    (ruleName) => existing().addAlertProcessingRule("A", { actionGroupIds: [actionGroupId("a")], ruleName }),
  ],
  [
    "the name of an endpoint",
    "endpoint",
    (endpointName) => existing().addPrivateEndpoint("E", { subnetId: SUBNET_ID, endpointName }),
  ],
  [
    "the name of an interface",
    "nic",
    (customNetworkInterfaceName) => existing().addPrivateEndpoint("E", { subnetId: SUBNET_ID, customNetworkInterfaceName }),
  ],
  [
    "the name of a role",
    "Backs up",
    (roleName) => existing().grantInitialBackup("R", AzurePrincipal.user(OBJECT_ID), { roleName }),
  ],
  ["the name of an operation", "a/b/write", (name) => GuardedOperation.custom(name)],
  ["the name of a time zone", "Mars Standard Time", (name) => TimeZone.custom(name)],
  ["a group to search", "rg-app", (resourceGroupName) => VmSelection.fromDataSource({ resourceGroupName })],
];

const HIDDEN: [name: string, spoil: (text: string) => string, shown: string][] = [
  ["a line break at its end", (text) => `${text}\n`, "<U+000A>"],
  ["a tab at its end", (text) => `${text}\t`, "<U+0009>"],
  ["a zero-width space inside", (text) => `${text.slice(0, -2)}\u200b${text.slice(-2)}`, "<U+200B>"],
  ["a right-to-left override inside", (text) => `${text.slice(0, -2)}\u202e${text.slice(-2)}`, "<U+202E>"],
  ["a no-break space at its end", (text) => `${text}\u00a0`, "<U+00A0>"],
  ["a byte order mark at its end", (text) => `${text}\ufeff`, "<U+FEFF>"],
  ["a blank at its end", (text) => `${text} `, " '"],
];

describe.each(TEXTS)("%s", (_, right, take) => {
  test("is taken as it is", () => {
    expect(() => take(right)).not.toThrow();
  });

  test.each(HIDDEN)("throws if it has %s, which the error shows", (_name, spoil, shown) => {
    expect(refusal(() => take(spoil(right)))).toContain(shown);
  });
});

test.each([
  ["vm'\n;", "remove the character ' from 'vm'<U+000A>;', which Azure does not allow in such a name"],
  ["vm web", "remove a space from 'vm web'"],
  [
    "vm\u200d",
    "got '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm<U+200D>'; remove U+200D",
  ],
])("throws if the name of a VM is %j", (name, message) => {
  expect(refusal(() => SourceVm.fromId(vmId(name)))).toContain(message);
});

test("the names that Azure takes are taken", () => {
  const id = vmId("vm_1.x-é").replace("rg-app", "rg-(überwachung)_1.x");
  expect(() => SourceVm.fromId(id)).not.toThrow();
});

test("a blank before an id is refused", () => {
  expect(refusal(() => SourceVm.fromId(` ${vmId("vm-web")}`))).toContain("remove a space from ' '");
});
