import { VaultIdentity } from "../../../lib";
import { unknownText } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";
import { identityId, minimalVault, vaultWith } from "./support";

const A = identityId("a");
const B = identityId("b");

test.each([
  ["system-assigned", VaultIdentity.systemAssigned(), { type: "SystemAssigned" }],
  ["user-assigned", VaultIdentity.userAssigned([A]), { type: "UserAssigned", identity_ids: [A] }],
  ["both", VaultIdentity.systemAndUserAssigned([A]), { type: "SystemAssigned, UserAssigned", identity_ids: [A] }],
])("declares the identity: %s", (_, identity, expected) => {
  expect(vaultWith({ identity }).identity).toEqual(expected);
});

test("sorts identity ids and writes them in azurerm's case", () => {
  const identity = VaultIdentity.userAssigned([B.replace("resourceGroups", "resourcegroups"), A]);
  expect(vaultWith({ identity }).identity).toMatchObject({ identity_ids: [A, B] });
});

test.each([
  ["no identity", [], "identityIds must be at least one id, none twice, got []; name each once"],
  ["one twice", [A, A.toUpperCase()], "identityIds must be at least one id, none twice, got "],
  [
    "something else",
    ["vault-identity"],
    "identityIds must be '/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>', got 'vault-identity'",
  ],
])("throws for %s", (_, ids, message) => {
  expect(refusal(() => VaultIdentity.userAssigned(ids))).toContain(`VaultIdentity.userAssigned: ${message}`);
  expect(refusal(() => VaultIdentity.systemAndUserAssigned(ids))).toContain(`VaultIdentity.systemAndUserAssigned: ${message}`);
});

test("accepts tokens", () => {
  const stack = testStack();
  const identity = VaultIdentity.userAssigned([unknownText(stack, "identity"), A]);
  expect(() => minimalVault(stack, { identity })).not.toThrow();
});
