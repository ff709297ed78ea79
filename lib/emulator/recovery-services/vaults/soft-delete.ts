import { isSameName } from "../../../azure/case-fold";
import type { Context } from "../../context";
import type { Vault, VaultConfig } from "../model";
import { requireUnguarded } from "./resource-guard";
import { softDeleteAlwaysOn } from "../../errors/vault-errors";

/**
 * The configuration after a change of the vault itself, in which the days may change even if soft delete is always on, as the portal and
 * `az backup vault update` change them; `AlwaysOn`, as newer clients spell it, is the same state.
 */
export function changedByVault(
  context: Context,
  { id, config }: Pick<Vault, "id" | "config">,
  sent: Partial<Record<keyof VaultConfig, unknown>>,
  requests: readonly string[] | null | undefined,
): VaultConfig {
  const named = Object.entries(sent).filter(([, value]) => value !== undefined && value !== null);
  const changes = named.filter(([key, value]) => !isSameValue(config[key as keyof VaultConfig], value));
  const [first] = changes;
  if (first === undefined) return config;
  const onlyDays = changes.length === 1 && first[0] === "softDeleteRetentionPeriodInDays";
  const changed = onlyDays
    ? { ...config, ...(Object.fromEntries(changes) as Partial<VaultConfig>) }
    : changedConfig(config, sent);
  if (isLessRecoverable(config, changed)) requireUnguarded(context, id, "changeBackupSettings", requests);
  return changed;
}

function isSameValue(one: unknown, other: unknown): boolean {
  return typeof one === "string" && typeof other === "string" ? isSameName(one, other) : one === other;
}

/** A vault's backup configuration after a change, or Azure's refusal of one: soft delete that is always on stays so. */
export function changedConfig(existing: VaultConfig, sent: Partial<Record<keyof VaultConfig, unknown>>): VaultConfig {
  if (existing.softDeleteFeatureState === "AlwaysON") {
    throw softDeleteAlwaysOn();
  }
  const named = Object.entries(sent).filter(([, value]) => value !== undefined && value !== null);
  return { ...existing, ...(Object.fromEntries(named) as Partial<VaultConfig>) };
}

/** Whether soft delete is switched off, or lasts fewer days. */
export function isLessRecoverable(before: VaultConfig, after: VaultConfig): boolean {
  const days = ({ softDeleteFeatureState, softDeleteRetentionPeriodInDays }: VaultConfig): number =>
    softDeleteFeatureState === "Disabled" ? 0 : softDeleteRetentionPeriodInDays;
  return days(after) < days(before);
}
