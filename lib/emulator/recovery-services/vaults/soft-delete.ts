import { ServiceError } from "../../arm/error";
import type { VaultConfig } from "../model";

/** A vault's backup configuration after a change, or Azure's refusal of one: soft delete that is always on stays so. */
export function changedConfig(existing: VaultConfig, sent: Partial<Record<keyof VaultConfig, unknown>>): VaultConfig {
  if (existing.softDeleteFeatureState === "AlwaysON") {
    const message = "Soft delete is always on for this vault: its state and the enhanced security settings cannot be changed.";
    throw new ServiceError(400, "BMSUserErrorSoftDeleteStateAlwaysOn", message);
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
