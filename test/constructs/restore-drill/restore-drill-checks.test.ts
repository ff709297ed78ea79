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

const cast = (value: unknown): never => value as never;
const drillOf = (props: Partial<RestoreDrillProps>, stack = testStack()) => {
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
  return new RestoreDrill(stack, "Drill", { vault, outputName: "drill", ...props });
};

test.each<[string, Partial<RestoreDrillProps>, string]>([
  ["VMs beside a vault", { protectedVms: [] }, "either vault or protectedVms must be set, got both; set one of them"],
  [
    "a text as tag",
    { tag: cast("drill") },
    "tag must be an object such as { name: \"drill\" }, got 'drill'; write it in braces, or leave it out",
  ],
  [
    "an unknown point",
    { point: cast("first") },
    "point must be one of latest, latest-vaulted, got 'first'; use a member of DrillPoint",
  ],
  [
    "unknown restores",
    { restores: cast("files") },
    "restores must be one of disks, vm, got 'files'; use a member of DrillRestores",
  ],
  [
    "restores that only the deployment knows",
    { restores: cast("${var.restores}") },
    "restores must be a member of DrillRestores, got a value that only the deployment knows; write it out",
  ],
  [
    "an unknown onFailure",
    { onFailure: cast("stop") },
    "onFailure must be one of fail, warn, got 'stop'; use a member of OnFailure",
  ],
  [
    "no time at all",
    { timeoutMinutes: 0 },
    "timeoutMinutes must be a whole number of minutes from 1 to 100000, got 0; set one in that range, or leave it out",
  ],
  [
    "a staging retention of no day",
    { stagingRetentionDays: 0 },
    "stagingRetentionDays must be a whole number of days from 1 to 99999, got 0; set one in that range, or leave it out",
  ],
  [
    "a text as runOnDeploy",
    { runOnDeploy: cast("yes") },
    "runOnDeploy must be true or false, got 'yes'; set one of them, or leave it out",
  ],
  [
    "a text as principal",
    { principal: cast("x") },
    "principal must be an AzurePrincipal, got 'x'; use AzurePrincipal.user, group, servicePrincipal or managedIdentity",
  ],
  [
    "a text as source groups",
    { principal, sourceResourceGroupIds: cast("x") },
    "sourceResourceGroupIds must be a list of ids, got 'x'; put the values in brackets",
  ],
  [
    "another region",
    { location: "northeurope" },
    "location must be the region of the vault, 'westeurope', got 'northeurope'; leave it out",
  ],
])("throws for %s", (_, props, message) => {
  expect(refusal(() => drillOf(props))).toBe(`RestoreDrill 'stack/Drill': ${message}`);
});

test("throws if the region of the vault is not known and none is given", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Existing", VAULT_ID);
  expect(refusal(() => drillOf({ vault }, stack))).toBe(
    "RestoreDrill 'stack/Drill': location must be set if the region of the vault is not known, got nothing; name the region of the vault",
  );
});

test("runs the hook by node, at an address that -replace takes, and passes the objective", () => {
  const stack = testStack();
  const drill = drillOf({ runOnDeploy: true, objectiveMinutes: 90, pointAgeHours: 26 }, stack);
  const { json } = synth(stack);
  const [run] = Object.values(json.resource?.["terraform_data"] ?? {});
  expect(run).toMatchObject({
    provisioner: [
      { "local-exec": { interpreter: ["node"], command: expect.stringMatching(/^\$\{path\.module\}\/assets\/.+js$/) as string } },
    ],
  });
  expect(drill.address).toMatch(/^terraform_data\.Drill_/);
  expect(drillOf({}).address).toBeUndefined();
  expect(json.output?.["drill"]?.["value"]).toMatchObject({ objectiveMinutes: 90, pointAgeHours: 26 });
});

test("declares a staging account without local users and replication to other tenants", () => {
  const stack = testStack();
  drillOf({}, stack);
  expect(synth(stack).only("azurerm_storage_account")).toMatchObject({
    account_tier: "Standard",
    cross_tenant_replication_enabled: false,
    local_user_enabled: false,
  });
});
