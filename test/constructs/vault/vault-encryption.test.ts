import { VaultEncryption, VaultIdentity } from "../../../lib";
import { unknownText } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";
import { identityId, KEY_ID, minimalVault, vaultWith } from "./support";

const A = identityId("a");
const BY_USER = VaultEncryption.byUserAssignedIdentity({ keyId: KEY_ID, userAssignedIdentityId: A });
const BY_SYSTEM = VaultEncryption.bySystemAssignedIdentity({ keyId: KEY_ID });

test("byUserAssignedIdentity adds the identity to the vault", () => {
  const { encryption, identity } = vaultWith({ encryption: BY_USER });
  expect(encryption).toEqual({
    key_id: KEY_ID,
    infrastructure_encryption_enabled: false,
    use_system_assigned_identity: false,
    user_assigned_identity_id: A,
  });
  expect(identity).toEqual({ type: "UserAssigned", identity_ids: [A] });
});

test("bySystemAssignedIdentity adds a system-assigned identity to the vault", () => {
  const { encryption, identity } = vaultWith({ encryption: BY_SYSTEM });
  expect(encryption).toEqual({ key_id: KEY_ID, infrastructure_encryption_enabled: false });
  expect(identity).toEqual({ type: "SystemAssigned" });
});

test("declares infrastructure encryption", () => {
  const encryption = VaultEncryption.bySystemAssignedIdentity({ keyId: KEY_ID, infrastructureEncryptionEnabled: true });
  expect(vaultWith({ encryption }).encryption).toMatchObject({ infrastructure_encryption_enabled: true });
});

test.each([
  ["only other identities", VaultIdentity.userAssigned([identityId("b")]), `got ["${identityId("b")}"]`],
  ["only the system-assigned identity", VaultIdentity.systemAssigned(), "got []"],
])("throws if the vault's identities do not include the identity that reads the key: %s", (_, identity, got) => {
  expect(refusal(() => vaultWith({ encryption: BY_USER, identity }))).toBe(
    `RecoveryServicesVault 'stack/Vault': identity must be one with the identity that reads the key, ${A}, ${got}; ` +
      "add it, or leave identity out",
  );
});

test("throws if the vault has no system-assigned identity to read the key", () => {
  expect(refusal(() => vaultWith({ encryption: BY_SYSTEM, identity: VaultIdentity.userAssigned([A]) }))).toBe(
    "RecoveryServicesVault 'stack/Vault': identity must be one with a system-assigned part, which reads the key, got 'UserAssigned'; " +
      "use VaultIdentity.systemAndUserAssigned, or VaultEncryption.byUserAssignedIdentity",
  );
});

test.each([
  ["system-assigned", BY_SYSTEM, VaultIdentity.systemAssigned()],
  ["system-assigned, with a user-assigned one", BY_SYSTEM, VaultIdentity.systemAndUserAssigned([A])],
  ["user-assigned", BY_USER, VaultIdentity.userAssigned([identityId("b"), A])],
  [
    "user-assigned, with a system-assigned one",
    BY_USER,
    VaultIdentity.systemAndUserAssigned([A.toUpperCase().replace("/A", "/a")]),
  ],
])("accepts an identity of the vault that reads the key: %s", (_, encryption, identity) => {
  expect(vaultWith({ encryption, identity })).toHaveProperty("encryption");
});

test.each([KEY_ID, `${KEY_ID}/0123456789abcdef`, "https://hsm.managedhsm.azure.net/keys/backup"])(
  "accepts the key '%s'",
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
])("throws if the key is '%s'", (keyId) => {
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

test("throws if the identity's id is invalid", () => {
  expect(refusal(() => VaultEncryption.byUserAssignedIdentity({ keyId: KEY_ID, userAssignedIdentityId: "a" }))).toContain(
    "userAssignedIdentityId must be '/subscriptions/<subscription>/",
  );
});

test("accepts tokens", () => {
  const stack = testStack();
  const encryption = VaultEncryption.byUserAssignedIdentity({
    keyId: unknownText(stack, "key"),
    userAssignedIdentityId: unknownText(stack, "identity"),
  });
  expect(() => minimalVault(stack, { encryption, identity: VaultIdentity.userAssigned([A]) })).not.toThrow();
});
