import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkedFault, checkedFaults } from "../../lib/emulator/faults/fault-schema";

test.each([
  [{ kind: "error", status: 200, code: "X" }, "fault cannot be used: status is 200: must be 400 to 599"],
  [{ kind: "error", status: 500 }, /^fault cannot be used: code is undefined: /],
  [{ kind: "explosion" }, /kind is "explosion": must be one of error, throttle, reset/],
  [{ kind: "throttle", retryafter: 3 }, "fault cannot be used: retryafter is not a setting of this kind of fault"],
  [{ kind: "reset", when: "later" }, `fault cannot be used: when is "later": must be 'before' or 'after'`],
  [{ kind: "latency", seconds: [5, 1] }, /seconds.*must be \[least, most\]/],
  [{ kind: "job", code: "X", phase: "validate" }, /phase is "validate": must be 'snapshot' or 'transfer'/],
  [{ kind: "throttle", times: 0 }, /times is .*must be 1 or more, or 'always'|times/],
  [{ kind: "throttle", chance: 2 }, "fault cannot be used: chance is 2: must be 0 to 1"],
])("throws if the fault is %j", (fault, message) => {
  expect(() => checkedFault(fault)).toThrow(message);
});

describe("a file of faults", () => {
  const directory = mkdtempSync(join(tmpdir(), "faults-"));
  const file = join(directory, "faults.json");
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  test("returns its faults", () => {
    const faults = [{ kind: "throttle", path: "*/backupJobs", retryAfter: 5 }];
    writeFileSync(file, JSON.stringify({ faults }));
    expect(checkedFaults(file)).toEqual(faults);
  });

  test.each([
    ["not JSON", "{", /^faults file '.*faults\.json' cannot be read \(.*\): pass the path of a JSON file/],
    ["a list", "[]", /must be a JSON object \{ "faults": \[\.\.\.\] \}/],
    ["an invalid fault", `{"faults":[{"kind":"reset"}]}`, /faults\.0\.when is undefined/],
  ])("throws if it is %s", (_, text, message) => {
    writeFileSync(file, text);
    expect(() => checkedFaults(file)).toThrow(message);
  });

  test("throws if it does not exist", () => {
    expect(() => checkedFaults(join(directory, "none.json"))).toThrow(/none\.json' cannot be read \(.*ENOENT/);
  });
});
