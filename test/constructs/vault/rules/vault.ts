import {
  AzurermProviderVersion,
  CrossSubscriptionRestoreState,
  RecoveryServicesVault,
  type RecoveryServicesVaultProps,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  type VaultSku,
} from "../../../../lib";
import { unknownNumber, unknownText, VAULT_ID } from "../../../support/azure";
import { FoundBy, type Rule } from "../../../support/rules";
import { synth, testStack } from "../../../support/synth";
import { addAzapi, identityId, KEY_ID, minimalVault, stackWithVault } from "../support";

const A = identityId("a");
const locked = VaultImmutability.locked({ acknowledgeIrreversible: true });
const byUser = (userAssignedIdentityId = A) => VaultEncryption.byUserAssignedIdentity({ keyId: KEY_ID, userAssignedIdentityId });
const bySystem = (keyId = KEY_ID) => VaultEncryption.bySystemAssignedIdentity({ keyId });
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, "x"]));
const softDeleteWith = (constraint: string) => {
  const stack = testStack();
  minimalVault(stack, { softDeleteEnabled: true });
  AzurermProviderVersion.require(stack, constraint);
  return synth(stack);
};

const stackOf = (props: Partial<RecoveryServicesVaultProps>) => {
  const stack = testStack();
  minimalVault(stack, props);
  return stack;
};
const withAzapi = (props: Partial<RecoveryServicesVaultProps>) => {
  const stack = stackOf(props);
  addAzapi(stack);
  return synth(stack);
};
/** azurerm 5 has no argument for soft delete. */
const softDeleteOfAzurerm4 = (props: Partial<RecoveryServicesVaultProps>) => {
  const stack = stackOf(props);
  addAzapi(stack);
  AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
  return synth(stack);
};

/** Rules of a vault's own arguments, and of existing vaults. */
export const vaultRules: Rule[] = [
  {
    id: "vault-name",
    rule: "A vault's name is 2 to 50 letters, digits and `-`, starting with a letter",
    foundBy: FoundBy.VALIDATE,
    evidence:
      "`Recovery Service Vault name must be 2 - 50 characters long, start with a letter, contain only letters, numbers and hyphens.`",
    broken: () => stackWithVault({ vaultName: "my_vault" }),
    refusal: "vaultName must be 2 to 50 letters, digits and '-', starting with a letter, got 'my_vault'",
    kept: () => stackWithVault({ vaultName: "my-vault" }),
    unknown: (stack) => minimalVault(stack, { vaultName: unknownText(stack, "name") }),
  },
  {
    id: "soft-delete-retention",
    rule: "Soft delete keeps backups for a whole number of days from 14 to 180",
    foundBy: FoundBy.AZURE,
    evidence: "documented in 2025-11; azapi sends any number",
    broken: () => stackWithVault({ softDeleteRetentionDays: 13 }),
    refusal: "softDeleteRetentionDays must be a whole number of days from 14 to 180, got 13",
    kept: () => withAzapi({ softDeleteRetentionDays: 180 }),
    unknown: (stack) => {
      addAzapi(stack);
      return minimalVault(stack, { softDeleteRetentionDays: unknownNumber(stack, "days") });
    },
  },
  {
    id: "soft-delete-retention-of-soft-delete",
    rule: "The days of soft delete are set only if soft delete is not off",
    foundBy: FoundBy.PLAN,
    evidence:
      "`soft_delete_enabled cannot be false initially or changed from true to false` with azurerm 4.81; with 4.55 the days have no effect",
    broken: () => softDeleteOfAzurerm4({ softDeleteRetentionDays: 30, softDeleteEnabled: false }),
    refusal: "softDeleteRetentionDays must be left out if softDeleteEnabled is false, got 30",
    kept: () => softDeleteOfAzurerm4({ softDeleteRetentionDays: 30, softDeleteEnabled: true }),
    unknown: (stack) => {
      addAzapi(stack);
      return minimalVault(stack, { softDeleteRetentionDays: unknownNumber(stack, "days") });
    },
  },
  {
    id: "cross-subscription-restore-state",
    rule: "Cross-subscription restore is enabled, disabled, or disabled for good",
    foundBy: FoundBy.AZURE,
    evidence: "from the API's model; azapi also checks it at `terraform plan`",
    broken: () => withAzapi({ crossSubscriptionRestore: "Off" as never }),
    refusal: "crossSubscriptionRestore must be one of Enabled, Disabled, PermanentlyDisabled, got 'Off'",
    kept: () => withAzapi({ crossSubscriptionRestore: CrossSubscriptionRestoreState.PERMANENTLY_DISABLED }),
    unknown: (stack) => {
      addAzapi(stack);
      return minimalVault(stack, { crossSubscriptionRestore: unknownText(stack, "state") as never });
    },
  },
  {
    id: "azapi-for-what-azurerm-lacks",
    rule: "Settings that azurerm has no argument for need the provider azapi",
    foundBy: FoundBy.PLAN,
    evidence: "Terraform looks for the provider `hashicorp/azapi`, which does not exist",
    broken: () => synth(stackOf({ softDeleteRetentionDays: 30 })),
    refusal:
      "softDeleteRetentionDays must be left out of a stack without a provider of azapi that has no alias, because azurerm has no argument for it, got 30; add the provider azapi",
    kept: () => withAzapi({ softDeleteRetentionDays: 30 }),
    unknown: (stack) => {
      addAzapi(stack);
      return minimalVault(stack, { softDeleteRetentionDays: unknownNumber(stack, "days") });
    },
  },
  {
    id: "resource-group-name",
    rule: "A resource group's name is 1 to 90 letters, digits, `-`, `_`, `.` and parentheses, and does not end in `.`",
    foundBy: FoundBy.VALIDATE,
    evidence: '`"resource_group_name" may not end with a period`',
    broken: () => stackWithVault({ resourceGroupName: "rg-app." }),
    refusal:
      "resourceGroupName must be 1 to 90 letters, digits, '-', '_', '.' and parentheses that do not end in '.', got 'rg-app.'",
    kept: () => stackWithVault({ resourceGroupName: "rg.app" }),
    unknown: (stack) => minimalVault(stack, { resourceGroupName: unknownText(stack, "group") }),
  },
  {
    id: "location-not-empty",
    rule: "A location is not empty; only Azure knows all regions",
    foundBy: FoundBy.VALIDATE,
    evidence: '`expected "location" to not be an empty string`',
    broken: () => stackWithVault({ location: "" }),
    refusal: "location must be an Azure region, such as 'westeurope', got ''",
    kept: () => stackWithVault({ location: "West Europe" }),
    unknown: (stack) => minimalVault(stack, { location: unknownText(stack, "location") }),
  },
  {
    id: "sku-known",
    rule: "A vault's tier is one of azurerm's values, in azurerm's spelling; the enum has them",
    foundBy: FoundBy.VALIDATE,
    evidence: '`expected sku to be one of ["RS0" "Standard"], got standard`',
    broken: () => stackWithVault({ sku: "standard" as unknown as VaultSku }),
    refusal: "sku must be one of Standard, RS0, got 'standard'",
    kept: () => stackWithVault({ sku: "Standard" as unknown as VaultSku }),
    unknown: (stack) => minimalVault(stack, { sku: unknownText(stack, "sku") as unknown as VaultSku }),
  },
  {
    id: "tags-at-most-50",
    rule: "A resource has at most 50 tags",
    foundBy: FoundBy.VALIDATE,
    evidence: "`a maximum of 50 tags can be applied to each resource`",
    broken: () => stackWithVault({ tags: tags(51) }),
    refusal: "tags must be at most 50 tags, got 51",
    kept: () => stackWithVault({ tags: tags(50) }),
    unknown: (stack) => minimalVault(stack, { tags: { team: unknownText(stack, "team") } }),
  },
  {
    id: "tag-name-at-most-512",
    rule: "A tag's name has at most 512 characters, its value at most 256",
    foundBy: FoundBy.VALIDATE,
    evidence: "`the maximum length for a tag key is 512 characters`",
    broken: () => stackWithVault({ tags: { ["n".repeat(513)]: "x" } }),
    refusal: "tags: the name must be at most 512 characters",
    kept: () => stackWithVault({ tags: { ["n".repeat(512)]: "x".repeat(256) } }),
    unknown: (stack) => minimalVault(stack, { tags: { [unknownText(stack, "name")]: "x" } }),
  },
  {
    id: "locked-is-acknowledged",
    rule: "Immutability is locked only if it is acknowledged that it can never be unlocked",
    foundBy: FoundBy.NOBODY,
    evidence: "azurerm locks the vault in two steps, and Azure never unlocks it",
    broken: () => VaultImmutability.locked({ acknowledgeIrreversible: false }),
    refusal: "acknowledgeIrreversible must be true, because a locked vault can never be unlocked, got false",
    kept: () => locked,
    unknown: (stack) => minimalVault(stack, { immutability: locked, vaultName: unknownText(stack, "name") }),
  },
  {
    id: "locked-keeps-prevent-destroy",
    rule: "A locked vault keeps `prevent_destroy`",
    foundBy: FoundBy.AZURE,
    evidence: "a change of the immutability plans a replacement of the vault, and Azure refuses its deletion",
    broken: () => stackWithVault({ immutability: locked, lifecycle: { preventDestroy: false } }),
    refusal: "lifecycle.preventDestroy must be true if immutability is locked, got false",
    kept: () => stackWithVault({ immutability: VaultImmutability.unlocked(), lifecycle: { preventDestroy: false } }),
    unknown: (stack) => minimalVault(stack, { immutability: locked, location: unknownText(stack, "location") }),
  },
  {
    id: "soft-delete-not-in-azurerm-5",
    rule: "Soft delete is left out with azurerm 5",
    foundBy: FoundBy.VALIDATE,
    evidence: '`No argument or block type is named "soft_delete_enabled".`',
    broken: () => softDeleteWith(">= 5.0.0"),
    refusal: "softDeleteEnabled must be left out with azurerm '>= 5.0.0', got true",
    kept: () => softDeleteWith(">= 4.77.0"),
    unknown: (stack) => minimalVault(stack, { vaultName: unknownText(stack, "name"), softDeleteEnabled: true }),
  },
  {
    id: "identities-are-identities",
    rule: "A user-assigned identity is given by its id; the case of the fixed segments is corrected",
    foundBy: FoundBy.VALIDATE,
    evidence: "`parsing the UserAssignedIdentity ID`; azurerm accepts no other case of its fixed segments",
    broken: () => VaultIdentity.userAssigned([VAULT_ID]),
    refusal: "identityIds must be '/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.ManagedIdentity/",
    kept: () => VaultIdentity.userAssigned([A.replace("resourceGroups", "resourcegroups")]),
    unknown: (stack) => VaultIdentity.userAssigned([unknownText(stack, "identity")]),
  },
  {
    id: "user-assigned-has-identities",
    rule: "A user-assigned identity names at least one identity",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends the type without one",
    broken: () => VaultIdentity.systemAndUserAssigned([]),
    refusal: "identityIds must be at least one id, none twice, got []",
    kept: () => VaultIdentity.systemAndUserAssigned([A]),
    unknown: (stack) => VaultIdentity.systemAndUserAssigned([unknownText(stack, "identity")]),
  },
  {
    id: "key-is-a-key",
    rule: "A key is given by its URL, with or without its version",
    foundBy: FoundBy.VALIDATE,
    evidence: "`key vault nested item should contain 2 or 3 segments`",
    broken: () => bySystem("https://keys.vault.azure.net/keys"),
    refusal: "keyId must be the URL of a key",
    kept: () => bySystem("https://keys.vault.azure.net/keys/backup"),
    unknown: (stack) => bySystem(unknownText(stack, "key")),
  },
  {
    id: "key-is-no-secret",
    rule: "A key is not a secret or a certificate",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm 4 accepts and sends them",
    broken: () => bySystem("https://keys.vault.azure.net/secrets/backup"),
    refusal: "keyId must be the URL of a key",
    kept: () => bySystem("https://keys.vault.azure.net/keys/secrets"),
    unknown: (stack) => bySystem(unknownText(stack, "key")),
  },
  {
    id: "key-reader-is-the-vaults",
    rule: "The user-assigned identity that reads the key is an identity of the vault; it is added if the vault has no `identity`",
    foundBy: FoundBy.AZURE,
    evidence: "`InvalidRestApiParameter: cmkIdentity parameter is invalid.`",
    broken: () => stackWithVault({ encryption: byUser(), identity: VaultIdentity.userAssigned([identityId("b")]) }),
    refusal: `identity must be one with the identity that reads the key, ${A}, got ["${identityId("b")}"]`,
    kept: () => stackWithVault({ encryption: byUser(), identity: VaultIdentity.userAssigned([identityId("b"), A]) }),
    unknown: (stack) =>
      minimalVault(stack, { encryption: byUser(unknownText(stack, "a")), identity: VaultIdentity.userAssigned([A]) }),
  },
  {
    id: "key-reader-is-system-assigned",
    rule: "A key for the system-assigned identity needs that identity; it is added if the vault has no `identity`",
    foundBy: FoundBy.AZURE,
    evidence: "`InvalidRestApiParameter: cmkIdentity parameter is invalid.`",
    broken: () => stackWithVault({ encryption: bySystem(), identity: VaultIdentity.userAssigned([A]) }),
    refusal: "identity must be one with a system-assigned part, which reads the key, got 'UserAssigned'",
    kept: () => stackWithVault({ encryption: bySystem(), identity: VaultIdentity.systemAssigned() }),
    unknown: (stack) => minimalVault(stack, { encryption: bySystem(unknownText(stack, "key")) }),
  },
  {
    id: "vault-id",
    rule: "An existing vault is given by the id of a vault",
    foundBy: FoundBy.VALIDATE,
    evidence: "`parsing the Vault ID`; azurerm accepts no other case of its fixed segments",
    broken: () => RecoveryServicesVault.fromVaultId(testStack(), "Vault", "vault-app"),
    refusal:
      "vaultId must be '/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.RecoveryServices/vaults/<name>'",
    kept: () => RecoveryServicesVault.fromVaultId(testStack(), "Vault", VAULT_ID.toLowerCase()),
    unknown: (stack) => RecoveryServicesVault.fromVaultId(stack, "Vault", unknownText(stack, "id")),
  },
  {
    id: "lookup-name",
    rule: "A vault is looked up by a name that a vault can have",
    foundBy: FoundBy.VALIDATE,
    evidence: "`Recovery Service Vault name must be 2 - 50 characters long, …`",
    broken: () => RecoveryServicesVault.fromLookup(testStack(), "Vault", { vaultName: "v", resourceGroupName: "rg-app" }),
    refusal: "vaultName must be 2 to 50 letters, digits and '-', starting with a letter, got 'v'",
    kept: () => RecoveryServicesVault.fromLookup(testStack(), "Vault", { vaultName: "va", resourceGroupName: "rg-app" }),
    unknown: (stack) =>
      RecoveryServicesVault.fromLookup(stack, "Vault", { vaultName: unknownText(stack, "v"), resourceGroupName: "rg-app" }),
  },
];
