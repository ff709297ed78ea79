import { drillStorm } from "../../simulation/drill-storm";

const STORMS = 30;

test("leaves nothing, deletes nothing of others and restores nothing twice over 30 storms", async () => {
  const problems: string[] = [];
  let killed = 0;
  for (let seed = 1; seed <= STORMS; seed++) {
    try {
      killed += (await drillStorm(seed)).killed;
    } catch (error) {
      problems.push(`seed ${seed} (npm run storm -- drill --seed ${seed}): ${String(error)}`);
    }
  }
  expect(problems).toEqual([]);
  expect(killed).toBeGreaterThan(0);
}, 300_000);
