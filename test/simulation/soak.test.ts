import { comparedMemory, SoakModel } from "./soak-model";

const DAY = 24 * 3_600_000;
const HOUR = 3_600_000;

test("the model counts a backup a day of each protected VM, and the points that are kept", () => {
  const model = new SoakModel(7, 23 * HOUR);
  model.add("vm-1");
  model.add("vm-2");
  model.advance(0, 3 * DAY);
  expect(model.jobs(0, 3 * DAY)).toEqual({ completed: 6, failed: 0 });
  const vm = model.vms.get("vm-2");
  Object.assign(vm ?? {}, { failsNext: true });
  model.advance(3 * DAY, 4 * DAY);
  expect(model.jobs(3 * DAY, 4 * DAY)).toEqual({ completed: 1, failed: 1 });
  Object.assign(vm ?? {}, { protected: false });
  model.advance(4 * DAY, 12 * DAY);
  expect(model.jobs(4 * DAY, 12 * DAY)).toEqual({ completed: 8, failed: 0 });
  expect(model.points("vm-1", 12 * DAY)).toBe(7);
});

test("memory that grows by more than a tenth is an error, and so are too few days", () => {
  expect(comparedMemory([10, 11, 10, 12, 10, 10])).toEqual({ first: 11, last: 10 });
  expect(() => comparedMemory([10, 10, 11, 12, 13, 14])).toThrow("the memory grew by 40 %");
  expect(() => comparedMemory([10, 10])).toThrow("too few days");
});
