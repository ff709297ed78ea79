import type { TerraformStack } from "cdktf";
import {
  InitialBackup,
  type IRecoveryServicesVault,
  type IVmBackupPolicy,
  ProtectedVm,
  ProtectedVms,
  RecoveryServicesVault,
  SourceVm,
  VmBackup,
  VmBackupPolicy,
} from "../../lib";
import { itemId, POLICY_ID, unknownText, VAULT_ID, vmId } from "../support/azure";
import { refusal, testStack } from "../support/synth";
import { daily, declared, imported, initialBackup, policyOf, web } from "./two-vaults";

const lookedUp = (stack: TerraformStack, id: string, vaultName: string) =>
  RecoveryServicesVault.fromLookup(stack, id, { vaultName, resourceGroupName: "rg-app" });
const OTHER_VAULT_ID = VAULT_ID.replace("vault-app", "vault-other");
const UPPER_VAULT_ID = VAULT_ID.replace("vault-app", "VAULT-App").replace("rg-app", "RG-app");

type Parts = (stack: TerraformStack) => { readonly vault: IRecoveryServicesVault; readonly policy: IVmBackupPolicy };

/** A policy of one vault for the VMs of another. */
const pair =
  (
    policyVault: (stack: TerraformStack) => IRecoveryServicesVault,
    vault: (stack: TerraformStack) => IRecoveryServicesVault,
  ): Parts =>
  (stack) => ({ policy: policyOf(stack, policyVault(stack)), vault: vault(stack) });

const byId =
  (policyId: string, vault: (stack: TerraformStack) => IRecoveryServicesVault): Parts =>
  (stack) => ({ policy: VmBackupPolicy.fromPolicyId(stack, "Policy", policyId), vault: vault(stack) });

const CONTRADICTIONS: [name: string, parts: Parts][] = [
  [
    "two vaults by id",
    pair(
      (stack) => imported(stack, "A", VAULT_ID),
      (stack) => imported(stack, "B", OTHER_VAULT_ID),
    ),
  ],
  [
    "two declared vaults",
    pair(
      (stack) => declared(stack, "A", "vault-a"),
      (stack) => declared(stack, "B", "vault-b"),
    ),
  ],
  [
    "a declared and an imported vault",
    pair(
      (stack) => declared(stack, "A", "vault-a"),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
  [
    "an imported and a declared vault",
    pair(
      (stack) => imported(stack, "A", VAULT_ID),
      (stack) => declared(stack, "B", "vault-b"),
    ),
  ],
  [
    "a looked up and an imported vault",
    pair(
      (stack) => lookedUp(stack, "A", "vault-a"),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
  [
    "two looked up vaults",
    pair(
      (stack) => lookedUp(stack, "A", "vault-a"),
      (stack) => lookedUp(stack, "B", "vault-b"),
    ),
  ],
  ["a policy by id, and an imported vault", byId(POLICY_ID, (stack) => imported(stack, "B", OTHER_VAULT_ID))],
  ["a policy by id, and a declared vault", byId(POLICY_ID, (stack) => declared(stack, "B", "vault-b"))],
  ["a policy by id, and a looked up vault", byId(POLICY_ID, (stack) => lookedUp(stack, "B", "vault-b"))],
  [
    "vaults of the same name in two groups",
    pair(
      (stack) => imported(stack, "A", VAULT_ID.replace("rg-app", "rg-b")),
      (stack) => declared(stack, "B"),
    ),
  ],
];

const AGREEMENTS: [name: string, parts: Parts][] = [
  [
    "one vault by its id in two cases",
    pair(
      (stack) => imported(stack, "A", VAULT_ID),
      (stack) => imported(stack, "B", UPPER_VAULT_ID),
    ),
  ],
  [
    "a declared vault and its own id",
    pair(
      (stack) => declared(stack, "A"),
      (stack) => imported(stack, "B", UPPER_VAULT_ID),
    ),
  ],
  [
    "a looked up vault and its own id",
    pair(
      (stack) => lookedUp(stack, "A", "Vault-App"),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
  ["a policy by id of a declared vault", byId(POLICY_ID, (stack) => declared(stack, "B"))],
  [
    "a vault that only the deployment knows",
    pair(
      (stack) => imported(stack, "A", unknownText(stack, "id")),
      (stack) => imported(stack, "B", VAULT_ID),
    ),
  ],
];

describe.each(CONTRADICTIONS)("%s", (_, parts) => {
  test("throws if VMs get the policy of another vault", () => {
    const message = "policy must be a policy of the vault ";
    const stack = testStack();
    expect(refusal(() => new ProtectedVms(stack, "Vms", { ...parts(stack), vms: { web } }))).toContain(message);
    const one = testStack();
    expect(refusal(() => new ProtectedVm(one, "Vm", { ...parts(one), vm: web }))).toContain(message);
    const other = testStack();
    expect(refusal(() => vmBackup(other, parts(other)))).toContain(message);
  });

  test("throws if one VM gets the policy of another vault", () => {
    const stack = testStack();
    const { vault, policy } = parts(stack);
    const own = new VmBackupPolicy(stack, "Own", { vault, ...daily });
    const vms = { web, db: SourceVm.fromId(vmId("vm-db"), { policy }) };
    expect(refusal(() => new ProtectedVms(stack, "Vms", { vault, policy: own, vms }))).toContain(
      "vms.db.policy must be a policy of",
    );
  });
});

test.each(AGREEMENTS)("accepts the policy: %s", (_, parts) => {
  const stack = testStack();
  expect(() => new ProtectedVms(stack, "Vms", { ...parts(stack), vms: { web } })).not.toThrow();
});

function vmBackup(stack: TerraformStack, { vault, policy }: ReturnType<Parts>): VmBackup {
  return new VmBackup(stack, "Backup", { existingVault: vault, existingPolicy: policy, vms: { web }, initialBackup });
}

test("throws if items or initial backups are of two vaults, by the names of a declared one", () => {
  const stack = testStack();
  const vault = declared(stack, "Vault", "vault-b");
  const references = { vault, protectedItemIds: [itemId("vm-web")] };
  expect(refusal(() => ProtectedVms.fromProtectedItemIds(stack, "Items", references))).toContain(
    "items of the vault 'stack/Vault'",
  );

  const app = imported(stack, "App", VAULT_ID);
  const items = ProtectedVms.fromProtectedItemIds(stack, "Own", { vault: app, protectedItemIds: [itemId("vm-web")] });
  const vms = new ProtectedVms(stack, "Vms", { vault, policy: policyOf(stack, vault), vms: { web } });
  expect(refusal(() => new InitialBackup(stack, "I", { ...initialBackup, protectedVms: [vms, items] }))).toContain(
    "of one vault",
  );
});
