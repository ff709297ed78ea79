import type { TerraformStack } from "cdktf";
import { InitialBackup, ProtectedVm, ProtectedVms, RecoveryPointRetention, SourceVm, VmSelection } from "../../../lib";
import { itemId, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { declaredPolicy, declaredVault, existingPolicy, existingVault } from "./support";

interface WithBlocks {
  readonly import?: object[];
  readonly moved?: object[];
}

const blocks = (stack: TerraformStack) => synth(stack).json as WithBlocks;

function two() {
  const stack = testStack();
  const [vault, policy] = [existingVault(stack), existingPolicy(stack)];
  const vms = new ProtectedVms(stack, "Vms", { vault, policy, vms: { "app/web": SourceVm.fromId(vmId("vm-web")) } });
  const vm = new ProtectedVm(stack, "Vm", { vault, policy, vm: SourceVm.fromId(vmId("vm-db")) });
  return { stack, vms, vm };
}

test("returns the address of a key, escaped", () => {
  const { vms, vm } = two();
  expect(vms.addressOf("app/web")).toBe('azurerm_backup_protected_vm.Vms_B93EF0D8["app/web"]');
  expect(vms.addressOf('a"${b}%{c}')).toBe('azurerm_backup_protected_vm.Vms_B93EF0D8["a\\"$${b}%%{c}"]');
  expect(vm.address).toMatch(/^azurerm_backup_protected_vm\.Vm_\w+$/);
});

test("imports an item under its key, in azurerm's case", () => {
  const { stack, vms, vm } = two();
  vms.importItem("app/web", itemId("VM-WEB").replace("protectedItems", "PROTECTEDITEMS"));
  vm.importItem(itemId("vm-db"));
  expect(blocks(stack).import).toEqual([
    { to: vms.addressOf("app/web"), id: itemId("VM-WEB") },
    { to: vm.address, id: itemId("vm-db") },
  ]);
});

test("imports a vault and a policy", () => {
  const stack = testStack();
  const vault = declaredVault(stack);
  const policy = declaredPolicy(vault);
  vault.importVault(VAULT_ID.toLowerCase());
  policy.importPolicy(`${VAULT_ID}/backupPolicies/nightly`);
  expect(blocks(stack).import).toEqual([
    {
      to: expect.stringMatching(/^azurerm_recovery_services_vault\./) as string,
      id: expect.stringContaining("/vaults/vault-app") as string,
    },
    { to: expect.stringMatching(/^azurerm_backup_policy_vm\./) as string, id: `${VAULT_ID}/backupPolicies/nightly` },
  ]);
});

test("moves an item from another address to its key", () => {
  const { stack, vms, vm } = two();
  vms.moveItemFrom("app/web", 'azurerm_backup_protected_vm.old["web"]');
  vm.moveItemFrom("azurerm_backup_protected_vm.old_db");
  expect(blocks(stack).moved).toEqual([
    { from: 'azurerm_backup_protected_vm.old["web"]', to: vms.addressOf("app/web") },
    { from: "azurerm_backup_protected_vm.old_db", to: vm.address },
  ]);
});

test("imports an item of a VM that only a plan finds", () => {
  const stack = testStack();
  const selection = VmSelection.fromDataSource({ resourceGroupName: "rg-app" });
  const vms = new ProtectedVms(stack, "Vms", { vault: existingVault(stack), policy: existingPolicy(stack), selection });
  vms.importItem("rg-app/vm-web", itemId("vm-web"));
  expect(blocks(stack).import).toHaveLength(1);
});

test.each<[string, (parts: ReturnType<typeof two>) => void, string]>([
  [
    "an id of another VM",
    ({ vms }) => {
      vms.importItem("app/web", itemId("vm-db"));
    },
    "protectedItemId must be that of the VM",
  ],
  [
    "an id of another vault",
    ({ vms }) => {
      vms.importItem("app/web", itemId("vm-web", `${VAULT_ID}2`));
    },
    "must be items of the vault",
  ],
  [
    "no id of an item",
    ({ vm }) => {
      vm.importItem(vmId("vm-db"));
    },
    "protectedItemId must be ",
  ],
  [
    "a key that no VM has",
    ({ stack, vms }) => {
      vms.importItem("web", itemId("vm-web"));
      synth(stack);
    },
    "key must be one of the keys app/web, got 'web'",
  ],
  [
    "no address of an item",
    ({ vms }) => {
      vms.moveItemFrom("app/web", "azurerm_resource_group.a");
    },
    "address must be the address of an azurerm_backup_protected_vm",
  ],
  [
    "an id of no policy",
    ({ stack }) => {
      declaredPolicy(declaredVault(stack, { vaultName: "v2" }), undefined, "P").importPolicy(VAULT_ID);
    },
    "policyId must be ",
  ],
])("throws for %s", (_what, use, sentence) => {
  // two() uses the id "Vault" already.
  const parts = two();
  if (_what === "an id of no policy") parts.stack.node.tryRemoveChild("Vault");
  expect(
    refusal(() => {
      use(parts);
    }),
  ).toContain(sentence);
});

test("declares an output beside the run of the deployment", () => {
  const { stack, vms, vm } = two();
  const retention = RecoveryPointRetention.days(30);
  const backup = new InitialBackup(stack, "Backup", {
    protectedVms: [vms, vm],
    retention,
    outputName: "request",
    runInDeployment: true,
  });
  expect(synth(stack).addresses).toContain(backup.address);
  expect(synth(stack).json.output?.request?.value).toMatchObject({ vaultId: VAULT_ID });
  const neither = { protectedVms: [vms, vm], retention, runInDeployment: false };
  expect(refusal(() => new InitialBackup(stack, "None", neither))).toContain(
    "outputName must be set if runInDeployment is false",
  );
});
