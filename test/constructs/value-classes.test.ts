import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { TerraformStack } from "cdktf";
import * as backup from "../../lib";
import { POLICY_ID, VAULT_ID, vmId } from "../support/azure";
import { refusal, testStack } from "../support/synth";

/** Values of the wrong shape at run time, if a cast or JavaScript lets them through. */

const {
  AzurePrincipal,
  BackupSchedule,
  HourlyWindow,
  InitialBackup,
  MonthlyRetention,
  ProtectedVm,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  ResourceGuard,
  RetentionPreview,
  SourceVm,
  TagRule,
  VaultLock,
  VmBackup,
  VmBackupPolicy,
  VmSelection,
} = backup;

const anything = (value: unknown): never => value as never;
const place = { resourceGroupName: "rg-app", location: "westeurope" };
const daily = BackupSchedule.daily({ time: "22:00" });
const web = SourceVm.fromId(vmId("vm-web"));
const initialBackup = { retention: RecoveryPointRetention.days(30) };

function linuxVm(stack: TerraformStack): LinuxVirtualMachine {
  const osDisk = { caching: "ReadWrite", storageAccountType: "Standard_LRS" };
  return new LinuxVirtualMachine(stack, "Vm", { ...place, name: "vm", size: "Standard_B2s", networkInterfaceIds: [], osDisk });
}

function vaultResource(stack: TerraformStack): VaultResource {
  return new VaultResource(stack, "L1", { ...place, name: "vault-app", sku: "Standard" });
}

const parts = (stack: TerraformStack) => ({
  vault: RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID),
  policy: VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID),
});

function vault(props: object) {
  return (stack: TerraformStack) => new RecoveryServicesVault(stack, "V", { vaultName: "vault-app", ...place, ...props });
}

function policy(props: object) {
  return (stack: TerraformStack) =>
    new VmBackupPolicy(stack, "P", { vault: parts(stack).vault, schedule: daily, dailyRetentionDays: 30, ...props });
}

function vms(value: unknown) {
  return (stack: TerraformStack) => new ProtectedVms(stack, "Vms", { ...parts(stack), vms: anything(value) });
}

function vmBackup(props: object) {
  return (stack: TerraformStack) =>
    new VmBackup(stack, "B", {
      existingVault: RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID),
      policy: { schedule: daily, dailyRetentionDays: 30 },
      vms: { web },
      initialBackup,
      ...props,
    });
}

const CASES: [name: string, build: (stack: TerraformStack) => unknown, message: string][] = [
  [
    "a bare VM",
    (stack) => vms({ web: linuxVm(stack) })(stack),
    "vms.web must be a SourceVm, got a LinuxVirtualMachine; use SourceVm.fromConstruct(vm)",
  ],
  [
    "a bare VM beside a right one",
    (stack) => vms({ db: web, web: linuxVm(stack) })(stack),
    "vms.web must be a SourceVm, got a LinuxVirtualMachine",
  ],
  [
    "a VM by its id",
    vms({ "web/1": vmId("vm-web") }),
    `vms['web/1'] must be a SourceVm, got '${vmId("vm-web")}'; use SourceVm.fromId(id)`,
  ],
  ["no VM under a key", vms({ db: web, web: undefined }), "vms.web must be a SourceVm, got nothing; use SourceVm.fromId(id)"],
  ["a list of VMs", vms([web]), "vms must be a map of at least one VM"],
  [
    "one bare VM",
    (stack) => new ProtectedVm(stack, "Vm1", { ...parts(stack), vm: anything(linuxVm(stack)) }),
    "vm must be a SourceVm, got a LinuxVirtualMachine",
  ],
  [
    "a selection that is a list",
    (stack) => new ProtectedVms(stack, "Vms", { ...parts(stack), selection: anything(["x"]) }),
    "selection must be a VmSelection",
  ],
  ["the id of an iterator's VM", () => VmSelection.forEach(anything({}), anything(vmId("x"))), "vm must be a SourceVm"],
  [
    "tags for a rule",
    (stack) => VmSelection.inScope(stack, { where: anything({ tier: "gold" }) }),
    'where must be a TagRule, got {"tier":"gold"}; use TagRule.tagged',
  ],
  ["tags among rules", () => TagRule.allOf([anything({ tier: "gold" })]), "rules must be a TagRule"],
  ["a construct as an id", (stack) => SourceVm.fromId(anything(linuxVm(stack))), "vmId must be '/subscriptions/"],
  [
    "an id as a construct",
    () => SourceVm.fromConstruct(anything(vmId("x"))),
    "SourceVm.fromConstruct: vm must be a construct that has the id of a VM",
  ],
  [
    "an id of a policy for a VM",
    () => SourceVm.fromId(vmId("x"), { policy: anything(POLICY_ID) }),
    "policy must be a VmBackupPolicy",
  ],
  [
    "a state by its text",
    () => SourceVm.fromId(vmId("x"), { protectionState: anything("Stopped") }),
    "protectionState must be one of Protected, ProtectionStopped, BackupsSuspended",
  ],
  [
    "a vault's block of encryption",
    vault({ encryption: { keyId: "k", infrastructureEncryptionEnabled: false } }),
    "encryption must be a VaultEncryption",
  ],
  [
    "a vault's block of identity",
    vault({ identity: { type: "SystemAssigned" } }),
    'identity must be a VaultIdentity, got {"type":"SystemAssigned"}; use VaultIdentity.systemAssigned()',
  ],
  [
    "a redundancy by its text",
    vault({ redundancy: "LocallyRedundant" }),
    "redundancy must be a StorageRedundancy, got 'LocallyRedundant'; use StorageRedundancy.geo()",
  ],
  ["an immutability by its text", vault({ immutability: "Locked" }), "immutability must be a VaultImmutability, got 'Locked'"],
  ["several wrong classes", vault({ identity: {}, encryption: {} }), "2 problems"],
  [
    "an existing vault's immutability",
    (stack) => RecoveryServicesVault.fromVaultAttributes(stack, "V", { vaultId: VAULT_ID, immutability: anything("Locked") }),
    "immutability must be a VaultImmutability",
  ],
  [
    "a schedule by a word",
    policy({ schedule: "daily" }),
    "schedule must be a BackupSchedule, got 'daily'; use BackupSchedule.daily({ time })",
  ],
  ["a schedule's block", policy({ schedule: { time: "22:00" } }), "schedule must be a BackupSchedule"],
  ["no schedule", policy({ schedule: undefined }), "schedule must be a BackupSchedule, got nothing"],
  ["a monthly retention's number", policy({ monthlyRetention: { months: 12 } }), "monthlyRetention must be a MonthlyRetention"],
  [
    "months for years",
    policy({ yearlyRetention: MonthlyRetention.byDay({ months: 24, days: [1] }) }),
    "yearlyRetention must be a YearlyRetention, got a MonthlyRetention; use YearlyRetention.byDay",
  ],
  [
    "an archive tiering's block",
    policy({ archiveTiering: { mode: "TierRecommended" } }),
    "archiveTiering must be an ArchiveTiering",
  ],
  [
    "a weekly retention without weeks",
    policy({ weeklyRetention: MonthlyRetention.byDay({ months: 24, days: [1] }) }),
    "weeklyRetention.weeks must be a whole number",
  ],
  [
    "a preview of a schedule by a word",
    () => RetentionPreview.of(anything({ schedule: "daily" })),
    "schedule must be a BackupSchedule",
  ],
  [
    "a time zone by its name",
    () => BackupSchedule.daily({ time: "22:00", timeZone: anything("UTC") }),
    "timeZone must be a TimeZone, got 'UTC'; use TimeZone.UTC, or TimeZone.of(name)",
  ],
  [
    "a window's numbers",
    () => BackupSchedule.hourly({ time: "22:00", window: anything({ intervalHours: 5 }) }),
    "window must be an HourlyWindow",
  ],
  [
    "a policy's vault by its id",
    policy({ vault: VAULT_ID }),
    `vault must be a RecoveryServicesVault, declared or referred to, got '${VAULT_ID}'; use RecoveryServicesVault.fromVaultId(this, "Vault", id)`,
  ],
  [
    "a lock's vault that is azurerm's",
    (stack) => new VaultLock(stack, "L", { vault: anything(vaultResource(stack)) }),
    "vault must be a RecoveryServicesVault, declared or referred to, got a RecoveryServicesVault",
  ],
  [
    "a principal's object id",
    (stack) => parts(stack).vault.grantBackupReader("R", anything("00000000-0000-0000-0000-000000000000")),
    "principal must be an AzurePrincipal, got '0",
  ],
  [
    "a principal in an object",
    (stack) => parts(stack).vault.grantInitialBackup("R", anything({ objectId: "0" })),
    "principal must be an AzurePrincipal",
  ],
  [
    "operations by their names",
    (stack) => new ResourceGuard(stack, "G", { guardName: "g", ...place, excludedOperations: [anything("x")] }),
    "excludedOperations must be a GuardedOperation, got 'x'",
  ],
  [
    "a guard's id",
    (stack) => parts(stack).vault.addResourceGuardAssociation("G", { resourceGuard: anything("/x") }),
    "resourceGuard must be a ResourceGuard, declared or referred to, got '/x'",
  ],
  [
    "days of retention",
    (stack) => new InitialBackup(stack, "I", { retention: anything({ days: 5 }), protectedVms: [] }),
    "retention must be a RecoveryPointRetention",
  ],
  [
    "item ids",
    (stack) => new InitialBackup(stack, "I", { ...initialBackup, protectedVms: [anything("/item")] }),
    "protectedVms must be ProtectedVms, declared or referred to, got '/item'",
  ],
  [
    "a vault to declare that exists",
    (stack) => vmBackup({ vault: RecoveryServicesVault.fromVaultId(stack, "Old", VAULT_ID), existingVault: undefined })(stack),
    "vault must be the options of the vault to declare, got",
  ],
  ["an existing vault's id", vmBackup({ existingVault: VAULT_ID }), "existingVault must be a RecoveryServicesVault"],
  [
    "an existing policy's id",
    vmBackup({ existingPolicy: POLICY_ID, policy: undefined }),
    "existingPolicy must be a VmBackupPolicy",
  ],
  ["no initial backup", vmBackup({ initialBackup: undefined }), "initialBackup must be the options of the initial backup"],
  ["a removal by another word", vmBackup({ removal: "keep" }), "removal must be one of refuse, retain, delete, got 'keep'"],
];

test.each(CASES)("throws if it is given %s", (_, build, message) => {
  expect(refusal(() => build(testStack()))).toContain(message);
});

test("throws if a value is of another installed copy of the library", () => {
  jest.isolateModules(() => {
    const other = jest.requireActual<typeof backup>("../../lib");
    const message =
      "vms.web must be a SourceVm of this copy of cdktf-azure-vm-backup, got one of another installed copy; " +
      "see 'npm ls cdktf-azure-vm-backup', and install one version for all packages of the app";
    expect(refusal(() => vms({ web: other.SourceVm.fromId(vmId("vm-web")) })(testStack()))).toContain(message);
    const window = other.HourlyWindow.EVERY_4_HOURS_FOR_4_HOURS;
    expect(window).not.toBeInstanceOf(HourlyWindow);
    expect(refusal(() => BackupSchedule.hourly({ time: "22:00", window }))).toContain(
      "window must be an HourlyWindow of this copy",
    );
    const principal = other.AzurePrincipal.user("00000000-0000-0000-0000-000000000000");
    expect(principal).not.toBeInstanceOf(AzurePrincipal);
    expect(refusal(() => parts(testStack()).vault.grantBackupReader("R", principal))).toContain("of this copy");
  });
});
