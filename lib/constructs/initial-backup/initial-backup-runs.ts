import { type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { vaultKey } from "../vault/same-vault";
import type { IRecoveryServicesVaultRef } from "../vault/vault-ref";

/** An initial backup of a stack, as what runs after it needs to know it. */
export interface InitialBackupRun {
  readonly path: string;
  /** How far each backup is followed. */
  readonly waitFor: string;
  /** The resource that runs it; undefined if the deployment does not run it. */
  readonly resource?: TerraformResource;
}

const byStack = new WeakMap<TerraformStack, Map<string, InitialBackupRun[]>>();

/** Records an initial backup of VMs of a vault. */
export function registerInitialBackup(
  backup: IConstruct,
  { vault, ...run }: Omit<InitialBackupRun, "path"> & { readonly vault: IRecoveryServicesVaultRef },
): void {
  const stack = TerraformStack.of(backup);
  const byVault = byStack.get(stack) ?? new Map<string, InitialBackupRun[]>();
  byStack.set(stack, byVault);
  const key = vaultKey(vault);
  const runs = byVault.get(key) ?? [];
  byVault.set(key, runs);
  runs.push({ path: backup.node.path, ...run });
}

/** The initial backups that a stack declares for VMs of a vault. */
export function initialBackupsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): readonly InitialBackupRun[] {
  return byStack.get(stack)?.get(vaultKey(vault)) ?? [];
}
