import type { VaultConfig } from "../model";
import { softDeleteAlwaysOn } from "../../errors/vault-errors";

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
