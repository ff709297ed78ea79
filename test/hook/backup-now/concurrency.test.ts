import { forEachConcurrently } from "../../../lib/hook/backup-now/concurrency";

/** Runs the elements 0, 1, … of which one fails, and returns which were started and which ended. */
async function runs(
  count: number,
  limit: number,
  failing: number,
): Promise<{ started: number[]; ended: number[]; error: unknown }> {
  const [started, ended]: [number[], number[]] = [[], []];
  const elements = Array.from({ length: count }, (_, index) => index);
  const error: unknown = await forEachConcurrently(elements, limit, async (element) => {
    started.push(element);
    await new Promise(setImmediate);
    if (element === failing) throw new Error(`element ${element}`);
    await new Promise(setImmediate);
    ended.push(element);
  }).catch((reason: unknown) => reason);
  return { started, ended, error };
}

test("starts nothing more after a failure, and throws it after the running ones have ended", async () => {
  const { started, ended, error } = await runs(10, 3, 1);
  expect(error).toEqual(new Error("element 1"));
  expect(started).toEqual([0, 1, 2]);
  expect(ended).toEqual([0, 2]);
});

test("runs each element once if none fails, also with a higher limit", async () => {
  const { ended, error } = await runs(4, 9, NaN);
  expect(error).toBeUndefined();
  expect(ended).toEqual([0, 1, 2, 3]);
});
