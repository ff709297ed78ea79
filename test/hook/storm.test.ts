import { NO_FAULTS } from "../simulation/network";
import { storm } from "../simulation/storm";

test("makes the right backups and reports over 100 storms of faults and kills", async () => {
  const problems: string[] = [];
  let killed = 0;
  const faults = new Set<string>();
  for (let seed = 1; seed <= 100; seed++) {
    try {
      const met = await storm(seed);
      killed += met.killed;
      for (const fault of met.faults) faults.add(fault);
    } catch (error) {
      problems.push(`seed ${seed} (npm run storm -- --seed ${seed}): ${String(error)}`);
    }
  }
  expect(problems).toEqual([]);
  expect(killed).toBeGreaterThan(0);
  expect([...faults].sort()).toEqual(Object.keys(NO_FAULTS).sort());
});

test("repeats a storm for the same seed", async () => {
  const [first, second]: [string[], string[]] = [[], []];
  await storm(7, (line) => first.push(line));
  await storm(7, (line) => second.push(line));
  expect(first.length).toBeGreaterThan(0);
  expect(second).toEqual(first);
});
