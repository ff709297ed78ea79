import { parseFilter, parseFilterDate } from "../../lib/emulator/recovery-services/filter";
import { refusalOf } from "./recovery-services/records";

const KEYS = ["status", "operation", "friendlyName"] as const;

test.each([
  [undefined, {}],
  ["", {}],
  ["status eq 'InProgress'", { status: "InProgress" }],
  ["status eq 'InProgress' and operation eq 'Backup'", { status: "InProgress", operation: "Backup" }],
  ["Status EQ 'x' AND OPERATION Eq 'y'", { status: "x", operation: "y" }],
  ["friendlyName eq 'this and that'", { friendlyName: "this and that" }],
  ["friendlyName eq 'it''s'", { friendlyName: "it's" }],
])("parses the filter %j", (filter, values) => {
  expect(parseFilter(filter, KEYS)).toEqual(values);
});

test.each(["status ne 'x'", "status eq x", "other eq 'x'", "status eq 'a' or status eq 'b'", "(status eq 'a')"])(
  "throws if the filter is %j",
  (filter) => {
    expect(refusalOf(() => parseFilter(filter, KEYS))).toMatch(
      /^400 Input provided for the call is invalid the filter term ".*" is not one of status, operation, friendlyName, written as/,
    );
  },
);

test.each([
  ["2026-11-20 12:00:00 AM", "2026-11-20T00:00:00.000Z"],
  ["2026-11-20 01:05:09 AM", "2026-11-20T01:05:09.000Z"],
  ["2026-11-20 12:00:00 PM", "2026-11-20T12:00:00.000Z"],
  ["2026-11-22 11:59:59 PM", "2026-11-22T23:59:59.000Z"],
])("parses the date %s as %s", (text, iso) => {
  expect(new Date(parseFilterDate(text)).toISOString()).toBe(iso);
});

test.each([
  "2026-11-20T00:00:00Z",
  "2026-11-20 13:00:00 PM",
  "2026-11-20 00:00:00 AM",
  "2026-13-20 01:00:00 AM",
  "2026-11-20 01:00:00",
])("throws if the date is %s", (text) => {
  expect(refusalOf(() => parseFilterDate(text))).toBe(
    `400 Input provided for the call is invalid the date '${text}' is not a UTC time written as 2026-11-20 12:00:00 AM`,
  );
});
