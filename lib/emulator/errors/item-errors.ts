import { defineError } from "./define-error";

/** Errors of policies and protected items. */

export const backupInputInvalid = defineError({
  status: 400,
  code: "BMSUserErrorInvalidInput",
  when: "a request to Azure Backup is not valid; the details say why",
  known: { code: "seen", date: "2022-09", note: "which broken rules lead to it is ours" },
  text: (_reason: string) => "Input provided for the call is invalid",
  reasons: (reason) => [reason],
});

export const policyNotFound = defineError({
  status: 404,
  code: "ResourceNotFound",
  when: "a backup policy does not exist",
  known: { code: "ours", date: "2026-11" },
  text: (policy: string, vault: string) => `The backup policy '${policy}' was not found in vault '${vault}'.`,
});

export const policyInvalid = defineError({
  status: 400,
  code: "BMSUserErrorInvalidPolicyInput",
  when: "a policy breaks a rule of Azure Backup; the details say which",
  known: { code: "seen", date: "2024-09" },
  text: (_problems: readonly string[]) =>
    "Input for create or update policy is not in proper format\r\nPlease check format of parameters like schedule time, schedule days, retention time and retention days ",
  reasons: (problems) => problems,
});

export const policyInUse = defineError({
  status: 400,
  code: "BMSUserErrorPolicyObjectInUse",
  when: "a policy is deleted while protected items use it",
  known: { code: "seen", text: "ours", date: "2026-08" },
  text: () => "Policy cannot be deleted as it is in use. Please make sure that no items are associated with the policy.",
});

export const itemNotFound = defineError({
  status: 404,
  code: "BMSUserErrorDataSourceObjectNotFound",
  when: "a protected item does not exist",
  known: { code: "seen", text: "documented", date: "2026-11" },
  text: (_item: string, _vaultId: string) =>
    "Item not found.\r\nSelected item might have been deleted. Please check if item is registered to the vault.",
  reasons: (item, vaultId) => [`${item} is not in ${vaultId}`],
});

export const containerNotFound = defineError({
  status: 404,
  code: "BMSUserErrorContainerObjectNotFound",
  when: "a container does not exist",
  known: { code: "ours", date: "2026-11" },
  text: (_container: string, _vaultId: string) => "Container not found.",
  reasons: (container, vaultId) => [`${container} is not in ${vaultId}`],
});

export const containerNameInvalid = defineError({
  status: 400,
  code: "BMSUserErrorContainerNameIncorrectFormat",
  when: "the name of a container is not IaasVMContainer;iaasvmcontainerv2;<group>;<VM>",
  known: { code: "documented", date: "2021-04" },
  text: (_name: string) => "Container name is not in the correct format.",
  reasons: (name) => [name],
});

export const itemNameInvalid = defineError({
  status: 400,
  code: "BMSUserErrorProtectedItemNameIncorrectFormat",
  when: "the name of an item is not VM;iaasvmcontainerv2;<group>;<VM>",
  known: { code: "documented", date: "2021-04" },
  text: (_name: string) => "Protected item name is not in the correct format.",
  reasons: (name) => [name],
});

export const protectionRequestInvalid = defineError({
  status: 400,
  code: "BMSUserErrorInvalidConfigureProtectionRequest",
  when: "protection is requested for a VM that does not exist",
  known: { code: "seen", date: "2018-11" },
  text: (_reason: string) =>
    "Input for configure protection is not in proper format\r\nPlease ensure that container exists and other parameters are in valid format",
  reasons: (reason) => [reason],
});

export const protectedByAnotherVault = defineError({
  status: 409,
  code: "BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault",
  when: "another vault protects the VM; soft-deleted items do not count",
  known: { code: "seen", date: "2026-09" },
  text: (_vaultId: string) =>
    "Virtual machine is already registered\\registering with another recovery services vault. Please select a different virtual machine for registration.",
  reasons: (vaultId) => [`the virtual machine is in vault '${vaultId}'`],
});

export const vaultFull = defineError({
  status: 400,
  code: "UserErrorProtectionQuotaExceeded",
  when: "the vault already protects 1,000 VMs",
  known: { code: "documented", text: "ours", date: "2021-04" },
  text: (limit: number) => `The vault has reached the limit of ${limit} protected virtual machines.`,
});

export const itemLocked = defineError({
  status: 409,
  code: "BMSUserErrorObjectLocked",
  when: "an item is changed while an earlier change is still running",
  known: { code: "documented", date: "2021-04", note: "the status is ours" },
  text: () => "Another operation is in progress on the selected item. Please wait until it has completed and try again.",
});

export const immutableItemNotDeleted = defineError({
  status: 400,
  code: "UserErrorDeleteBackupItemOnImmutableItem",
  when: "an item with recovery points is deleted in an immutable vault",
  known: { code: "seen", text: "ours", date: "2024-03" },
  text: (_immutability: string) =>
    "The backup data cannot be deleted: the vault is immutable, and recovery points have not expired yet.",
  reasons: (immutability) => [`the vault's immutability is ${immutability}`],
});

export const immutableRetentionNotReduced = defineError({
  status: 400,
  code: "UserErrorOperationDeniedOnImmutableItem",
  when: "a policy would shorten the retention of backups in an immutable vault",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: (_schedules: readonly string[]) => "The operation is not allowed: retention cannot be reduced in an immutable vault.",
  reasons: (schedules) => [`${schedules.join(", ")} would keep backups for less time`],
});

export const suspensionNeedsImmutability = defineError({
  status: 400,
  code: "UserErrorOperationDeniedOnImmutableItem",
  when: "backups are suspended in a vault that is not immutable",
  known: { code: "ours", date: "2026-11" },
  text: () => "The operation is not allowed: backups can be suspended in an immutable vault only.",
  reasons: () => ["the vault's immutability is Disabled"],
});
