import { storm } from "../simulation/storm";

test("makes the right backups and reports over 100 storms of faults and kills", async () => {
  const problems: string[] = [];
  let killed = 0;
  for (let seed = 1; seed <= 100; seed++) {
    try {
      killed += (await storm(seed)).killed;
    } catch (error) {
      problems.push(`seed ${seed} (npm run storm -- --seed ${seed}): ${String(error)}`);
    }
  }
  expect(problems).toEqual([]);
  expect(killed).toBeGreaterThan(0);
});

test("repeats a storm for the same seed", async () => {
  const [first, second]: [string[], string[]] = [[], []];
  await storm(7, (line) => first.push(line));
  await storm(7, (line) => second.push(line));
  expect(first.length).toBeGreaterThan(0);
  expect(second).toEqual(first);
});
