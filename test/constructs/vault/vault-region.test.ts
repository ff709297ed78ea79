import { RecoveryServicesVault, ResourceGuard } from "../../../lib";
import { unknownText, VAULT_ID } from "../../support/azure";
import { testStack, warnings } from "../../support/synth";
import { MINIMAL, minimalVault, SUBNET_ID } from "./support";

test("warns if a region is unknown, and names the most similar region", () => {
  const stack = testStack();
  minimalVault(stack, { location: "westeurop" });
  expect(warnings(stack)).toEqual([
    "location should be a known Azure region, got 'westeurop'; write 'westeurope' if you mean that region",
  ]);
});

test("warns for every construct with an unknown region", () => {
  const stack = testStack();
  const location = "marsnorth";
  new ResourceGuard(stack, "Guard", { guardName: "guard", resourceGroupName: "rg-app", location });
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location });
  vault.addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, location });
  expect(warnings(stack)).toEqual(Array.from({ length: 3 }, () => expect.stringContaining("check its spelling") as string));
});

test("does not warn about a known region in any spelling, or about a token", () => {
  const stack = testStack();
  minimalVault(stack, { location: "West Europe" });
  new RecoveryServicesVault(stack, "Unknown", { ...MINIMAL, vaultName: "vault-b", location: unknownText(stack, "location") });
  expect(warnings(stack)).toEqual([]);
});
