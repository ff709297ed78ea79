import * as v from "valibot";
import type { App } from "../app";
import type { Clock } from "../clock";
import type { Context } from "../context";
import { sentFaults } from "../faults/fault-schema";
import { toJsonLines } from "../journal";
import { isWithinClock, parseInstant } from "../instant";
import { CONTROL } from "./path";
import { controlRequestInvalid } from "../errors/emulator-errors";

const clockBody = v.union([
  v.strictObject({ advance: v.pipe(v.number(), v.minValue(0)) }),
  v.strictObject({ now: v.pipe(v.string(), v.transform(parseInstant), v.number()) }),
]);

/** Serves the control API for programs in any language: the clock, the faults and the journal of requests. */
export function serveControl(app: App, { clock, state, journal }: Context): void {
  const clockView = () => ({ now: new Date(clock.now()).toISOString(), speed: clock.speed });

  app.get(`${CONTROL}clock`, clockView);
  app.post(`${CONTROL}clock`, ({ body }) => {
    const parsed = v.safeParse(clockBody, body);
    if (!parsed.success) throw controlRequestInvalid('use { "advance": seconds } or { "now": "2027-01-31T00:00:00Z" }');
    advance(clock, "advance" in parsed.output ? parsed.output.advance * 1000 : parsed.output.now - clock.now());
    return clockView();
  });

  app.get(`${CONTROL}faults`, () => ({ faults: state.faults.pending }));
  app.post(`${CONTROL}faults`, ({ body }, reply) => {
    for (const fault of faultsOf(body)) state.faults.add(fault);
    return reply.status(201).send({ faults: state.faults.pending });
  });
  app.delete(`${CONTROL}faults`, () => {
    state.faults.clear();
    return { faults: [] };
  });

  app.get(`${CONTROL}journal`, (_, reply) => reply.type("application/x-ndjson").send(toJsonLines(journal.entries)));
}

/**
 * Moves a clock forward.
 * @throws ServiceError if the clock would go back, or go beyond the year 9998
 */
export function advance(clock: Clock, milliseconds: number): void {
  if (!(milliseconds >= 0))
    throw controlRequestInvalid(`the clock cannot go back ${-milliseconds / 1000} seconds: move it forward`);
  if (!isWithinClock(clock.now() + milliseconds))
    throw controlRequestInvalid("the clock ends with the year 9998: move it forward by less");
  clock.advance(milliseconds);
}

function faultsOf(body: unknown): ReturnType<typeof sentFaults> {
  try {
    return sentFaults(body);
  } catch (error) {
    throw controlRequestInvalid(error instanceof Error ? error.message : String(error));
  }
}
