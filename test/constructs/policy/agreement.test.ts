import { Construct } from "constructs";
import { Random } from "../../support/random";
import {
  BackupSchedule,
  HourlyWindow,
  Month,
  MonthlyRetention,
  RecoveryServicesVault,
  TimeZone,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  VmBackupPolicyType,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { testStack } from "../../support/synth";
import { refusedByService } from "./support/service";

/**
 * Random policies, valid and invalid, are checked by the constructs and, as azurerm's arguments, by the emulated service. Both sides
 * were written independently: if one accepts a policy that the other refuses, one of them is wrong.
 */

const POLICIES = 600;

/** A policy in a form that converts to constructs and to azurerm's arguments. */
interface Draft {
  readonly frequency: "Hourly" | "Daily" | "Weekly";
  readonly time: string;
  readonly zone?: string;
  readonly weekdays: Weekday[];
  readonly interval: number;
  readonly duration: number;
  readonly type?: VmBackupPolicyType;
  readonly days?: number;
  readonly weekly?: { readonly weeks: number; readonly weekdays: Weekday[] };
  readonly monthly?: LongTerm;
  readonly yearly?: LongTerm & { readonly in: Month[] };
  readonly instantRestore?: number;
}

interface LongTerm {
  readonly count: number;
  readonly days?: number[];
  readonly last?: boolean;
  readonly weeks?: WeekOfMonth[];
  readonly weekdays?: Weekday[];
}

function draw(random: Random): Draft {
  /** Random members, at least so many. */
  const some = <T>(members: readonly T[], atLeast: number): T[] => {
    const drawn = members.filter(() => random.chance(0.5));
    return drawn.length < atLeast ? members.slice(0, atLeast) : drawn;
  };
  const rarely = <T>(usual: T, other: T): T => (random.chance(0.1) ? other : usual);
  const frequency = random.pick("Hourly", "Daily", "Weekly");
  const atLeast = random.chance(0.05) ? 0 : 1;
  const weekdays = some(Object.values(Weekday), atLeast);
  const days = random.chance(0.1) ? [0, 29, 31] : [1, 15, 28];
  const longTerm = (most: number): LongTerm => ({
    count: random.chance(0.1) ? random.pick(0, most + 1) : random.pick(1, 12, most),
    ...(random.chance(frequency === "Weekly" ? 0.1 : 0.5)
      ? { days: some(days, atLeast), last: random.chance(0.5) }
      : {
          weeks: some(Object.values(WeekOfMonth), atLeast),
          weekdays: some(random.chance(0.9) && weekdays.length > 0 ? weekdays : Object.values(Weekday), atLeast),
        }),
  });
  const isWeekly = frequency === "Weekly";
  const interval = random.pick(4, 6, 8, 12);
  const standard = frequency === "Hourly" ? rarely(undefined, VmBackupPolicyType.STANDARD) : VmBackupPolicyType.STANDARD;
  const type = random.pick(undefined, standard, VmBackupPolicyType.ENHANCED);
  const isEnhanced = type === VmBackupPolicyType.ENHANCED;
  return {
    frequency,
    time: rarely("22:30", "22:15"),
    zone: random.pick(undefined, "UTC", "W. Europe Standard Time", rarely("Tokyo Standard Time", "Not A Zone")),
    weekdays,
    interval,
    duration: rarely(random.pick(interval, 24), 4),
    type,
    days: rarely(!isWeekly, isWeekly) ? (random.chance(0.1) ? random.pick(1, 6) : random.pick(7, 30, 9_999)) : undefined,
    weekly: rarely(isWeekly || random.chance(0.5), false)
      ? {
          weeks: random.pick(1, 12, rarely(5_163, 5_164)),
          weekdays: isWeekly ? rarely(weekdays, [Weekday.MONDAY]) : some(weekdays, 0),
        }
      : undefined,
    monthly: random.chance(0.3) ? longTerm(1_188) : undefined,
    yearly: random.chance(0.3) ? { ...longTerm(99), in: some(Object.values(Month), atLeast) } : undefined,
    // Of weekly Enhanced policies, Azure's documentation and its newest client say different things: constructs warn, the service refuses.
    instantRestore: random.chance(0.3) ? (isWeekly && isEnhanced ? 5 : random.pick(1, 5, 5, rarely(5, 30), 31)) : undefined,
  };
}

function constructOptions(draft: Draft): VmBackupPolicyOptions {
  const { time, weekdays, monthly, yearly } = draft;
  const timing = { time, timeZone: draft.zone === undefined ? undefined : TimeZone.of(draft.zone) };
  const window = () => HourlyWindow.of({ intervalHours: draft.interval, durationHours: draft.duration });
  const schedules = {
    Hourly: () => BackupSchedule.hourly({ ...timing, window: window() }),
    Daily: () => BackupSchedule.daily(timing),
    Weekly: () => BackupSchedule.weekly({ ...timing, weekdays }),
  };
  const byDay = ({ days, last }: LongTerm) => ({ days: days ?? [], includeLastDay: last });
  const byWeekday = (rule: LongTerm) => ({ weeks: rule.weeks ?? [], weekdays: rule.weekdays ?? [] });
  const inMonths = (rule: LongTerm) => ({ months: rule.count });
  const inYears = (rule: NonNullable<Draft["yearly"]>) => ({ years: rule.count, months: rule.in });
  return {
    schedule: schedules[draft.frequency](),
    policyType: draft.type,
    dailyRetentionDays: draft.days,
    weeklyRetention: draft.weekly,
    monthlyRetention:
      monthly &&
      (monthly.days
        ? MonthlyRetention.byDay({ ...inMonths(monthly), ...byDay(monthly) })
        : MonthlyRetention.byWeekday({ ...inMonths(monthly), ...byWeekday(monthly) })),
    yearlyRetention:
      yearly &&
      (yearly.days
        ? YearlyRetention.byDay({ ...inYears(yearly), ...byDay(yearly) })
        : YearlyRetention.byWeekday({ ...inYears(yearly), ...byWeekday(yearly) })),
    instantRestoreRetentionDays: draft.instantRestore,
  };
}

/** The draft as azurerm's arguments. */
function azurermArguments(draft: Draft): Record<string, unknown> {
  const { frequency, time, interval, duration, weekly, monthly, yearly } = draft;
  const hourly = frequency === "Hourly";
  const longTerm = ({ count, days, last, weeks, weekdays }: LongTerm) => ({
    count,
    ...(days ? { days, include_last_days: last } : { weeks, weekdays }),
  });
  return {
    name: "nightly",
    resource_group_name: "rg-app",
    recovery_vault_name: "vault-app",
    ...((draft.type ?? hourly) ? { policy_type: draft.type ?? "V2" } : {}),
    ...(draft.zone === undefined ? {} : { timezone: draft.zone }),
    backup: {
      frequency,
      time,
      ...(frequency === "Weekly" ? { weekdays: draft.weekdays } : {}),
      ...(hourly ? { hour_interval: interval, hour_duration: duration } : {}),
    },
    ...(draft.days === undefined ? {} : { retention_daily: { count: draft.days } }),
    ...(weekly ? { retention_weekly: { count: weekly.weeks, weekdays: weekly.weekdays } } : {}),
    ...(monthly ? { retention_monthly: longTerm(monthly) } : {}),
    ...(yearly ? { retention_yearly: { ...longTerm(yearly), months: yearly.in } } : {}),
    ...(draft.instantRestore === undefined ? {} : { instant_restore_retention_days: draft.instantRestore }),
  };
}

function refusedByConstructs(scope: Construct, draft: Draft): string[] {
  try {
    const vault = RecoveryServicesVault.fromVaultId(scope, "Vault", VAULT_ID);
    new VmBackupPolicy(scope, "Policy", { vault, ...constructOptions(draft) });
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

test("the constructs and the emulated service agree about every random policy", async () => {
  const random = new Random(20_270_131);
  const stack = testStack();
  const disagreements: unknown[] = [];
  let taken = 0;
  for (let index = 0; index < POLICIES; index++) {
    const draft = draw(random);
    const constructs = refusedByConstructs(new Construct(stack, `Draft${index}`), draft);
    const service = await refusedByService(azurermArguments(draft));
    if (constructs.length === 0) taken++;
    if ((constructs.length === 0) !== (service.length === 0)) disagreements.push({ draft, constructs, service });
  }
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(taken / POLICIES).toBeGreaterThan(0.4);
  expect(taken / POLICIES).toBeLessThan(0.6);
});
