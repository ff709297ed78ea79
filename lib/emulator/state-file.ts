import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as v from "valibot";
import { isSameName } from "../azure/case-fold";
import { removeLeftovers, writeAtomically } from "./atomic-file";
import { Clock, type ClockReading } from "./clock";
import { accountOf, DEFAULT_ACCOUNT, type Account } from "./identity/account";
import type { Principal } from "./identity/principal";
import type { ResolvedOptions } from "./options";
import { State, type SavedState } from "./state";

const VERSION = 1;

const headSchema = v.looseObject({
  version: v.literal(VERSION),
  clock: v.object({ emulated: v.number(), real: v.number(), startTime: v.optional(v.number()) }),
  identity: v.optional(v.looseObject({ account: v.record(v.string(), v.unknown()), principals: v.array(v.unknown()) })),
  state: v.record(v.string(), v.unknown()),
});

interface Saved {
  readonly version: typeof VERSION;
  readonly clock: ClockReading;
  /** Undefined in files of older versions. */
  readonly identity?: Identity;
  readonly state: SavedState;
}

/** The account and the other principals that may sign in. */
interface Identity {
  readonly account: Account;
  readonly principals: readonly Principal[];
}

/** The content of a state file. */
export interface StateContent {
  readonly clock: Clock;
  readonly state: State;
  readonly identity: Identity;
}

/** The options with which a new state begins. */
type NewState = Pick<ResolvedOptions, "speed" | "seed" | "startTime" | "account" | "principals">;

/** Parts of the account that occur in the ids of a state, and therefore cannot change. */
const FIXED = ["subscriptionId", "tenantId"] as const;

/** The file that keeps the emulator's state and clock after its process ends. */
export class StateFile {
  readonly path: string;
  #saved: string | undefined;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(
    path: string,
    private readonly content: StateContent,
  ) {
    this.path = resolve(path);
  }

  /**
   * Returns the content of a file, or a new state if the file does not exist. The account and the principals of the file are
   * used, unless the options have others.
   * @param path of the file, or undefined for a state that is not saved
   * @throws Error if the file cannot be read, has another version, or began with another start time, subscription or tenant
   */
  static read(path: string | undefined, options: NewState): StateContent {
    const { speed, seed, startTime, account: given, principals = [] } = options;
    if (path !== undefined) removeLeftovers(resolve(path));
    const saved = path === undefined ? undefined : readSaved(path);
    if (path === undefined || !saved) {
      return {
        clock: new Clock(speed, startTime),
        state: State.empty(seed),
        identity: { account: accountOf(DEFAULT_ACCOUNT, given), principals },
      };
    }
    const { clock, identity } = saved;
    if (startTime !== undefined && startTime !== clock.startTime) {
      const began = clock.startTime === undefined ? "without one" : `with ${isoTime(clock.startTime)}`;
      throw new Error(
        `startTime is ${isoTime(startTime)}, but the state file '${path}' began ${began} and its clock continues: ` +
          "leave startTime out, or pass the path of a new file",
      );
    }
    const begun = identity?.account ?? DEFAULT_ACCOUNT;
    const account = accountOf(begun, given);
    for (const part of FIXED) {
      if (isSameName(account[part], begun[part])) continue;
      throw new Error(
        `account.${part} is ${account[part]}, but the state file '${path}' began with ${begun[part]}: ` +
          `leave ${part} out, or pass the path of a new file`,
      );
    }
    return {
      clock: Clock.resumed(speed, clock),
      state: State.from(saved.state, seed),
      identity: { account, principals: options.principals ?? identity?.principals ?? [] },
    };
  }

  /**
   * Resolves once the present state is on disk. All calls during one write share the next write, so that simultaneous requests do
   * not each need their own.
   */
  async save(): Promise<void> {
    if (this.#revision === this.#saved) return;
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      const written = this.#write();
      // A failed write rejects the calls that waited for it, and does not stop the next write.
      this.#writing = written.catch(() => undefined);
      return written;
    });
    await this.#next;
  }

  /** Saves even if nothing has changed, so that the clock of the next process continues from this moment. */
  async saveLast(): Promise<void> {
    this.#saved = undefined;
    await this.save();
  }

  /** Changes with every change of the state, and every advance of the clock. */
  get #revision(): string {
    return `${this.content.state.revision}/${this.content.clock.moves}`;
  }

  async #write(): Promise<void> {
    const revision = this.#revision;
    const { clock, state, identity } = this.content;
    const saved: Saved = { version: VERSION, clock: clock.read(), identity, state: state.toJSON() };
    await writeAtomically(this.path, JSON.stringify(saved));
    this.#saved = revision;
  }
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

function readSaved(path: string): Saved | undefined {
  const advice = "pass the path of a file that the emulator has written, or a path that does not exist";
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
