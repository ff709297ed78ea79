import { TerraformResource, type TerraformStack } from "cdktf";
import {
  BackupSchedule,
  InitialBackup,
  ProtectedVm,
  RecoveryPointRetention,
  RecoveryServicesVault,
  ResourceGuard,
  SourceVm,
  VaultAlertProcessingRule,
  VaultDiagnosticSetting,
  VaultLock,
  VaultLockLevel,
  type VaultLockOptions,
  VaultPrivateEndpoint,
  VaultResourceGuardAssociation,
  VmBackupPolicy,
} from "../../../lib";
import { GROUP, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { type Arguments, refusal, synth, testStack } from "../../support/synth";
import { minimalVault, WORKSPACE_ID } from "./support";

/** A resource that a lock depends on. */
class LocalFile extends TerraformResource {
  constructor(stack: TerraformStack) {
    super(stack, "File", { terraformResourceType: "terraform_data" });
  }
}

function lock(options?: VaultLockOptions): Arguments {
  const stack = testStack();
  RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID).addLock("Lock", options);
  return synth(stack).only("azurerm_management_lock");
}

test("declares a CanNotDelete lock on the vault by default", () => {
  expect(lock()).toEqual({ name: "stack-Vault-Lock", scope: VAULT_ID, lock_level: "CanNotDelete" });
});

test("passes level, notes and name to the resource", () => {
  const options = { level: VaultLockLevel.READ_ONLY, notes: "ask the backup team", lockName: "frozen" };
  expect(lock(options)).toEqual({ name: "frozen", scope: VAULT_ID, lock_level: "ReadOnly", notes: "ask the backup team" });
});

test("declares a lock that is not a child of its vault", () => {
  const stack = testStack();
  const vault = minimalVault(stack);
  new VaultLock(stack, "Lock", { vault });
  expect(synth(stack).only("azurerm_management_lock")).toMatchObject({
    name: "Lock",
    scope: "${azurerm_recovery_services_vault.Vault_23237E5B.id}",
  });
});

test("depends on the policies and additions of the vault that are declared later", () => {
  const stack = testStack();
  const vault = minimalVault(stack);
  const lock = vault.addLock("Lock", { dependsOn: [new LocalFile(stack)] });
  new VaultLock(stack, "Outside", { vault });
  vault.addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: WORKSPACE_ID });
  new VmBackupPolicy(stack, "Policy", {
    vault,
    schedule: BackupSchedule.daily({ time: "22:00" }),
    dailyRetentionDays: 30,
  });
  const locks = synth(stack).json.resource?.azurerm_management_lock ?? {};
  const others = [
    expect.stringMatching(/^azurerm_backup_policy_vm\.Policy_/) as string,
    expect.stringMatching(/^azurerm_monitor_diagnostic_setting\.Vault_Logs_/) as string,
  ];
  expect(locks[lock.resource.friendlyUniqueId]?.depends_on).toEqual([...others, "terraform_data.File"]);
  expect(Object.values(locks).map(({ depends_on }) => depends_on)).toContainEqual(others);
});

test("throws if the name or the notes are invalid", () => {
  expect(refusal(() => lock({ lockName: "a b", notes: "" })).split("\n")).toEqual([
    "VaultLock 'stack/Vault/Lock': 2 problems",
    "  - lockName must be 1 to 259 letters, digits, '-', '_', '.' and parentheses, got 'a b'; set lockName to one of that kind",
    "  - notes must be 1 to 512 characters, got ''; shorten them, or leave them out",
  ]);
  expect(refusal(() => lock({ notes: "n".repeat(513) }))).toContain("notes must be 1 to 512 characters");
  expect(lock({ lockName: "a".repeat(259), notes: "n".repeat(512) })).toHaveProperty("notes");
});

test("accepts tokens", () => {
  const stack = testStack();
  const unknown = unknownText(stack, "text");
  expect(() => minimalVault(stack).addLock("Lock", { lockName: unknown, notes: unknown })).not.toThrow();
});

describe("the order of a lock and resources that are not children of the vault", () => {
  const SUBNET_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/backup`;

  /** Declares one construct of each kind, not as children of the vault, after the lock. Returns what the lock depends on. */
  function locked(level?: VaultLockLevel) {
    const stack = testStack();
    const vault = minimalVault(stack);
    vault.addLock("Lock", { level });
    new VaultDiagnosticSetting(stack, "Logs", { vault, logAnalyticsWorkspaceId: WORKSPACE_ID });
    new VaultPrivateEndpoint(stack, "Endpoint", { vault, subnetId: SUBNET_ID });
    new VaultAlertProcessingRule(stack, "Alerts", {
      vault,
      actionGroupIds: [`${GROUP}/providers/Microsoft.Insights/actionGroups/oncall`],
    });
    const guardId = `${GROUP}/providers/Microsoft.DataProtection/resourceGuards/guard`;
    new VaultResourceGuardAssociation(stack, "Guarded", {
      vault,
      resourceGuard: ResourceGuard.fromResourceGuardId(stack, "Guard", guardId),
    });
    const policy = new VmBackupPolicy(stack, "Policy", {
      vault,
      schedule: BackupSchedule.daily({ time: "22:00" }),
      dailyRetentionDays: 30,
    });
    const vm = new ProtectedVm(stack, "Vm", { vault, policy, vm: SourceVm.fromId(vmId("vm-web")) });
    new InitialBackup(stack, "InitialBackup", { protectedVms: [vm], retention: RecoveryPointRetention.days(30) });
    const { depends_on: addresses } = synth(stack).only("azurerm_management_lock");
    return (addresses as string[]).map((address) => address.split(".")[0]).sort();
  }

  const INHERITING = [
    "azurerm_backup_policy_vm",
    "azurerm_backup_protected_vm",
    "azurerm_monitor_alert_processing_rule_action_group",
    "azurerm_monitor_diagnostic_setting",
    "azurerm_private_endpoint",
    "azurerm_recovery_services_vault_resource_guard_association",
  ];

  test("a lock depends on all resources that inherit it", () => {
    expect(locked()).toEqual(INHERITING);
  });

  test("a read-only lock also depends on the initial backup", () => {
    expect(locked(VaultLockLevel.READ_ONLY)).toEqual([...INHERITING, "terraform_data"]);
  });
});
