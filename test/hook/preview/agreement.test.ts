import { readRecoveryPoint } from "../../../lib/hook/vault/recovery-point";
import { readBackupPolicy } from "../../../lib/hook/vault/backup-policy";
import { existingAt, pointsOf } from "../../../lib/hook/preview/points";
import { ofAzure } from "../../../lib/hook/preview/sources";
import { tierOf } from "../../../lib/hook/preview/tier";
import { BACKUP, itemBody, itemId, ITEMS, makeVault, POLICIES, vmId } from "../../emulator/azurerm";
import { startClient, type Client } from "../../emulator/client";

const DAY = 86_400_000;
const YEARS = 10;
const TIME = "2041-01-01T22:00:00Z";
const WINDOW = "2041-01-01T08:00:00Z";
/** Between two looks at the emulator. */
const STEP_DAYS = 121;
/** The emulator takes a snapshot within this time, and its recovery point is of a moment within it. */
const SNAPSHOT = 15 * 60_000;

const duration = (count: number, durationType: string, time = TIME) => ({
  retentionDuration: { count, durationType },
  retentionTimes: [time],
});
const daily = {
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Daily",
    dailySchedule: { scheduleRunTimes: [TIME] },
  },
  retentionPolicy: {
    retentionPolicyType: "LongTermRetentionPolicy",
    dailySchedule: duration(30, "Days"),
    monthlySchedule: {
      ...duration(24, "Months"),
      retentionScheduleFormatType: "Daily",
      retentionScheduleDaily: {
        daysOfTheMonth: [
          { date: 1, isLast: false },
          { date: 0, isLast: true },
        ],
      },
    },
    yearlySchedule: {
      ...duration(4, "Years"),
      retentionScheduleFormatType: "Weekly",
      monthsOfYear: ["February", "October"],
      retentionScheduleWeekly: { daysOfTheWeek: ["Sunday"], weeksOfTheMonth: ["Last"] },
    },
  },
  instantRpRetentionRangeInDays: 5,
};
const weekly = {
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Weekly",
    weeklySchedule: { scheduleRunDays: ["Wednesday", "Sunday"], scheduleRunTimes: [TIME] },
  },
  retentionPolicy: {
    retentionPolicyType: "LongTermRetentionPolicy",
    weeklySchedule: { ...duration(12, "Weeks"), daysOfTheWeek: ["Wednesday", "Sunday"] },
    monthlySchedule: {
      ...duration(13, "Months"),
      retentionScheduleFormatType: "Weekly",
      retentionScheduleWeekly: { daysOfTheWeek: ["Wednesday"], weeksOfTheMonth: ["Second", "Last"] },
    },
  },
  instantRpRetentionRangeInDays: 5,
};
const hourly = {
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Hourly",
    hourlySchedule: { interval: 4, scheduleWindowStartTime: WINDOW, scheduleWindowDuration: 12 },
  },
  retentionPolicy: {
    retentionPolicyType: "LongTermRetentionPolicy",
    dailySchedule: duration(30, "Days", WINDOW),
    weeklySchedule: { ...duration(20, "Weeks", WINDOW), daysOfTheWeek: ["Friday"] },
  },
  instantRpRetentionRangeInDays: 7,
};

const CASES: readonly (readonly [string, string, object])[] = [
  ["daily", "W. Europe Standard Time", daily],
  ["daily", "Line Islands Standard Time", daily],
  ["daily", "Newfoundland Standard Time", daily],
  ["weekly", "New Zealand Standard Time", weekly],
  ["hourly", "UTC", hourly],
];

test.each(CASES)(`agrees with the emulator on each recovery point of ${YEARS} years: %s, %s`, async (name, timeZone, rules) => {
  const client = await startClient({ speed: 0, startTime: "2041-03-04T15:00:00Z" });
  const vault = await makeVault(client);
  const policyId = `${vault}/backupPolicies/${name}`;
  const body = { properties: { backupManagementType: "AzureIaasVM", policyType: "V2", timeZone, ...rules } };
  expect(await client.arm("PUT", policyId, POLICIES, body)).toMatchObject({ status: 200, body: { name } });
  client.emulator.addVirtualMachine(vmId(client, "vm1"));
  const item = itemId(client, "vm1");
  await client.follow(await client.arm("PUT", item, ITEMS, itemBody(client, "vm1", policyId)));

  const start = client.emulator.now().getTime();
  const policy = ofAzure(readBackupPolicy((await client.arm("GET", policyId, BACKUP)).body), policyId);
  const points = pointsOf(policy, "2041-03-01", "2051-12-31").filter(({ time }) => time > start);
  let compared = 0;
  for (let days = 1; days < YEARS * 365; days += STEP_DAYS) {
    client.emulator.advance(STEP_DAYS * DAY);
    const now = client.emulator.now().getTime();
    const seen = await pointsIn(client, item);
    const expected = existingAt(points, now).reverse();
    expect(seen.map(({ tier }) => tier)).toEqual(expected.map((point) => tierOf(point, now)));
    for (const [index, { time, expires }] of seen.entries()) {
      const { time: run = NaN, expires: until = NaN } = expected[index] ?? {};
      expect(time - run).toBeGreaterThanOrEqual(0);
      expect(time - run).toBeLessThan(SNAPSHOT);
      expect(expires === undefined ? undefined : expires - time).toBe(expires === undefined ? undefined : until - run);
    }
    compared += seen.length;
  }
  expect(compared).toBeGreaterThan(700);
});

async function pointsIn(client: Client, item: string) {
  const { body } = await client.arm("GET", `${item}/recoveryPoints`, BACKUP);
  return (body as { value: unknown[] }).value.map((one) => {
    const { time, expires, tiers } = readRecoveryPoint(one);
    return { time: time?.getTime() ?? NaN, expires: expires?.getTime(), tier: [...tiers].sort().join(" and ") };
  });
}
