import { measure } from "../../bench/emulator";
import { Journal } from "../../lib/emulator/journal";

// A fourth of the result of `npm run bench:emulator` on an idle machine, because a shared machine is slower.
test("serves 2,000 simple GETs a second on one core, without keeping memory", async () => {
  const { perCoreSecond, growth } = await measure(4000, 16);
  expect(perCoreSecond).toBeGreaterThan(500);
  expect(growth).toBeLessThan(30);
});

test("the journal keeps the newest requests, and at most twice its limit", () => {
  const journal = new Journal(100);
  const entry = { time: "", method: "GET", path: "/", query: {}, status: 200 };
  for (let n = 0; n < 1000; n++) {
    journal.record({ ...entry, path: `/${n}` });
    expect(journal.entries.length).toBeLessThanOrEqual(200);
  }
  expect(journal.entries.at(-1)?.path).toBe("/999");
  expect(journal.entries.length).toBeGreaterThanOrEqual(100);
});
