import { filterTime, jobFilter } from "../../../lib/hook/vault/job-filter";

test.each([
  ["2026-11-20T00:00:00Z", "2026-11-20 12:00:00 AM"],
  ["2026-11-20T00:05:09.999Z", "2026-11-20 12:05:09 AM"],
  ["2026-11-20T09:30:00Z", "2026-11-20 09:30:00 AM"],
  ["2026-11-20T12:00:00Z", "2026-11-20 12:00:00 PM"],
  ["2026-11-20T23:59:59Z", "2026-11-20 11:59:59 PM"],
])("%s is written with a 12-hour clock", (instant, text) => {
  expect(filterTime(new Date(instant))).toBe(text);
});

test("joins the terms by and, with the status", () => {
  const span = { operations: ["Backup"], from: new Date("2026-11-19T10:00:00Z"), to: new Date("2026-11-21T22:00:00Z") };
  const all =
    "startTime eq '2026-11-19 10:00:00 AM' and endTime eq '2026-11-21 10:00:00 PM' and operation eq 'Backup' and backupManagementType eq 'AzureIaasVM'";
  expect(jobFilter(span)).toBe(all);
  expect(jobFilter({ ...span, statuses: ["InProgress"] })).toBe(`${all} and status eq 'InProgress'`);
});
