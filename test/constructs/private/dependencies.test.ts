import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { type ITerraformDependable, TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  AzurePrincipal,
  BackupSchedule,
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  ResourceGuard,
  SourceVm,
  VaultAlertProcessingRule,
  VaultDiagnosticSetting,
  VaultLock,
  VaultPrivateEndpoint,
  VaultResourceGuardAssociation,
  VmBackupPolicy,
} from "../../../lib";
import { GROUP, POLICY_ID, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";

const PRINCIPAL = AzurePrincipal.group("11111111-1111-1111-1111-111111111111");
const SUBNET_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/backup`;
const WORKSPACE_ID = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs`;
const ACTION_GROUP_ID = `${GROUP}/providers/Microsoft.Insights/actionGroups/oncall`;
const PLACE = { resourceGroupName: "rg-app", location: "westeurope" };

type Build = (stack: TerraformStack, dependsOn: ITerraformDependable[]) => unknown;

const imported = (stack: TerraformStack) => ({
  vault: RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" }),
  policy: VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID),
});

/** Every construct and method with the option `dependsOn`. */
const BUILDERS: Record<string, Build> = {
  RecoveryServicesVault: (stack, dependsOn) =>
    new RecoveryServicesVault(stack, "Own", { vaultName: "vault-own", ...PLACE, dependsOn }),
  VmBackupPolicy: (stack, dependsOn) =>
    new VmBackupPolicy(stack, "Own", {
      ...imported(stack),
      schedule: BackupSchedule.daily({ time: "22:00" }),
      dailyRetentionDays: 30,
      dependsOn,
    }),
  ProtectedVms: (stack, dependsOn) =>
    new ProtectedVms(stack, "Own", { ...imported(stack), vms: { web: SourceVm.fromId(vmId("vm-web")) }, dependsOn }),
  ProtectedVm: (stack, dependsOn) =>
    new ProtectedVm(stack, "Own", { ...imported(stack), vm: SourceVm.fromId(vmId("vm-web")), dependsOn }),
  InitialBackup: (stack, dependsOn) =>
    new InitialBackup(stack, "Own", {
      protectedVms: [new ProtectedVm(stack, "Vm", { ...imported(stack), vm: SourceVm.fromId(vmId("vm-web")) })],
      retention: RecoveryPointRetention.days(30),
      dependsOn,
    }),
  "InitialBackup with an output": (stack, dependsOn) =>
    new InitialBackup(stack, "Own", {
      protectedVms: [new ProtectedVm(stack, "Vm", { ...imported(stack), vm: SourceVm.fromId(vmId("vm-web")) })],
      retention: RecoveryPointRetention.days(30),
      outputName: "request",
      dependsOn,
    }),
  grantInitialBackup: (stack, dependsOn) => imported(stack).vault.grantInitialBackup("Own", PRINCIPAL, { dependsOn }),
  grantBackupReader: (stack, dependsOn) => imported(stack).vault.grantBackupReader("Own", PRINCIPAL, { dependsOn }),
  VaultLock: (stack, dependsOn) => new VaultLock(stack, "Own", { ...imported(stack), dependsOn }),
  VaultPrivateEndpoint: (stack, dependsOn) =>
    new VaultPrivateEndpoint(stack, "Own", { ...imported(stack), subnetId: SUBNET_ID, dependsOn }),
  VaultDiagnosticSetting: (stack, dependsOn) =>
    new VaultDiagnosticSetting(stack, "Own", { ...imported(stack), logAnalyticsWorkspaceId: WORKSPACE_ID, dependsOn }),
  VaultAlertProcessingRule: (stack, dependsOn) =>
    new VaultAlertProcessingRule(stack, "Own", { ...imported(stack), actionGroupIds: [ACTION_GROUP_ID], dependsOn }),
  ResourceGuard: (stack, dependsOn) => new ResourceGuard(stack, "Own", { guardName: "guard", ...PLACE, dependsOn }),
  VaultResourceGuardAssociation: (stack, dependsOn) =>
    new VaultResourceGuardAssociation(stack, "Own", {
      ...imported(stack),
      resourceGuard: ResourceGuard.fromResourceGuardId(
        stack,
        "Guard",
        `${GROUP}/providers/Microsoft.DataProtection/resourceGuards/g`,
      ),
      dependsOn,
    }),
};

/** A hub stack with a resource, and a stack that may depend on it. */
function hubAndApp() {
  const app = Testing.app();
  const [hub, stack] = ["hub", "app"].map((id) => {
    const one = new TerraformStack(app, id);
    new AzurermProvider(one, "azurerm", { features: [{}] });
    return one;
  }) as [TerraformStack, TerraformStack];
  const vault = RecoveryServicesVault.fromVaultId(hub, "Vault", VAULT_ID);
  return { hub, stack, assignment: vault.grantInitialBackup("Deployer", PRINCIPAL) };
}

const dependsOnOf = (stack: TerraformStack) => {
  const { resource = {}, output = {} } = synth(stack).json;
  const all = [...Object.values(resource).flatMap((ofType) => Object.values(ofType)), ...Object.values(output)];
  return all.flatMap(({ depends_on: names }) => (names as string[] | undefined) ?? []);
};

describe.each(Object.entries(BUILDERS))("dependsOn of %s", (_name, build) => {
  test("makes the stack depend on another stack if it names a resource of it", () => {
    const { hub, stack, assignment } = hubAndApp();
    build(stack, [assignment]);
    stack.prepareStack();
    expect(stack.dependsOn(hub)).toBe(true);
    expect(dependsOnOf(stack).join()).not.toContain("terraform_remote_state");
  });

  test("makes the stack depend on another stack if it names an address of it", () => {
    const { hub, stack, assignment } = hubAndApp();
    build(stack, [{ fqn: assignment.fqn }]);
    stack.prepareStack();
    expect(stack.dependsOn(hub)).toBe(true);
    expect(dependsOnOf(stack).join()).not.toContain("terraform_remote_state");
  });

  test("keeps the address of a resource of its own stack", () => {
    const stack = testStack();
    const vault = RecoveryServicesVault.fromVaultId(stack, "Other", VAULT_ID);
    build(stack, [vault.grantBackupReader("Readers", PRINCIPAL)]);
    expect(dependsOnOf(stack)).toContainEqual(expect.stringMatching(/^azurerm_role_assignment\.Other_Readers/));
  });
});

test.each([
  [
    "a construct",
    (stack: TerraformStack) => RecoveryServicesVault.fromVaultId(stack, "V", VAULT_ID),
    "the ImportedVault 'stack/V'",
  ],
  ["a provider", (stack: TerraformStack) => new AzurermProvider(stack, "p", { alias: "p", features: [{}] }), "'stack/p'"],
  ["an output", (stack: TerraformStack) => new TerraformOutput(stack, "o", { value: 1 }), "'stack/o'"],
  ["nothing", () => undefined, "got nothing"],
])("throws if dependsOn names %s", (_what, make, sentence) => {
  const stack = testStack();
  const build = () => BUILDERS.ProtectedVm?.(stack, [make(stack) as unknown as ITerraformDependable]);
  expect(refusal(build)).toContain("dependsOn[0] must be a resource, a data source or a module, got ");
  expect(refusal(() => BUILDERS.ResourceGuard?.(testStack(), [make(testStack()) as unknown as ITerraformDependable]))).toContain(
    sentence,
  );
});

test("throws if dependsOn is no list", () => {
  expect(refusal(() => BUILDERS.ProtectedVm?.(testStack(), "azurerm_lock.x" as never))).toMatch(
    /^'stack\/\w+': dependsOn must be a list of resources, data sources or modules, got 'azurerm_lock.x'; put the values in brackets$/,
  );
});

describe("the private endpoints of a vault", () => {
  const endpoints = (stack: TerraformStack) => synth(stack).json.resource?.azurerm_private_endpoint ?? {};

  test("are dependencies of the protected items, even if declared later", () => {
    const stack = testStack();
    BUILDERS.ProtectedVms?.(stack, []);
    const vault = stack.node.findChild("Vault") as unknown as ReturnType<typeof imported>["vault"];
    vault.addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID });
    new VaultPrivateEndpoint(stack, "Beside", { vault, subnetId: SUBNET_ID });
    const item = synth(stack).only("azurerm_backup_protected_vm");
    expect(item.depends_on).toEqual(
      Object.keys(endpoints(stack))
        .map((name) => `azurerm_private_endpoint.${name}`)
        .sort()
        .reverse(),
    );
  });

  test("are no dependencies of items in another vault", () => {
    const stack = testStack();
    BUILDERS.ProtectedVm?.(stack, []);
    const other = RecoveryServicesVault.fromVaultAttributes(stack, "Other", { vaultId: `${VAULT_ID}-2`, location: "westeurope" });
    other.addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID });
    expect(synth(stack).only("azurerm_backup_protected_vm")).not.toHaveProperty("depends_on");
  });
});

test("keeps a dependency that is set on an item's resource", () => {
  const stack = testStack();
  const { resource } = BUILDERS.ProtectedVm?.(stack, []) as ProtectedVm;
  resource.dependsOn = ["azurerm_private_endpoint.raw"];
  expect(synth(stack).only("azurerm_backup_protected_vm").depends_on).toEqual(["azurerm_private_endpoint.raw"]);
  expect(PrivateEndpoint.tfResourceType).toBe("azurerm_private_endpoint");
});
