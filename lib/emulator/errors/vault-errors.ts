import { defineError } from "./define-error";

/** Errors of vaults and their settings. */

export const vaultNameInvalid = defineError({
  status: 400,
  code: "InvalidResourceName",
  when: "a vault's name is not 2 to 50 letters, digits and hyphens that begin with a letter",
  known: { code: "ours", date: "2026-11", note: "the rule is documented" },
  text: (name: string) =>
    `The resource name '${name}' is invalid. The name must be 2 to 50 characters long, start with a letter and contain only letters, numbers and hyphens.`,
});

export const policyNameInvalid = defineError({
  status: 400,
  code: "InvalidResourceName",
  when: "a policy's name is not 3 to 150 letters, digits, hyphens, underscores and exclamation marks that begin with a letter",
  known: { code: "ours", date: "2026-11", note: "the rule is azurerm's" },
  text: (name: string) =>
    `The resource name '${name}' is invalid. The name must be 3 to 150 characters long, start with a letter and contain only letters, numbers, '-', '_' and '!'.`,
});

export const vaultNotEmpty = defineError({
  status: 400,
  code: "ServiceResourceNotEmptyWithContainerDetails",
  when: "a vault is deleted while it holds protected items that are not soft-deleted",
  known: {
    code: "seen",
    date: "2019-11",
    note: "in reports of 2019 to 2023, where soft-deleted items counted too; a report of 2026 has `BMSUserErrorVaultDeletionNotAllowed`",
  },
  text: (containers: readonly string[]) =>
    `Vault cannot be deleted as there are existing resources within the vault. Please ensure there are no backup items, protected servers or backup management servers associated with this vault. Unregister the following containers associated with this vault before proceeding for deletion : ${containers.join(", ")}.`,
});

export const vaultParameterInvalid = defineError({
  status: 400,
  code: "InvalidRestApiParameter",
  when: "a request changes immutability, redundancy or encryption in a way that Azure does not allow",
  known: { code: "ours", date: "2026-11", note: "the rules are documented" },
  text: (_reason: string) => "The request has a parameter that is not valid.",
  reasons: (reason) => [reason],
});

export const vaultSkuInvalid = defineError({
  status: 400,
  code: "InvalidRestApiParameter",
  when: "the SKU of a vault is not Standard or RS0",
  known: { code: "ours", date: "2026-11" },
  text: () => "sku parameter is invalid.",
  reasons: () => ["the SKU of a vault is Standard or RS0"],
});

export const keyIdentityInvalid = defineError({
  status: 400,
  code: "InvalidRestApiParameter",
  when: "the vault does not have the identity that reads its key",
  known: { code: "seen", date: "2023-12" },
  text: () => "cmkIdentity parameter is invalid.",
  reasons: () => ["the identity of the key must be the vault's system-assigned identity, or one of its user-assigned identities"],
});

export const keyUnreadable = defineError({
  status: 400,
  code: "UserErrorCMKKeyVaultAuthFailure",
  when: "a VM is protected in a vault that does not have the identity that reads its key",
  known: {
    code: "seen",
    text: "ours",
    date: "2024-10",
    note: "when Azure returns it is our reading; rights on keys are not emulated",
  },
  text: () => "The vault's identity cannot read the encryption key in the key vault.",
});

export const userAssignedIdentityMissing = defineError({
  status: 400,
  code: "InvalidIdentityValues",
  when: "a user-assigned identity has no id",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: () => "The identity values are invalid.",
  reasons: () => ["a user-assigned identity needs its id"],
});

export const storageRedundancyLocked = defineError({
  status: 400,
  code: "StorageModelModifyError",
  when: "a request changes the redundancy after an item was protected",
  known: { code: "seen", date: "2020-10" },
  text: () => "Storage Redundancy option is locked when the first machine is registered with the vault.",
});

export const softDeleteAlwaysOn = defineError({
  status: 400,
  code: "BMSUserErrorSoftDeleteStateAlwaysOn",
  when: "a request changes the backup configuration of a vault whose soft delete is always on",
  known: { code: "seen", text: "ours", date: "2026-03" },
  text: () => "Soft delete is always on for this vault: its state and the enhanced security settings cannot be changed.",
});

export const guardRequestMissing = defineError({
  status: 400,
  code: "BMSUserErrorInvalidInput",
  when: "a Resource Guard protects the operation, and the request names no request of the guard",
  known: { code: "ours", text: "seen", date: "2026-03", note: "the emulator accepts any request of the guard" },
  text: (_operation: string) => "ResourceGuard Operation requestid is either null or empty",
  reasons: (operation) => [`the vault's Resource Guard protects ${operation}`],
});

export const guardUnlockInvalid = defineError({
  status: 400,
  code: "BMSUserErrorInvalidInput",
  when: "an unlock of a deletion names no request of the guard for that deletion",
  known: { code: "ours", date: "2026-11" },
  text: (_request: string) => "Input provided for the call is invalid",
  reasons: (request) => [`resourceGuardOperationRequests must hold ${request}`],
});

export const deletedVaultNotFound = defineError({
  status: 404,
  code: "ResourceNotFound",
  when: "a deleted vault does not exist, or was purged",
  known: { code: "ours", date: "2026-11" },
  text: (name: string, location: string) => `The deleted vault '${name}' was not found in location '${location}'.`,
});

export const deletedVaultNameTaken = defineError({
  status: 409,
  code: "VaultAlreadyExists",
  when: "a vault is undeleted while another one has its id",
  known: { code: "ours", date: "2026-11" },
  text: (id: string) => `The vault '${id}' exists: delete it, or undelete into another resource group.`,
});
