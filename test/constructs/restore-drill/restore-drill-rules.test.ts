import {
  AzurePrincipal,
  DrillRestores,
  ProtectedVms,
  RecoveryServicesVault,
  RestoreDrill,
  type RestoreDrillProps,
} from "../../../lib";
import { GROUP, itemId, VAULT_ID } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { OBJECT_ID } from "../vault/support";

const principal = AzurePrincipal.servicePrincipal(OBJECT_ID);
const accountId = `${GROUP}/providers/Microsoft.Storage/storageAccounts/stdrill`;
const subnetId = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/drill`;

function refusalOf(props: Partial<RestoreDrillProps>): string {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
  return refusal(() => new RestoreDrill(stack, "Drill", { vault, outputName: "drill", ...props }));
}

test.each<[string, Partial<RestoreDrillProps>, string]>([
  ["no vault and no VMs", { vault: undefined }, "either vault or protectedVms must be set, got neither; set one of them"],
  ["no output", { outputName: undefined }, "outputName must be set unless runOnDeploy is true, got nothing; name the output"],
  ["a sample of 0", { sample: 0 }, "sample must be a whole number of VMs from 1 to 1000, got 0; set one in that range"],
  ["half a VM", { maxVms: 0.5 }, "maxVms must be a whole number of VMs from 1 to 1000, got 0.5"],
  ["a sample above maxVms", { sample: 6, maxVms: 5 }, "sample must be at most maxVms, 5, got 6; lower it, or raise maxVms"],
  ["21 at once", { concurrency: 21 }, "concurrency must be a whole number of VMs from 1 to 20, got 21"],
  ["no time", { objectiveMinutes: 0 }, "objectiveMinutes must be a whole number of minutes from 1 to 100000, got 0"],
  ["a negative age", { pointAgeHours: -1 }, "pointAgeHours must be a whole number of hours from 1 to 100000, got -1"],
  [
    "an account in capitals",
    { stagingAccountName: "StDrill" },
    "stagingAccountName must be 3 to 24 lower-case letters and digits, got",
  ],
  ["a long account", { stagingAccountName: "a".repeat(25) }, "stagingAccountName must be 3 to 24 lower-case letters and digits"],
  ["a short account", { stagingAccountName: "ab" }, "stagingAccountName must be 3 to 24 lower-case letters and digits"],
  ["a group with a dot at its end", { scratchResourceGroupName: "rg." }, "scratchResourceGroupName must be 1 to 90 letters"],
  [
    "the name of a group as an id",
    { existingScratchResourceGroupId: "rg" },
    "existingScratchResourceGroupId must be '/subscriptions/",
  ],
  [
    "the group of the vault",
    { existingScratchResourceGroupId: GROUP.toUpperCase().replace("SUBSCRIPTIONS", "subscriptions") },
    "existingScratchResourceGroupId must be a resource group that belongs to this drill only, got",
  ],
  [
    "two scratch groups",
    { scratchResourceGroupName: "rg", existingScratchResourceGroupId: `${GROUP}-drill` },
    "scratchResourceGroupName must be left out with existingScratchResourceGroupId, got both; leave out one of them",
  ],
  [
    "two staging accounts",
    { stagingAccountName: "stdrill", existingStagingAccountId: accountId },
    "stagingAccountName must be left out with existingStagingAccountId, got both; leave out one of them",
  ],
  [
    "a lifecycle of an existing account",
    { stagingRetentionDays: 3, existingStagingAccountId: accountId },
    "stagingRetentionDays must be left out with existingStagingAccountId, got both; leave out one of them",
  ],
  [
    "the id of another type",
    { existingStagingAccountId: subnetId },
    "existingStagingAccountId must be '/subscriptions/<subscription>",
  ],
  [
    "a subnet for disks",
    { existingSubnetId: subnetId },
    "existingSubnetId must be left out if disks are restored, got one; set restores",
  ],
  [
    "a network as a subnet",
    { existingSubnetId: "vnet", restores: DrillRestores.VM },
    "existingSubnetId must be '/subscriptions/",
  ],
  ["another region", { location: "northeurope" }, "location must be the region of the vault, 'westeurope', got 'northeurope'"],
  ["a role of nobody", { roleName: "Drills" }, "roleName must be left out without a principal, got one; set principal too"],
  ["source groups of nobody", { sourceResourceGroupIds: [GROUP] }, "sourceResourceGroupIds must be left out without a principal"],
  ["a source group twice", { principal, sourceResourceGroupIds: [GROUP, GROUP.toUpperCase()] }, "at least one id, none twice"],
  [
    "a VM as a source group",
    { principal, sourceResourceGroupIds: [VAULT_ID] },
    "sourceResourceGroupIds must be '/subscriptions/",
  ],
  ["a long role name", { principal, roleName: "a".repeat(513) }, "roleName must be 1 to 512 characters"],
  ["a tag with a slash", { tag: { name: "a/b" } }, "tag.name must be at most 512 characters, none of <>%&\\?/, got 'a/b'"],
  ["a long tag value", { tag: { name: "a", value: "b".repeat(257) } }, "tag.value must be at most 256 characters"],
  ["the name of an output with a space", { outputName: "my drill" }, "outputName must be letters, digits, '_' and '-'"],
])("throws for %s", (_, props, message) => {
  expect(refusalOf(props)).toContain(message);
});

test("throws for all that is wrong at once", () => {
  const message = refusalOf({ sample: 0, stagingAccountName: "X", location: "nowhere!" });
  expect(message).toMatch(
    /^RestoreDrill 'stack\/Drill': 3 problems\n {2}- sample must be .+\n {2}- stagingAccountName must be .+\n {2}- location must be /,
  );
});

test("throws if the region is nowhere to be known", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const build = (location?: string) => () =>
    new RestoreDrill(stack, `Drill-${location ?? ""}`, { vault, outputName: "drill", location });
  expect(refusal(build())).toContain("location must be set if the region of the vault is not known, got nothing");
  expect(build("westeurope")).not.toThrow();
});

test("throws if maxVms is less than the VMs that are known, unless a sample or a tag takes fewer", () => {
  const build = (more: Partial<RestoreDrillProps>) => {
    const stack = testStack();
    const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
    const protectedItemIds = ["a", "b", "c"].map((name) => itemId(name));
    const protectedVms = [ProtectedVms.fromProtectedItemIds(stack, "Items", { vault, protectedItemIds })];
    return () => new RestoreDrill(stack, "Drill", { protectedVms, outputName: "drill", maxVms: 2, ...more });
  };
  expect(refusal(build({}))).toContain("maxVms must be at least the number of VMs, 3, got 2; raise it, or set sample");
  for (const more of [{ maxVms: 3 }, { sample: 2 }, { tag: { name: "drill" } }]) expect(build(more)).not.toThrow();
});

test("throws if two drills have one scratch group or one name of an account", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
  const shared = { existingScratchResourceGroupId: `${GROUP}-drill`, stagingAccountName: "stdrill" };
  for (const id of ["A", "B"]) new RestoreDrill(stack, id, { vault, outputName: `drill-${id}`, ...shared });
  const message = refusal(() => synth(stack));
  expect(message).toContain("existingScratchResourceGroupId must be unique in Azure, got");
  expect(message).toContain("stagingAccountName must be unique in Azure, got 'stdrill', which 'stack/A' has too");
});
