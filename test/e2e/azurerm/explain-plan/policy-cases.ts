import type { Block } from "../support/configuration";
import { define, type Place } from "./case";
import { DAILY_30, item, policy, POLICY, stack } from "./parts";

/** Changes of policies: what is kept, when backups are taken, and the policy itself. */

const IMMUTABLE = { immutability: "Unlocked" };
const at = (time: string, more: Block = {}): Block => ({ backup: { frequency: "Daily", time, ...more } });
const DAILY = at("22:00");
const FIRST_SUNDAY = { weekdays: ["Sunday"], weeks: ["First"] };
const GRANDFATHER = {
  ...DAILY,
  retention_daily: { count: 14 },
  retention_weekly: { count: 8, weekdays: ["Sunday"] },
  retention_monthly: { count: 12, ...FIRST_SUNDAY },
  retention_yearly: { count: 5, months: ["January"], ...FIRST_SUNDAY },
};

/** Changes the rules of a policy that a VM uses. */
function rules(name: string, before: Block, after: Block, vault: Block = {}, watched = false): void {
  const of = (p: Place, rule: Block) => stack(p, { vault, policies: { daily: policy(p, rule) } });
  define(name, (p) => ({ before: of(p, before), after: of(p, after) }), { watched });
}

rules("retention-daily-shorter", DAILY_30, { ...DAILY, retention_daily: { count: 10 } });
rules("retention-daily-longer", DAILY_30, { ...DAILY, retention_daily: { count: 90 } });
rules("retention-shorter-immutable", DAILY_30, { ...DAILY, retention_daily: { count: 10 } }, IMMUTABLE);
rules("retention-longer-immutable", DAILY_30, { ...DAILY, retention_daily: { count: 90 } }, IMMUTABLE);
rules("retention-weekly-shorter", GRANDFATHER, { ...GRANDFATHER, retention_weekly: { count: 4, weekdays: ["Sunday"] } });
rules("retention-weekly-other-day", GRANDFATHER, { ...GRANDFATHER, retention_weekly: { count: 8, weekdays: ["Monday"] } });
rules("retention-weekly-dropped", GRANDFATHER, without(GRANDFATHER, "retention_weekly"));
rules("retention-monthly-shorter", GRANDFATHER, { ...GRANDFATHER, retention_monthly: { count: 6, ...FIRST_SUNDAY } });
rules("retention-monthly-last-sunday", GRANDFATHER, {
  ...GRANDFATHER,
  retention_monthly: { count: 12, weekdays: ["Sunday"], weeks: ["Last"] },
});
rules("retention-yearly-shorter", GRANDFATHER, {
  ...GRANDFATHER,
  retention_yearly: { count: 1, months: ["January"], ...FIRST_SUNDAY },
});
rules("retention-yearly-dropped", GRANDFATHER, without(GRANDFATHER, "retention_yearly"));
rules(
  "retention-monthly-by-day",
  { ...DAILY_30, retention_monthly: { count: 12, days: [1, 15], include_last_days: true } },
  { ...DAILY_30, retention_monthly: { count: 12, days: [15] } },
);
rules(
  "retention-swapped",
  { ...DAILY_30, retention_weekly: { count: 10, weekdays: ["Friday"] } },
  {
    ...DAILY,
    retention_daily: { count: 90 },
  },
);
rules(
  "retention-in-sydney",
  { ...DAILY_30, timezone: "AUS Eastern Standard Time" },
  {
    ...DAILY,
    retention_daily: { count: 10 },
    timezone: "AUS Eastern Standard Time",
  },
);
define("retention-shorter-without-vms", (p) => ({
  before: stack(p, { items: {} }),
  after: stack(p, { items: {}, policies: { daily: policy(p, { ...DAILY, retention_daily: { count: 10 } }) } }),
}));
define("retention-shorter-of-stopped-vm", (p) => {
  const web = {
    web: item(p, "vm-web", { protection_state: "ProtectionStopped", lifecycle: { ignore_changes: ["backup_policy_id"] } }),
  };
  return {
    before: stack(p),
    second: stack(p, { items: web }),
    after: stack(p, { items: web, policies: { daily: policy(p, { ...DAILY, retention_daily: { count: 10 } }) } }),
  };
});

const WEEKLY = { backup: { frequency: "Weekly", time: "22:00", weekdays: ["Sunday", "Wednesday"] } };
rules(
  "retention-of-weekly-policy-shorter",
  { ...WEEKLY, retention_weekly: { count: 20, weekdays: ["Sunday", "Wednesday"] } },
  { ...WEEKLY, retention_weekly: { count: 5, weekdays: ["Sunday", "Wednesday"] } },
);
const HOURLY = {
  policy_type: "V2",
  backup: { frequency: "Hourly", time: "00:30", hour_interval: 4, hour_duration: 12 },
};
rules(
  "retention-of-hourly-policy-shorter",
  { ...HOURLY, retention_daily: { count: 20 }, retention_weekly: { count: 8, weekdays: ["Monday"] } },
  { ...HOURLY, retention_daily: { count: 8 }, retention_weekly: { count: 8, weekdays: ["Monday"] } },
);
define("retention-sensitive", (p) => {
  const of = (days: number) =>
    stack(p, {
      policies: { daily: policy(p, { ...DAILY, retention_daily: { count: "${var.days}" } }) },
      rest: { variable: { days: { type: "number", sensitive: true, default: days } } },
    });
  return { before: of(30), after: of(10) };
});
rules("schedule-earlier-today", DAILY_30, { ...DAILY_30, ...at("06:00") }, {}, true);
rules("schedule-later-today", DAILY_30, { ...DAILY_30, ...at("23:30") }, {}, true);
rules("schedule-next-morning", DAILY_30, { ...DAILY_30, ...at("02:00") }, {}, true);
rules("schedule-other-time-zone", DAILY_30, { ...DAILY_30, timezone: "Tokyo Standard Time" }, {}, true);
rules(
  "schedule-weekly-instead-of-daily",
  { ...DAILY_30, retention_weekly: { count: 8, weekdays: ["Sunday"] } },
  { backup: { frequency: "Weekly", time: "22:00", weekdays: ["Sunday"] }, retention_weekly: { count: 8, weekdays: ["Sunday"] } },
  {},
  true,
);
rules(
  "schedule-weekly-other-day",
  {
    backup: { frequency: "Weekly", time: "22:00", weekdays: ["Thursday"] },
    retention_weekly: { count: 8, weekdays: ["Thursday"] },
  },
  {
    backup: { frequency: "Weekly", time: "22:00", weekdays: ["Tuesday"] },
    retention_weekly: { count: 8, weekdays: ["Tuesday"] },
  },
  {},
  true,
);
rules(
  "schedule-hourly-instead-of-daily",
  { ...DAILY_30, policy_type: "V2" },
  { ...DAILY_30, policy_type: "V2", backup: { frequency: "Hourly", time: "20:00", hour_interval: 4, hour_duration: 4 } },
  {},
  true,
);
rules(
  "snapshots-kept-shorter",
  { ...DAILY_30, policy_type: "V2", instant_restore_retention_days: 14 },
  {
    ...DAILY_30,
    policy_type: "V2",
    instant_restore_retention_days: 3,
  },
);
rules("archive-on", GRANDFATHER, {
  ...GRANDFATHER,
  tiering_policy: { archived_restore_point: { mode: "TierAfter", duration: 6, duration_type: "Months" } },
});

const renamed = (p: Place, name: string, lifecycle: Block = {}, rule: Block = DAILY_30) =>
  stack(p, { policies: { daily: { ...policy(p, rule), name, lifecycle } } });
const FIRST = { create_before_destroy: true };
define("policy-renamed", (p) => ({ before: renamed(p, "daily"), after: renamed(p, "nightly") }));
define("policy-renamed-created-first", (p) => ({ before: renamed(p, "daily", FIRST), after: renamed(p, "nightly", FIRST) }));
define("policy-renamed-and-shorter", (p) => ({
  before: renamed(p, "daily", FIRST),
  after: renamed(p, "nightly", FIRST, { ...DAILY, retention_daily: { count: 10 } }),
}));
define("policy-enhanced", (p) => ({
  before: renamed(p, "daily"),
  after: renamed(p, "daily", {}, { ...DAILY_30, policy_type: "V2" }),
}));
define("policy-enhanced-created-first", (p) => ({
  before: renamed(p, "daily", FIRST),
  after: renamed(p, "daily", FIRST, { ...DAILY_30, policy_type: "V2" }),
}));
define("policy-enhanced-with-new-name", (p) => ({
  before: renamed(p, "daily", FIRST),
  after: renamed(p, "daily-v2", FIRST, { ...DAILY_30, policy_type: "V2" }),
}));
define("policy-standard-again", (p) => ({
  before: renamed(p, "daily-v2", FIRST, { ...DAILY_30, policy_type: "V2" }),
  after: renamed(p, "daily", FIRST),
}));
define("policy-unused-removed", (p) => ({
  before: stack(p, { policies: { daily: policy(p), other: { ...policy(p), name: "other" } } }),
  after: stack(p),
}));
define("policy-in-use-removed", (p) => {
  const fixed = {
    web: item(p, "vm-web", { backup_policy_id: `${p.vaultId}/backupPolicies/daily`, depends_on: [`${POLICY}.daily`] }),
  };
  const later = { web: item(p, "vm-web", { backup_policy_id: `${p.vaultId}/backupPolicies/daily` }) };
  return { before: stack(p, { items: fixed }), after: stack(p, { policies: {}, items: later }) };
});

function without(rule: Block, key: string): Block {
  const { [key]: _, ...rest } = rule;
  return rest;
}
