import { TerraformResource, type TerraformStack } from "cdktf";
import {
  BackupSchedule,
  OnFailure,
  RecoveryPointRetention,
  RecoveryServicesVault,
  RemovalPolicy,
  SourceVm,
  VmBackup,
  VmBackupPolicy,
  type VmBackupProps,
  VmSelection,
} from "../../lib";
import { declaredVm } from "./protection/support";
import { POLICY_ID, VAULT_ID, vmId } from "../support/azure";
import { refusal, synth, synthesized, testStack } from "../support/synth";

const PROPS: VmBackupProps = {
  vault: { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" },
  policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
  vms: { web: SourceVm.fromId(vmId("vm-web")) },
  initialBackup: { retention: RecoveryPointRetention.days(60) },
};

test("declares the vault, the policy, the VMs and their initial backup", () => {
  expect(synthesized((stack) => new VmBackup(stack, "Backup", PROPS)).addresses).toEqual([
    expect.stringMatching(/^azurerm_backup_policy_vm\.Backup_Policy_/),
    expect.stringMatching(/^azurerm_backup_protected_vm\.Backup_ProtectedVms_/),
    expect.stringMatching(/^azurerm_recovery_services_vault\.Backup_Vault_/),
    expect.stringMatching(/^local\.Backup_ProtectedVms_ChangedVms_/),
    expect.stringMatching(/^local\.Backup_ProtectedVms_ItemIds_/),
    expect.stringMatching(/^local\.Backup_ProtectedVms_ProtectedVmIds_/),
    expect.stringMatching(/^local\.Backup_ProtectedVms_VmIds_/),
    expect.stringMatching(/^terraform_data\.Backup_InitialBackup_/),
    expect.stringMatching(/^terraform_data\.Backup_ProtectedVms_SameVmCheck_/),
  ]);
});

test("uses an existing vault and policy", () => {
  const stack = testStack();
  const existingVault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const existingPolicy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
  const { vms, initialBackup } = PROPS;
  const backup = new VmBackup(stack, "Backup", { existingVault, existingPolicy, vms, initialBackup });
  expect(backup).toMatchObject({ vault: existingVault, policy: existingPolicy });
  expect(synth(stack).only("azurerm_backup_protected_vm")).toMatchObject({
    backup_policy_id: POLICY_ID,
    recovery_vault_name: "vault-app",
  });
});

test("selects VMs of the app, and passes removal", () => {
  const stack = testStack();
  const { vault, policy, initialBackup } = PROPS;
  const selection = VmSelection.inScope(stack);
  new VmBackup(stack, "Backup", { vault, policy, initialBackup, selection, removal: RemovalPolicy.DELETE });
  declaredVm(stack, "Web");
  const result = synth(stack);
  expect(result.local("VmIds")).toEqual({ Web: "${azurerm_linux_virtual_machine.Web.id}" });
  expect(result.only("azurerm_backup_protected_vm").lifecycle).not.toHaveProperty("prevent_destroy");
});

test("passes dependsOn to every part without its own", () => {
  const stack = testStack();
  const first = new TerraformResource(stack, "first", { terraformResourceType: "terraform_other" });
  const second = new TerraformResource(stack, "second", { terraformResourceType: "terraform_other" });
  const initialBackup = { retention: RecoveryPointRetention.days(60), dependsOn: [second] };
  new VmBackup(stack, "Backup", { ...PROPS, initialBackup, dependsOn: [first] });
  const result = synth(stack);
  for (const type of ["azurerm_recovery_services_vault", "azurerm_backup_policy_vm", "azurerm_backup_protected_vm"]) {
    expect(result.only(type).depends_on).toEqual(["terraform_other.first"]);
  }
  expect(result.only("terraform_data", "InitialBackup").depends_on).toEqual([
    "terraform_data.Backup_ProtectedVms_SameVmCheck_7F41C335",
    "terraform_other.second",
  ]);
});

test("throws one error with the problems of every part", () => {
  const message = refusal(
    () =>
      new VmBackup(testStack(), "Backup", {
        vault: { vaultName: "my_vault", resourceGroupName: "rg-app", location: "westeurope" },
        policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 3 },
        vms: {},
        initialBackup: { retention: RecoveryPointRetention.days(60), timeoutMinutes: 0, onFailure: OnFailure.WARN },
      }),
  );
  expect(message.split("\n")).toEqual([
    "VmBackup 'stack/Backup': 4 problems",
    expect.stringMatching(/^ {2}- vault\.vaultName must be .+, got 'my_vault'; /),
    expect.stringMatching(/^ {2}- policy\.dailyRetentionDays must be .+, got 3; /),
    expect.stringMatching(/^ {2}- vms must be .+, got \{\}; /),
    expect.stringMatching(/^ {2}- initialBackup\.timeoutMinutes must be .+, got 0; /),
  ]);
});

test("throws if neither or both of vault and existingVault are given", () => {
  const stack = testStack();
  const existingVault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const message = refusal(() => new VmBackup(stack, "Backup", { ...PROPS, existingVault, policy: undefined }));
  expect(message).toContain("either vault or existingVault must be set, got both; set one of them");
  expect(message).toContain("either policy or existingPolicy must be set, got neither; set one of them");
  expect(refusal(() => new VmBackup(stack, "None", { ...PROPS, vms: undefined }))).toContain(
    "either vms or selection must be set, got neither; set one of them",
  );
});

test("has the resources of the vault and the policy that it declares", () => {
  const stack = testStack();
  const backup = new VmBackup(stack, "Backup", PROPS);
  backup.vault.resource.addOverride("tags.team", "app");
  backup.policy.resource.addOverride("timezone", "UTC");
  const result = synth(stack);
  expect(result.only("azurerm_recovery_services_vault").tags).toEqual({ team: "app" });
  expect(result.only("azurerm_backup_policy_vm").timezone).toBe("UTC");
});

test.each([
  ["fromVaultId", (stack: TerraformStack) => RecoveryServicesVault.fromVaultId(stack, "Old", VAULT_ID)],
  ["fromPolicyId", (stack: TerraformStack) => VmBackupPolicy.fromPolicyId(stack, "Old", POLICY_ID)],
  [
    "fromLookup",
    (stack: TerraformStack) =>
      RecoveryServicesVault.fromLookup(stack, "Old", { vaultName: "vault-app", resourceGroupName: "rg-app" }),
  ],
])("throws if the resource of %s is asked for", (_factory, refer) => {
  expect(refusal(() => refer(testStack()).resource)).toMatch(
    /^'stack\/Old': resource must be that of a \w+ which the app declares/,
  );
});

test("returns the address of the initial backup for -replace", () => {
  const stack = testStack();
  const { initialBackup } = new VmBackup(stack, "Backup", PROPS);
  expect(synth(stack).addresses).toContain(initialBackup.address);
  const later = { ...PROPS, initialBackup: { ...PROPS.initialBackup, outputName: "initial_backup" } };
  expect(new VmBackup(testStack(), "Backup", later).initialBackup.address).toBeUndefined();
});
