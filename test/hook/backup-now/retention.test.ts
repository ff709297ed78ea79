import { expiryOf, retentionOf } from "../../../lib/hook/backup-now/retention";
import { ExitCode } from "../../../lib/contract/exit-code";

const NOW = new Date("2026-11-20T23:30:00Z");

test("days count from the UTC day of the trigger", () => {
  expect(expiryOf({ days: 30 }, NOW)).toEqual({ day: "2026-12-20", instant: "2026-12-20T23:59:59Z" });
});

test("keeps a recovery point to the end of the day", () => {
  expect(expiryOf({ until: "2027-01-31" }, NOW)).toEqual({ day: "2027-01-31", instant: "2027-01-31T23:59:59Z" });
});

test("accepts today", () => {
  expect(expiryOf({ until: "2026-11-20" }, NOW).instant).toBe("2026-11-20T23:59:59Z");
});

test.each([
  ["2026-11-19", /^retention\.until must be today \(2026-11-20, UTC\) or later, got '2026-11-19'/],
  ["2125-11-22", /^retention\.until must be at most 99 years ahead \(2125-11-20\), got '2125-11-22'/],
])("until %s is refused", (until, message) => {
  expect(() => expiryOf({ until }, NOW)).toThrow(
    expect.objectContaining({ exitCode: ExitCode.badInput, message: expect.stringMatching(message) as string }) as Error,
  );
});

test("accepts the longest retention, as days and as a date", () => {
  const longest = expiryOf({ days: 36_159 }, NOW).day;
  expect(expiryOf({ until: longest }, NOW).day).toBe(longest);
});

test("an item has its own retention, by its id in any case, or else that of the run", () => {
  const [short, long] = [{ days: 7 }, { days: 90 }];
  const retentions = [
    { retention: short, protectedItemIds: ["/items/a", "/items/b"] },
    { retention: long, protectedItemIds: ["/items/c"] },
  ];
  const ofItem = (id: string) => retentionOf({ retention: { days: 30 }, retentions }, id);
  expect(["/items/a", "/ITEMS/B", "/items/c", "/items/d"].map(ofItem)).toEqual([short, short, long, { days: 30 }]);
  expect(retentionOf({ retention: { days: 30 } }, "/items/a")).toEqual({ days: 30 });
});

test("tells what to do about a date that is past or too far ahead", () => {
  expect(() => expiryOf({ until: "2026-11-19" }, NOW)).toThrow(
    ", and a backup would have to be started; choose a later day, or days instead of a date",
  );
  expect(() => expiryOf({ until: "2125-11-22" }, NOW)).toThrow("; choose an earlier day");
});
