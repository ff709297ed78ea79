import { TerraformLocal, TerraformStack, TerraformVariable } from "cdktf";
import {
  AzurermProviderVersion,
  BackupSchedule,
  CredentialMethod,
  InitialBackup,
  type InitialBackupCredential,
  type IRecoveryServicesVault,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
} from "../../../lib";
import { itemId, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { synth, testStack, warnings } from "../../support/synth";
import { declared } from "./support";

const secret = (stack: TerraformStack) => new TerraformVariable(stack, "secret", { sensitive: true }).stringValue;

function warningsWith(credential: (stack: TerraformStack) => InitialBackupCredential, outputName?: string): string[] {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const protectedVms = [ProtectedVms.fromProtectedItemIds(stack, "Items", { vault, protectedItemIds: [itemId("vm-web")] })];
  const retention = RecoveryPointRetention.days(30);
  new InitialBackup(stack, "Backup", { protectedVms, retention, credential: credential(stack), outputName });
  synth(stack);
  return warnings(stack);
}

test("warns if a setting of the credential is a sensitive variable", () => {
  expect(warningsWith((stack) => ({ clientId: secret(stack), method: CredentialMethod.OIDC }))).toEqual([
    "credential.clientId should be no sensitive value, for which Terraform prints nothing of the program's output; " +
      "leave it to its ARM_* variable, or take 'sensitive' off",
  ]);
});

test.each<[string, (stack: TerraformStack) => string]>([
  ["the template of one", (stack) => (secret(stack), "${var.secret}")],
  ["part of a text", (stack) => `${secret(stack)}.example.com`],
  ["a local of one", (stack) => new TerraformLocal(stack, "tenant", secret(stack)).asString],
  ["the function sensitive", () => '${sensitive("x")}'],
  ["a local of the function sensitive", (stack) => new TerraformLocal(stack, "tenant", '${sensitive("x")}').asString],
])("warns if it is %s", (_, tenantId) => {
  expect(warningsWith((stack) => ({ tenantId: tenantId(stack) }))).toEqual([
    expect.stringContaining("credential.tenantId should be"),
  ]);
});

test("warns of an output that Terraform rejects", () => {
  expect(warningsWith((stack) => ({ clientId: secret(stack) }), "request")).toEqual([
    expect.stringContaining("refuses the output"),
  ]);
});

test("does not warn of other values, or of nonsensitive()", () => {
  expect(warningsWith((stack) => ({ clientId: unknownText(stack, "client") }))).toEqual([]);
  expect(warningsWith((stack) => (secret(stack), { tenantId: "${nonsensitive(var.secret)}" }))).toEqual([]);
  expect(warningsWith((stack) => (secret(stack), { tenantId: "${var.secret_2}" }))).toEqual([]);
});

test("warns if the id of the vault is sensitive", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", secret(stack));
  const protectedVms = [ProtectedVms.fromProtectedItemIds(stack, "Items", { vault, protectedItemIds: [itemId("vm-web")] })];
  new InitialBackup(stack, "Backup", { protectedVms, retention: RecoveryPointRetention.days(30) });
  synth(stack);
  expect(warnings(stack)).toEqual([expect.stringContaining("vaultId should be no sensitive value")]);
});

test("warns of a sensitive setting or vault if the stack declares what is backed up", () => {
  const ofVault = (vaultOf: (stack: TerraformStack) => IRecoveryServicesVault, credential?: InitialBackupCredential) => {
    const stack = testStack();
    AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
    new TerraformVariable(stack, "secret", { sensitive: true });
    const vault = vaultOf(stack);
    const policy = new VmBackupPolicy(stack, "Policy", {
      vault,
      policyName: "daily",
      schedule: BackupSchedule.daily({ time: "22:00" }),
      dailyRetentionDays: 30,
    });
    const protectedVms = [new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: SourceVm.fromId(vmId("vm-web")) } })];
    new InitialBackup(stack, "Backup", { protectedVms, retention: RecoveryPointRetention.days(30), credential });
    synth(stack);
    return warnings(stack);
  };
  const names = { vaultName: "vault", resourceGroupName: "rg", location: "westeurope" };
  const declaredVault = (stack: TerraformStack) => new RecoveryServicesVault(stack, "Vault", names);
  const existingVault = (stack: TerraformStack) => RecoveryServicesVault.fromVaultId(stack, "Vault", "${var.secret}");
  expect(ofVault(declaredVault)).toEqual([]);
  expect(ofVault(declaredVault, { clientId: "${var.secret}" })).toEqual([
    expect.stringContaining("credential.clientId should be"),
  ]);
  expect(ofVault(existingVault)).toEqual([expect.stringContaining("vaultId should be no sensitive value")]);
});

test("warns of a local that refers to a sensitive variable by another local, in any order", () => {
  const warnings = warningsWith((stack) => {
    const third = new TerraformLocal(stack, "third", "${local.second}");
    new TerraformLocal(stack, "second", "${local.first}");
    new TerraformLocal(stack, "first", secret(stack));
    return { tenantId: third.asString, clientId: unknownText(stack, "client") };
  });
  expect(warnings).toEqual([expect.stringContaining("credential.tenantId should be")]);
});

test("does not warn of a variable of that name in another stack, or that is not sensitive", () => {
  const warnings = warningsWith((stack) => {
    new TerraformVariable(new TerraformStack(stack, "inner"), "name", { sensitive: true });
    new TerraformVariable(stack, "name", { sensitive: false });
    return { tenantId: "${var.name}" };
  });
  expect(warnings).toEqual([]);
});

test("does not warn of a local that refers to no sensitive variable, beside one that does", () => {
  const warnings = warningsWith((stack) => {
    new TerraformLocal(stack, "hidden", secret(stack));
    return { tenantId: new TerraformLocal(stack, "tenant", "contoso.com").asString };
  });
  expect(warnings).toEqual([]);
});

test("does not warn of VMs and a vault that the app declares", () => {
  const stack = testStack();
  secret(stack);
  new InitialBackup(stack, "Backup", { protectedVms: [declared(stack)], retention: RecoveryPointRetention.days(30) });
  synth(stack);
  expect(warnings(stack)).toEqual([]);
});

test("warns once for each of two initial backups of a stack", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const protectedVms = [ProtectedVms.fromProtectedItemIds(stack, "Items", { vault, protectedItemIds: [itemId("vm-web")] })];
  const credential = { clientId: secret(stack) };
  for (const id of ["One", "Two"])
    new InitialBackup(stack, id, { protectedVms, retention: RecoveryPointRetention.days(30), credential });
  synth(stack);
  expect(warnings(stack)).toHaveLength(2);
});

test("says what to do about a sensitive id of the vault", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", secret(stack));
  const protectedVms = [ProtectedVms.fromProtectedItemIds(stack, "Items", { vault, protectedItemIds: [itemId("vm-web")] })];
  new InitialBackup(stack, "Backup", { protectedVms, retention: RecoveryPointRetention.days(30) });
  synth(stack);
  expect(warnings(stack)).toEqual([
    "vaultId should be no sensitive value, for which Terraform prints nothing of the program's output; take 'sensitive' off",
  ]);
});
