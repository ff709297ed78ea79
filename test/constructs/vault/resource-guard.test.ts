import {
  BackupSchedule,
  GuardedOperation,
  type IRecoveryServicesVault,
  ProtectedVms,
  RecoveryServicesVault,
  ResourceGuard,
  type ResourceGuardProps,
  SourceVm,
  VmBackupPolicy,
} from "../../../lib";
import type { TerraformStack } from "cdktf";
import { unknownText, VAULT_ID, vmId } from "../../support/azure";
import { type Arguments, refusal, synth, synthesized, testStack } from "../../support/synth";
import { GUARD_ID, minimalVault } from "./support";

const PROPS: ResourceGuardProps = { guardName: "guard", resourceGroupName: "rg-security", location: "westeurope" };
const ASSOCIATION = "azurerm_recovery_services_vault_resource_guard_association";

function guard(props: Partial<ResourceGuardProps> = {}): Arguments {
  const build = (stack: TerraformStack) => new ResourceGuard(stack, "Guard", { ...PROPS, ...props });
  return synthesized(build).only("azurerm_data_protection_resource_guard");
}

test("declares a guard without excluded operations", () => {
  expect(guard()).toEqual({ name: "guard", resource_group_name: "rg-security", location: "westeurope" });
});

test("throws if two guards of a resource group have one name", () => {
  const stack = testStack();
  for (const id of ["One", "Two"]) new ResourceGuard(stack, id, PROPS);
  expect(refusal(() => synth(stack))).toContain(
    "guardName must be unique in the resource group 'rg-security', got 'guard', which 'stack/One' has too",
  );
});

test("passes excluded operations and tags to the resource", () => {
  const excludedOperations = [
    GuardedOperation.STOP_PROTECTION_AND_RETAIN_DATA,
    GuardedOperation.custom("Microsoft.RecoveryServices/vaults/backupJobs/cancel/action"),
  ];
  expect(guard({ excludedOperations, tags: { team: "security" } })).toMatchObject({
    vault_critical_operation_exclusion_list: [
      "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/write#stopProtectionWithRetainData",
      "Microsoft.RecoveryServices/vaults/backupJobs/cancel/action",
    ],
    tags: { team: "security" },
  });
});

test.each([
  [{ guardName: "" }, "guardName must be 1 to 260 characters, got ''; name the guard"],
  [{ guardName: "g".repeat(261) }, "guardName must be 1 to 260 characters"],
  [{ resourceGroupName: "rg." }, "resourceGroupName must be 1 to 90 letters"],
  [{ location: "" }, "location must be an Azure region"],
  [{ excludedOperations: [] }, "excludedOperations must be at least one operation, none twice, got []"],
  [{ excludedOperations: [GuardedOperation.custom("")] }, "excludedOperations must name operations, got ''; leave it out"],
  [
    { excludedOperations: [GuardedOperation.RESTORE, GuardedOperation.RESTORE] },
    "excludedOperations must be at least one operation, none twice",
  ],
])("throws for %j", (props, message) => {
  expect(refusal(() => guard(props))).toContain(`ResourceGuard 'stack/Guard': ${message}`);
});

test("fromResourceGuardId throws if the id is invalid, and accepts any case and tokens", () => {
  const stack = testStack();
  expect(refusal(() => ResourceGuard.fromResourceGuardId(stack, "A", "guard"))).toContain(
    "ResourceGuard.fromResourceGuardId 'stack/A': resourceGuardId must be '/subscriptions/<subscription>/",
  );
  const lower = GUARD_ID.replace("resourceGroups", "resourcegroups");
  expect(ResourceGuard.fromResourceGuardId(stack, "B", lower).resourceGuardId).toBe(GUARD_ID);
  const unknown = unknownText(stack, "guard");
  expect(ResourceGuard.fromResourceGuardId(stack, "C", unknown).resourceGuardId).toBe(unknown);
});

describe("an association", () => {
  const protect = (stack: TerraformStack, vault: IRecoveryServicesVault, id: string) => {
    const schedule = BackupSchedule.daily({ time: "22:00" });
    const policy = new VmBackupPolicy(stack, `${id}Policy`, { vault, schedule, dailyRetentionDays: 30 });
    new ProtectedVms(stack, `${id}Vms`, { vault, policy, vms: { web: SourceVm.fromId(vmId(`vm-${id}`)) } });
  };

  test("depends on the policies and protected VMs of its vault that are declared later", () => {
    const stack = testStack();
    const vault = minimalVault(stack);
    const other = RecoveryServicesVault.fromVaultId(stack, "Other", VAULT_ID.replace("vault-app", "vault-other"));
    const resourceGuard = ResourceGuard.fromResourceGuardId(stack, "Guard", GUARD_ID);
    const lock = vault.addLock("Lock");
    vault.addResourceGuardAssociation("Association", { resourceGuard, dependsOn: [lock.resource] });
    protect(stack, vault, "own");
    protect(stack, other, "other");
    const { depends_on, ...association } = synth(stack).only(ASSOCIATION);
    expect(association).toEqual({
      vault_id: "${azurerm_recovery_services_vault.Vault_23237E5B.id}",
      resource_guard_id: GUARD_ID,
    });
    expect(depends_on).toEqual([
      expect.stringMatching(/^azurerm_backup_policy_vm\.ownPolicy_\w+$/),
      expect.stringMatching(/^azurerm_backup_protected_vm\.ownVms_\w+$/),
      expect.stringMatching(/^azurerm_management_lock\.Vault_Lock_\w+$/),
    ]);
  });

  test("depends on nothing if the stack declares nothing else in an existing vault", () => {
    const stack = testStack();
    const resourceGuard = new ResourceGuard(stack, "Guard", PROPS);
    RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID).addResourceGuardAssociation("Association", { resourceGuard });
    expect(synth(stack).only(ASSOCIATION)).toEqual({
      vault_id: VAULT_ID,
      resource_guard_id: expect.stringMatching(/^\$\{azurerm_data_protection_resource_guard\.Guard_\w+\.id\}$/) as string,
    });
  });

  test("throws if its vault has another association", () => {
    const stack = testStack();
    const resourceGuard = ResourceGuard.fromResourceGuardId(stack, "Guard", GUARD_ID);
    const one = RecoveryServicesVault.fromVaultId(stack, "One", VAULT_ID);
    const same = RecoveryServicesVault.fromVaultId(stack, "Same", VAULT_ID.replace("vault-app", "VAULT-APP"));
    const other = RecoveryServicesVault.fromVaultId(stack, "Other", VAULT_ID.replace("vault-app", "vault-other"));
    const unknown = RecoveryServicesVault.fromVaultId(stack, "Unknown", unknownText(stack, "vault"));
    one.addResourceGuardAssociation("Association", { resourceGuard });
    expect(refusal(() => same.addResourceGuardAssociation("Association", { resourceGuard }))).toBe(
      "VaultResourceGuardAssociation 'stack/Same/Association': vault must have one association with a Resource Guard, " +
        "got a second one beside 'stack/One/Association'; remove one of them",
    );
    expect(() => other.addResourceGuardAssociation("Association", { resourceGuard })).not.toThrow();
    expect(() => unknown.addResourceGuardAssociation("Association", { resourceGuard })).not.toThrow();
  });
});
