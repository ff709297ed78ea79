import { TerraformVariable } from "cdktf";
import {
  AzurePrincipal,
  ProtectedVms,
  RecoveryServicesVault,
  RestoreDrill,
  type RestoreDrillProps,
  VaultLockLevel,
} from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { refusal, synth, testStack, warnings } from "../../support/synth";
import { OBJECT_ID } from "../vault/support";

/** What a drill checks with the other constructs of its app. */

const principal = AzurePrincipal.servicePrincipal(OBJECT_ID);

test.each<[VaultLockLevel, string[]]>([
  [VaultLockLevel.CAN_NOT_DELETE, ["azurerm_role_assignment", "azurerm_role_assignment"]],
  // A read-only lock would refuse the requests of the drill.
  [VaultLockLevel.READ_ONLY, ["azurerm_role_assignment", "azurerm_role_assignment", "terraform_data"]],
])("has a lock %s of its vault created later", (level, types) => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
  vault.addLock("Lock", { level });
  new RestoreDrill(stack, "Drill", { vault, runOnDeploy: true, principal });
  const { depends_on: before } = synth(stack).only("azurerm_management_lock") as { depends_on: string[] };
  expect(before.map((address) => address.split(".")[0])).toEqual(types);
});

test.each<[string, Partial<RestoreDrillProps>]>([
  ["scratchResourceGroupName must be unique in the subscription", { scratchResourceGroupName: "rg-drill" }],
  ["roleName must be unique in the tenant", { roleName: "Drills", principal }],
])("two drills throw: %s", (message, props) => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
  for (const id of ["One", "Two"]) new RestoreDrill(stack, id, { vault, outputName: id, ...props });
  expect(refusal(() => synth(stack))).toContain(message);
});

test("warns of an unknown region, and of ids that are sensitive", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const ids = new TerraformVariable(stack, "ids", { type: "list(string)", sensitive: true });
  const items = ProtectedVms.fromProtectedItemIds(stack, "Items", { vault, protectedItemIds: ids.listValue });
  new RestoreDrill(stack, "Drill", { protectedVms: [items], outputName: "drill", location: "westeurop" });
  synth(stack);
  expect(warnings(stack)).toEqual([
    "location should be a known Azure region, got 'westeurop'; write 'westeurope' if you mean that region",
    "protectedItemIds should be no sensitive value, for which Terraform refuses the output, which is not sensitive; take 'sensitive' off",
  ]);
});
