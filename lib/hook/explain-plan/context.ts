import { DAY_MS } from "../../azure/durations";
import { isSameName } from "../../azure/case-fold";
import { utcDayOf } from "../../azure/utc-day";
import { objectOf } from "./attributes";
import type { Estate } from "./estate";

/** What every kind of finding needs. */
export interface ExplainContext {
  readonly estate: Estate;
  /** The time of the plan. */
  readonly now: Date;
}

/** Azure's default for new vaults. */
const DEFAULT_SOFT_DELETE_DAYS = 14;

/** What happens to the data of a vault's items when they are deleted. */
export interface SoftDelete {
  readonly isOn: boolean;
  /** The first day (UTC) on which the data may be gone for good. */
  readonly until: string;
  /** Whether the plan says for how many days, and not only Azure's default is known. */
  readonly isKnown: boolean;
}

export function softDeleteOf({ estate, now }: ExplainContext, vaultId: string): SoftDelete {
  const vault = estate.vaultById(vaultId);
  const days = softDeleteDays(estate, vaultId);
  return {
    isOn: vault?.before?.flag("soft_delete_enabled") !== false,
    until: utcDayOf(new Date(now.getTime() + (days ?? DEFAULT_SOFT_DELETE_DAYS) * DAY_MS)),
    isKnown: days !== undefined,
  };
}

/** azurerm has no argument for it: stacks set it with azapi. */
function softDeleteDays({ plan }: Estate, vaultId: string): number | undefined {
  for (const { type, before } of plan.resources) {
    if (!/^azapi_(update_)?resource$/.test(type) || !isSameName(before?.text("resource_id") ?? before?.text("id") ?? "", vaultId))
      continue;
    const days = softDeleteDaysIn(before?.raw("body"));
    if (days !== undefined) return days;
  }
  return undefined;
}

export function softDeleteDaysIn(body: unknown): number | undefined {
  const settings = ["properties", "securitySettings", "softDeleteSettings"].reduce<unknown>(
    (value, key) => objectOf(value)[key],
    body,
  );
  const days = objectOf(settings)["softDeleteRetentionPeriodInDays"];
  return typeof days === "number" ? days : undefined;
}
