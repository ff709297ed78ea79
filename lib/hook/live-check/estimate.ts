/**
 * An estimate of what a live check costs in West Europe, pay as you go. The fee of the protected instance was found in Azure's price list in
 * November 2026; the other numbers are assumptions. Prices differ by region, currency and contract.
 */

/** The size whose price is known. */
export const DEFAULT_SIZE = "Standard_B2ats_v2";

const USD_PER_HOUR_OF_VM = 0.011;
/** One Standard HDD of 32 GiB, and a copy of it while the drill runs. */
const USD_PER_MONTH_OF_DISKS = 2 * 1.54;
/** The fee of a protected instance of up to 50 GB, which Azure prorates by days. */
const USD_PER_MONTH_OF_INSTANCE = 5;
/** Backup storage, snapshots, and transactions of the staging account, of some gigabytes. */
const USD_FOR_STORAGE = 0.2;
const EUR_PER_USD = 0.92;
const HOURS_PER_MONTH = 730;
const DAYS_PER_MONTH = 30;
const TYPICAL_HOURS = 4;

/** The price of a live check, in US dollars. */
export interface Estimate {
  /** The price of a run of four hours. */
  readonly typical: number;
  /** The price of a run of the longest time, if Azure charges the whole month of the protected instance. */
  readonly most: number;
}

export function estimate(longestHours: number): Estimate {
  const running = (hours: number): number =>
    hours * (USD_PER_HOUR_OF_VM + USD_PER_MONTH_OF_DISKS / HOURS_PER_MONTH) + USD_FOR_STORAGE;
  return {
    typical: running(TYPICAL_HOURS) + USD_PER_MONTH_OF_INSTANCE / DAYS_PER_MONTH,
    most: running(longestHours) + USD_PER_MONTH_OF_INSTANCE,
  };
}

/** A price in both currencies, rounded up to ten cents. */
export function priceText(usd: number): string {
  const rounded = (amount: number): string => (Math.ceil(Math.round(amount * 100) / 10) / 10).toFixed(2);
  return `USD ${rounded(usd)} (EUR ${rounded(usd * EUR_PER_USD)})`;
}
