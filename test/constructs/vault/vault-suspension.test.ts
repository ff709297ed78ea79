import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { AzurermProviderVersion, RecoveryServiceFeatures, VaultImmutability } from "../../../lib";
import { synth } from "../../support/synth";
import { minimalVault, warningsOf } from "./support";

const SUSPENDS = [{ recoveryService: [RecoveryServiceFeatures.suspendBackups()] }];

/** The warnings of a stack that declares its vault before the provider without an alias. */
function warnings(immutability: VaultImmutability | undefined, features: object[], alias?: { features: object[] }): string[] {
  const stack = new TerraformStack(Testing.app(), "stack");
  const provider = alias && new AzurermProvider(stack, "other", { alias: "other", ...alias });
  minimalVault(stack, { immutability, provider });
  new AzurermProvider(stack, "azurerm", { features });
  AzurermProviderVersion.require(stack, ">= 4.77.0");
  synth(stack);
  return warningsOf(stack);
}

const warning = (got: string) =>
  `immutability should be unlocked or locked if the provider's features suspend backups on destroy, got ${got}; ` +
  "Azure refuses to destroy the protection of a VM in any other vault";

test.each([
  [undefined, "nothing"],
  [VaultImmutability.disabled(), "Disabled"],
])("warns if the provider suspends backups and the vault's immutability is %j", (immutability, got) => {
  expect(warnings(immutability, SUSPENDS)).toEqual([warning(got)]);
});

test.each([VaultImmutability.unlocked(), VaultImmutability.locked({ acknowledgeIrreversible: true })])(
  "does not warn if the provider suspends backups and the vault's immutability is %j",
  (immutability) => {
    expect(warnings(immutability, SUSPENDS)).toEqual([]);
  },
);

test("checks the features of the vault's own provider", () => {
  expect(warnings(undefined, SUSPENDS, { features: [{}] })).toEqual([]);
  expect(warnings(undefined, [{}], { features: SUSPENDS })).toEqual([warning("nothing")]);
  expect(warnings(undefined, [{}])).toEqual([]);
});
