import { expectPicture } from "../support/generated";
import { firstDay, firstDaySvg } from "./first-day";

test("docs/first-day.svg shows the first day of VMs in the emulator", async () => {
  const [without, withInitial] = [await firstDay(false), await firstDay(true)];
  expect(Math.max(...withInitial.phases.map(({ to }) => to))).toBeLessThan(Math.min(...without.phases.map(({ from }) => from)));
  expectPicture("docs/first-day.svg", firstDaySvg(without, withInitial));
});
