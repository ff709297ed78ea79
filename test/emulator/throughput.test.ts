import { measure } from "../../bench/emulator";
import { Journal } from "../../lib/emulator/journal";

// Of what `npm run bench:emulator` shows on a machine that does nothing else, a fourth: what is shared with others is slower.
test("2,000 simple GETs a second of one core, and no memory kept of them", async () => {
  const { perCoreSecond, growth } = await measure(4000, 16);
  expect(perCoreSecond).toBeGreaterThan(500);
  expect(growth).toBeLessThan(30);
});

test("the journal keeps the latest requests, and no more than twice as many as it has to", () => {
  const journal = new Journal(100);
  const entry = { time: "", method: "GET", path: "/", query: {}, status: 200 };
  for (let n = 0; n < 1000; n++) {
    journal.record({ ...entry, path: `/${n}` });
    expect(journal.entries.length).toBeLessThanOrEqual(200);
  }
  expect(journal.entries.at(-1)?.path).toBe("/999");
  expect(journal.entries.length).toBeGreaterThanOrEqual(100);
});
