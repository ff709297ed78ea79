import { readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { Clock, type ClockReading } from "./clock";
import type { ResolvedOptions } from "./options";
import { State, type SavedState } from "./state";

const VERSION = 1;

const headSchema = v.looseObject({
  version: v.literal(VERSION),
  clock: v.object({ emulated: v.number(), real: v.number(), startTime: v.optional(v.number()) }),
  state: v.record(v.string(), v.unknown()),
});

interface Saved {
  readonly version: typeof VERSION;
  readonly clock: ClockReading;
  readonly state: SavedState;
}

/** What a state begins with if there is no file yet. */
type NewState = Pick<ResolvedOptions, "speed" | "seed" | "startTime">;

/** Where the emulator's state and clock outlive its process. */
export class StateFile {
  readonly path: string;
  #saved: string | undefined;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(
    path: string,
    private readonly clock: Clock,
    private readonly state: State,
  ) {
    this.path = resolve(path);
  }

  /**
   * The state and the clock that a file holds, or new ones if there is no such file.
   * @param startTime of a new clock; one that goes on began with the same
   * @throws Error if it cannot be read, is no state of this version, or began with another start time
   */
  static read(path: string, { speed, seed, startTime }: NewState): { readonly clock: Clock; readonly state: State } {
    const saved = readSaved(path);
    if (!saved) return { clock: new Clock(speed, startTime), state: State.empty(seed) };
    const { clock } = saved;
    if (startTime !== undefined && startTime !== clock.startTime) {
      const began = clock.startTime === undefined ? "without one" : `with ${isoTime(clock.startTime)}`;
      throw new Error(
        `startTime is ${isoTime(startTime)}, but the state file '${path}' began ${began} and its clock goes on: ` +
          "leave startTime out, or pass the path of a new file",
      );
    }
    return { clock: Clock.resumed(speed, clock), state: State.from(saved.state, seed) };
  }

  /**
   * Resolves once the present state is on disk. Whoever asks while one write is under way shares the next, which holds the
   * changes of all of them: requests that come at once do not each wait for a write of their own.
   */
  async save(): Promise<void> {
    if (this.#revision === this.#saved) return;
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      const written = this.#write();
      // A write that failed is reported to those who waited for it, and does not stand in the way of the next.
      this.#writing = written.catch(() => undefined);
      return written;
    });
    await this.#next;
  }

  /** Saves even if nothing has changed, so that the next clock goes on from this moment, at whatever speed. */
  async saveLast(): Promise<void> {
    this.#saved = undefined;
    await this.save();
  }

  /** Changes with the state, and when the clock is moved. */
  get #revision(): string {
    return `${this.state.revision}/${this.clock.moves}`;
  }

  async #write(): Promise<void> {
    const revision = this.#revision;
    const saved: Saved = { version: VERSION, clock: this.clock.read(), state: this.state.toJSON() };
    const temporary = `${this.path}.tmp`;
    const file = await open(temporary, "w");
    try {
      await file.writeFile(JSON.stringify(saved));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.path);
    await syncDirectory(dirname(this.path));
    this.#saved = revision;
  }
}

/** Without it, a power cut may undo the renaming. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

function readSaved(path: string): Saved | undefined {
  const advice = "pass the path of a file that the emulator has written, or of none yet";
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`state file '${path}' cannot be read (${reason}): ${advice}`, { cause });
  }
  if (!v.is(headSchema, content)) throw new Error(`state file '${path}' holds no state of version ${VERSION}: ${advice}`);
  return content as unknown as Saved;
}
