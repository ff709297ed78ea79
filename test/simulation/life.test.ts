import { Random } from "../support/random";
import { ExitCode } from "../../lib/contract/exit-code";
import { LifeModel, type SeenVm } from "./life-model";
import { live } from "./life-storm";

const COMMANDS = 12;
const LIVES_OF_A_TEST = 6;
const met = new Set<string>();
let killed = 0;

test.each([1, 7, 13, 19, 25])("no recovery point is lost and every exit code is true in six lives from seed %i", async (from) => {
  const problems: string[] = [];
  for (let seed = from; seed < from + LIVES_OF_A_TEST; seed++) {
    try {
      const life = await live(new Random(seed), COMMANDS);
      killed += life.killed;
      for (const name of Object.keys(life.commands)) met.add(name);
    } catch (error) {
      problems.push(`seed ${seed} (npm run storm -- life --seed ${seed}): ${String(error)}`);
    }
  }
  expect(problems).toEqual([]);
});

// What can be archived needs more days than six short lives often have.
test("the lives have met every command but the rare one", () => {
  expect(killed).toBeGreaterThan(0);
  expect([...met].filter((name) => name !== "archive").sort()).toEqual(
    ["cancel", "change", "day", "declare", "delete", "fail", "move", "restore", "stop", "trigger", "undelete"].sort(),
  );
});

const DAY = 24 * 3_600_000;
const vm = (more: Partial<SeenVm> = {}): SeenVm => ({
  ...{ name: "vm-1", state: "active", points: [], attempts: [], completed: [], restores: [] },
  ...more,
});
const point = { id: "p", expires: 30 * DAY };
const restored = { request: "r", status: "Completed", start: 0 };

/** What the model must notice. */
test.each<[string, SeenVm[], RegExp]>([
  ["a lost recovery point", [vm({ points: [point] }), vm()], /recovery point p is gone/],
  ["a second initial backup", [vm(), vm({ points: [point], completed: [1, 2] })], /2 initial backups/],
  ["a tenth attempt in a day", [vm({ attempts: Array.from({ length: 10 }, (_, index) => index) })], /10 attempts in a day/],
  ["a request that starts two restores", [vm({ restores: [restored, { ...restored, start: DAY }] })], /started two restores/],
  [
    "a recovery point that an undeleted VM lacks",
    [vm({ points: [point] }), vm({ state: "softDeleted" }), vm({ state: "stopped" })],
    /recovery point p is gone/,
  ],
])("the model notices %s", (_, seen, message) => {
  const model = new LifeModel();
  expect(() => {
    for (const [day, one] of seen.entries()) model.see(day * DAY, [one]);
  }).toThrow(message);
});

test("the model notices exit codes that are wrong", () => {
  const model = new LifeModel();
  expect(() => {
    model.checkExit(ExitCode.done, [vm()], new Set());
  }).toThrow("vm-1 has no backup");
  expect(() => {
    model.checkExit(ExitCode.backupFailed, [vm()], new Set());
  }).toThrow("none failed");
  expect(() => {
    model.checkRestore(ExitCode.done, "vm-1", [vm({ restores: [{ ...restored, status: "Failed" }] })], new Set());
  }).toThrow("vm-1 was not restored");
  expect(() => {
    model.checkRestore(ExitCode.backupFailed, "vm-1", [vm()], new Set());
  }).toThrow("none failed");
  expect(() => {
    model.checkRestore(ExitCode.done, "vm-1", [vm({ restores: [restored] })], new Set());
    model.checkExit(ExitCode.done, [vm({ state: "stopped" }), vm({ points: [point] })], new Set());
  }).not.toThrow();
});

test("the model lets the policy decide about a point that was made while protection was stopped", () => {
  const model = new LifeModel();
  const kept = vm({ state: "stopped", points: [{ ...point, expires: Infinity }] });
  model.see(0, [kept]);
  model.policyChanged("vm-1");
  expect(() => {
    model.see(DAY, [vm()]);
  }).not.toThrow();
  model.see(2 * DAY, [kept]);
  expect(() => {
    model.see(3 * DAY, [vm()]);
  }).toThrow(/recovery point p is gone/);
});

test("the model accepts what expires, and what is purged 14 days after its deletion", () => {
  const model = new LifeModel();
  model.see(0, [vm({ points: [point] })]);
  model.see(31 * DAY, [vm()]);
  model.see(32 * DAY, [vm({ points: [{ id: "q", expires: 60 * DAY }] })]);
  model.see(33 * DAY, [vm({ state: "softDeleted" })]);
  expect(() => {
    model.see(47 * DAY, [vm({ state: "absent" })]);
  }).not.toThrow();
});
