import { ArmError } from "../../../lib/hook/arm/arm-error";
import { RunEnded } from "../../../lib/hook/run-ended";
import { followRounds, type Rounds, withinDeadline } from "../../../lib/hook/vault/rounds";
import { FakeClock } from "../fakes";

interface Followed {
  readonly ended: string;
  readonly waits: readonly number[];
  readonly lines: readonly string[];
}

/** Follows until so many rounds are over. A round may throw, or return whether it started something. */
async function follow(
  polls: (() => boolean | Error)[],
  more: Partial<Rounds> = {},
  { deadline = Infinity, controller = new AbortController() } = {},
): Promise<Followed> {
  const clock = new FakeClock();
  const lines: string[] = [];
  let round = 0;
  const ended = await followRounds(
    { clock, signal: controller.signal, deadline, print: (line) => lines.push(line) },
    {
      isSettled: () => round === polls.length,
      poll: () => {
        const result = polls[round++]?.() ?? false;
        return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
      },
      onFailure: "the work goes on",
      ...more,
    },
  );
  return { ended, waits: clock.sleeps, lines };
}

const nothing = (): boolean => false;
const started = (): boolean => true;
const error = (status: number, retryAfterMs?: number): Error => new ArmError("cannot list", { status, detail: "", retryAfterMs });

test("polls until everything is settled, and not at all if it is", async () => {
  expect(await follow([nothing, nothing, nothing])).toEqual({ ended: "settled", waits: [5_000, 30_000, 45_000], lines: [] });
  expect(await follow([])).toEqual({ ended: "settled", waits: [], lines: [] });
});

test("begins again with the short waits after something was started", async () => {
  expect((await follow([nothing, nothing, started, nothing, nothing])).waits).toEqual([5_000, 30_000, 45_000, 5_000, 30_000]);
});

test("waits no longer than asked for", async () => {
  expect((await follow([nothing, nothing], { longestWait: () => 7_000 })).waits).toEqual([5_000, 7_000]);
});

test("goes on after a failure that passes, and waits for as long as Azure asks once", async () => {
  const { ended, waits, lines } = await follow([() => error(429, 60_000), () => error(503), nothing]);
  expect(ended).toBe("settled");
  expect(waits).toEqual([5_000, 60_000, 45_000]);
  expect(lines).toEqual([
    "cannot list: Azure answered 429; the work goes on",
    "cannot list: Azure answered 503; the work goes on",
  ]);
});

test.each([error(403), new TypeError("a defect")])("throws what does not pass: %s", async (failure) => {
  await expect(follow([() => failure, nothing])).rejects.toBe(failure);
});

test("ends at the deadline, without a wait beyond it", async () => {
  const polls = Array.from({ length: 9 }, () => nothing);
  expect(await follow(polls, {}, { deadline: 40_000.5 })).toMatchObject({ ended: "timedOut", waits: [5_000, 30_000, 5_001] });
});

test("says that it was interrupted, even if the interrupted poll throws", async () => {
  for (const failure of [new TypeError("aborted"), error(503)]) {
    const controller = new AbortController();
    const abort = (): Error => {
      controller.abort(new RunEnded("interrupted"));
      return failure;
    };
    expect(await follow([abort, nothing], {}, { controller })).toEqual({ ended: "interrupted", waits: [5_000], lines: [] });
  }
});

test("does not poll after an interruption of the wait", async () => {
  const controller = new AbortController();
  let polls = 0;
  const longestWait = (): number => {
    controller.abort(new RunEnded("interrupted"));
    return Infinity;
  };
  const followed = await follow([() => ++polls > 0], { longestWait }, { controller });
  expect([followed.ended, polls]).toEqual(["interrupted", 0]);
});

test("limits a wait to the time left, in whole milliseconds", () => {
  const clock = { elapsed: () => 10.25 };
  const limits = { clock, signal: new AbortController().signal };
  expect(withinDeadline({ ...limits, deadline: 100 }, 50)).toBe(50);
  expect(withinDeadline({ ...limits, deadline: 20 }, 50)).toBe(10);
  expect(withinDeadline({ ...limits, deadline: 5 }, 50)).toBe(0);
});
