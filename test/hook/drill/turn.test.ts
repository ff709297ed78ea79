import { drillRequestId, isRequestOf, turnOfRequest } from "../../../lib/hook/drill/drill-id";
import { drawStart, drawVms, FIRST_DRAW, nextDraw, placeOf } from "../../../lib/hook/drill/turn";
import { Random } from "../../support/random";
import { item, job } from "../fakes";

const estateOf = (names: readonly string[]) => names.map((name) => item(name));
const namesOf = (draw: { readonly drawn: readonly { readonly vmName: string }[] }) => draw.drawn.map(({ vmName }) => vmName);

/** The jobs of a drill, the latest first, as the vault lists them. */
function jobsOf(drillId: string, names: readonly string[], turn: number) {
  return names.map((name) => job(name, { operation: "Restore", activityId: drillRequestId(drillId, item(name).vmKey, turn) }));
}

describe("drawVms, behind the last drill", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    "draws every VM once before one is drawn twice, in estate %i",
    (seed) => {
      const random = new Random(seed);
      const estate = estateOf(Array.from({ length: random.integer(1, 40) }, (_, index) => `vm-${seed}-${index}`));
      const count = random.integer(1, 12);
      let jobs: ReturnType<typeof jobsOf> = [];
      const drawn: string[] = [];
      for (let drill = 0; drill < 30; drill++) {
        const draw = drawVms(estate, count, nextDraw(jobs) ?? FIRST_DRAW);
        expect(new Set(namesOf(draw)).size).toBe(Math.min(count, estate.length));
        drawn.push(...namesOf(draw));
        jobs = [...jobsOf(`drill${String(drill).padStart(3, "0")}`, namesOf(draw), draw.turn), ...jobs];
      }
      for (let from = 0; from + estate.length <= drawn.length; from += estate.length) {
        expect(new Set(drawn.slice(from, from + estate.length)).size).toBe(estate.length);
      }
    },
  );

  test.each(Array.from({ length: 20 }, (_, seed) => seed + 1))(
    "keeps the turn of the VMs that stay while others come and go, in estate %i",
    (seed) => {
      const random = new Random(seed);
      const staying = Array.from({ length: 12 }, (_, index) => `stay-${seed}-${index}`);
      let jobs: ReturnType<typeof jobsOf> = [];
      const drawn: string[] = [];
      for (let drill = 0; drill < 40; drill++) {
        const passing = Array.from({ length: random.integer(0, 8) }, () => `pass-${random.integer(0, 100)}`);
        const draw = drawVms(estateOf([...staying, ...new Set(passing)]), 3, nextDraw(jobs) ?? FIRST_DRAW);
        drawn.push(...namesOf(draw).filter((name) => staying.includes(name)));
        jobs = [...jobsOf(`drill${String(drill).padStart(3, "0")}`, namesOf(draw), draw.turn), ...jobs];
      }
      expect(drawn.length).toBeGreaterThan(staying.length);
      for (let at = staying.length; at < drawn.length; at++) expect(drawn[at]).toBe(drawn[at - staying.length]);
    },
  );

  test("goes on behind the VMs that a killed drill has started", () => {
    const estate = estateOf(["a", "b", "c", "d", "e", "f"]);
    const first = drawVms(estate, 4, FIRST_DRAW);
    const [started, ...others] = namesOf(first);
    const second = drawVms(estate, 4, nextDraw(jobsOf("drill001", [started ?? ""], first.turn)) ?? FIRST_DRAW);
    expect(namesOf(second).slice(0, 3)).toEqual(others);
  });

  test("ignores an older drill that began at the same place", () => {
    const estate = estateOf(["a", "b", "c", "d"]);
    const whole = drawVms(estate, 4, FIRST_DRAW);
    const again = nextDraw([
      ...jobsOf("drill002", namesOf(whole).slice(0, 1), whole.turn),
      ...jobsOf("drill001", namesOf(whole), whole.turn),
    ]);
    expect(namesOf(drawVms(estate, 1, again ?? FIRST_DRAW))).toEqual(namesOf(whole).slice(1, 2));
  });

  test("takes no notice of restores that are no drill's, and of drills without a turn", () => {
    const other = job("a", { activityId: "3b9a4f3e-8a0b-4f5e-9d27-1c9f2b7d6a10" });
    const named = job("a", { activityId: drillRequestId("drill001", item("a").vmKey, undefined) });
    expect(nextDraw([other, named, job("b")])).toBeUndefined();
  });
});

describe("drawVms, by its text", () => {
  test("repeats a draw by the text of its evidence", () => {
    const estate = estateOf(["a", "b", "c", "d", "e", "f", "g"]);
    for (const start of [FIRST_DRAW, { after: placeOf(item("c")) }, { round: 5 }]) {
      const draw = drawVms(estate, 3, start);
      const repeated = drawVms([...estate].reverse(), 3, drawStart(draw.text) ?? FIRST_DRAW);
      expect(namesOf(repeated)).toEqual(namesOf(draw));
    }
  });

  test("covers the VMs in consecutive rounds", () => {
    const estate = estateOf(["a", "b", "c", "d", "e"]);
    const drawn = [7, 8, 9, 10, 11].flatMap((round) => namesOf(drawVms(estate, 2, { round })));
    expect(new Set(drawn.slice(0, 5)).size).toBe(5);
    expect(new Set(drawn.slice(5)).size).toBe(5);
  });

  test.each(["", "latest", "after:xyz", "-1", "1.5", "after:123"])("refuses %j", (text) => {
    expect(drawStart(text)).toBeUndefined();
  });
});

describe("the id of a request", () => {
  const key = item("vm-web").vmKey;

  test("is a GUID of version 8 that follows from the drill and the VM", () => {
    const id = drillRequestId("abcdefgh", key, 0xdeadbeef);
    expect(id).toMatch(/^deadbeef-d411-8d11-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(drillRequestId("abcdefgh", key.toUpperCase(), 0xdeadbeef)).toBe(id);
  });

  test("is known as that of its drill and its VM only", () => {
    const id = drillRequestId("abcdefgh", key, 7).toUpperCase();
    expect(isRequestOf(id, "abcdefgh", key)).toBe(true);
    expect(isRequestOf(id, "abcdefgi", key)).toBe(false);
    expect(isRequestOf(id, "abcdefgh", item("vm-db").vmKey)).toBe(false);
    expect(isRequestOf(undefined, "abcdefgh", key)).toBe(false);
  });

  test("tells the place of the turn, if there was one", () => {
    expect(turnOfRequest(drillRequestId("abcdefgh", key, 0))?.turn).toBe(0);
    expect(turnOfRequest(drillRequestId("abcdefgh", key, 0xffffffff))?.turn).toBe(0xffffffff);
    expect(turnOfRequest(drillRequestId("abcdefgh", key, undefined))).toBeUndefined();
  });
});
