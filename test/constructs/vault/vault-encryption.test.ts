import { VaultEncryption, VaultIdentity } from "../../../lib";
import { unknownText } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";
import { identityId, KEY_ID, minimalVault, vaultWith } from "./support";

const A = identityId("a");
const BY_USER = VaultEncryption.byUserAssignedIdentity({ keyId: KEY_ID, userAssignedIdentityId: A });
const BY_SYSTEM = VaultEncryption.bySystemAssignedIdentity({ keyId: KEY_ID });

test("a user-assigned identity reads the key, and the vault gets it", () => {
  const { encryption, identity } = vaultWith({ encryption: BY_USER });
  expect(encryption).toEqual({
    key_id: KEY_ID,
    infrastructure_encryption_enabled: false,
    use_system_assigned_identity: false,
    user_assigned_identity_id: A,
  });
  expect(identity).toEqual({ type: "UserAssigned", identity_ids: [A] });
});

test("the vault's own identity reads the key, and the vault gets one", () => {
  const { encryption, identity } = vaultWith({ encryption: BY_SYSTEM });
  expect(encryption).toEqual({ key_id: KEY_ID, infrastructure_encryption_enabled: false });
  expect(identity).toEqual({ type: "SystemAssigned" });
});

test("the storage beneath can be encrypted too", () => {
  const encryption = VaultEncryption.bySystemAssignedIdentity({ keyId: KEY_ID, infrastructureEncryptionEnabled: true });
  expect(vaultWith({ encryption }).encryption).toMatchObject({ infrastructure_encryption_enabled: true });
});

test.each([
  ["only others", VaultIdentity.userAssigned([identityId("b")]), `got ["${identityId("b")}"]`],
  ["the vault's own", VaultIdentity.systemAssigned(), "got []"],
])("a key that an identity reads which the vault does not have is refused: %s", (_, identity, got) => {
  expect(refusal(() => vaultWith({ encryption: BY_USER, identity }))).toBe(
    `RecoveryServicesVault 'stack/Vault': identity must be one with the identity that reads the key, ${A}, ${got}; ` +
      "add it, or leave identity out",
  );
});

test("a key that the vault's own identity reads is refused if it has none", () => {
  expect(refusal(() => vaultWith({ encryption: BY_SYSTEM, identity: VaultIdentity.userAssigned([A]) }))).toBe(
    "RecoveryServicesVault 'stack/Vault': identity must be one with a system-assigned part, which reads the key, got 'UserAssigned'; " +
      "use VaultIdentity.systemAndUserAssigned, or VaultEncryption.byUserAssignedIdentity",
  );
});

test.each([
  ["its own", BY_SYSTEM, VaultIdentity.systemAssigned()],
  ["its own, beside another", BY_SYSTEM, VaultIdentity.systemAndUserAssigned([A])],
  ["another", BY_USER, VaultIdentity.userAssigned([identityId("b"), A])],
  ["another, beside its own", BY_USER, VaultIdentity.systemAndUserAssigned([A.toUpperCase().replace("/A", "/a")])],
])("an identity that the vault has reads the key: %s", (_, encryption, identity) => {
  expect(vaultWith({ encryption, identity })).toHaveProperty("encryption");
});

test.each([KEY_ID, `${KEY_ID}/0123456789abcdef`, "https://hsm.managedhsm.azure.net/keys/backup"])(
  "key '%s' is taken",
  (keyId) => {
    const encryption = VaultEncryption.bySystemAssignedIdentity({ keyId });
    expect(vaultWith({ encryption }).encryption).toMatchObject({ key_id: keyId });
  },
);

test.each([
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/keys/keys/backup",
  "https://keys.vault.azure.net/secrets/backup",
  "https://keys.vault.azure.net/certificates/backup",
  "https://keys.vault.azure.net/keys",
  "https://keys.vault.azure.net/keys/backup/1/2",
  "http://keys.vault.azure.net/keys/backup",
  "",
])("key '%s' is refused", (keyId) => {
  const sentence =
    "keyId must be the URL of a key, 'https://<key vault>/keys/<name>' or with '/<version>' after it, " +
    `got '${keyId}'; copy the key identifier from the key vault, not a resource id, a secret or a certificate`;
  expect(refusal(() => VaultEncryption.bySystemAssignedIdentity({ keyId }))).toBe(
    `VaultEncryption.bySystemAssignedIdentity: ${sentence}`,
  );
  expect(refusal(() => VaultEncryption.byUserAssignedIdentity({ keyId, userAssignedIdentityId: A }))).toBe(
    `VaultEncryption.byUserAssignedIdentity: ${sentence}`,
  );
});

test("an identity's id that is none is refused", () => {
  expect(refusal(() => VaultEncryption.byUserAssignedIdentity({ keyId: KEY_ID, userAssignedIdentityId: "a" }))).toContain(
    "userAssignedIdentityId must be '/subscriptions/<subscription>/",
  );
});

test("what only the deployment knows passes", () => {
  const stack = testStack();
  const encryption = VaultEncryption.byUserAssignedIdentity({
    keyId: unknownText(stack, "key"),
    userAssignedIdentityId: unknownText(stack, "identity"),
  });
  expect(() => minimalVault(stack, { encryption, identity: VaultIdentity.userAssigned([A]) })).not.toThrow();
});
