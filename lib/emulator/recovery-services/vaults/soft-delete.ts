import { isSameName } from "../../../azure/case-fold";
import type { Context } from "../../context";
import type { Vault, VaultConfig } from "../model";
import { requireUnguarded } from "./resource-guard";
import { softDeleteAlwaysOn } from "../../errors/vault-errors";

/**
 * Returns the backup configuration after a change of the vault itself. The retention days may change even if soft delete is
 * always on, as the portal and `az backup vault update` change them. `AlwaysOn`, the spelling of newer clients, is the same state
 * as `AlwaysON`.
 */
export function changedByVault(
  context: Context,
  { id, config }: Pick<Vault, "id" | "config">,
  sent: Partial<Record<keyof VaultConfig, unknown>>,
  requests: readonly string[] | null | undefined,
): VaultConfig {
  const named = Object.entries(sent).filter(([, value]) => value !== undefined && value !== null);
  const changes = named.filter(([key, value]) => !isSameName(String(config[key as keyof VaultConfig]), String(value)));
  const [first] = changes;
  if (first === undefined) return config;
  const onlyDays = changes.length === 1 && first[0] === "softDeleteRetentionPeriodInDays";
  const changed = onlyDays
    ? { ...config, ...(Object.fromEntries(changes) as Partial<VaultConfig>) }
    : changedConfig(config, sent);
  if (isLessRecoverable(config, changed)) requireUnguarded(context, id, "changeBackupSettings", requests);
  return changed;
}

/**
 * Returns a vault's backup configuration after a change.
 * @throws ServiceError if soft delete is always on
 */
export function changedConfig(existing: VaultConfig, sent: Partial<Record<keyof VaultConfig, unknown>>): VaultConfig {
  if (existing.softDeleteFeatureState === "AlwaysON") {
    throw softDeleteAlwaysOn();
  }
  const named = Object.entries(sent).filter(([, value]) => value !== undefined && value !== null);
  return { ...existing, ...(Object.fromEntries(named) as Partial<VaultConfig>) };
}

/** Whether soft delete is disabled by a change, or gets fewer retention days. */
export function isLessRecoverable(before: VaultConfig, after: VaultConfig): boolean {
  const days = ({ softDeleteFeatureState, softDeleteRetentionPeriodInDays }: VaultConfig): number =>
    softDeleteFeatureState === "Disabled" ? 0 : softDeleteRetentionPeriodInDays;
  return days(after) < days(before);
}
