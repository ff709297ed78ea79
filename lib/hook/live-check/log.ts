import { createHash } from "node:crypto";
// eslint-disable-next-line no-restricted-syntax -- each line is cleaned as writeFileOrPipe does, and a log only grows
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../clock";
import { outgoing } from "../outgoing/foreign-text";

/** An event of a live check. Its texts are written as they may be sent to others. */
export interface LogEvent {
  readonly event: "begin" | "step" | "line" | "left" | "end";
  readonly [name: string]: unknown;
}

/** The names of the files that may be sent in. */
export const LOG_FILE = "live-check.log";
export const EVENTS_FILE = "live-check.jsonl";

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** The form of the keys of a storage account: 64 bytes. */
const STORAGE_KEY = /\b[A-Za-z0-9+/]{86}==/g;

export interface LogOptions {
  /** Makes the masks of this live check differ from those of others. @default - nothing is masked */
  readonly maskedFor: string | undefined;
  readonly print: (line: string) => void;
  readonly clock: Pick<Clock, "now">;
}

/** The log of a live check: readable, and as JSON lines. Neither has a secret; if asked, neither has an id of a subscription. */
export class LiveCheckLog {
  constructor(
    private readonly folder: string,
    private readonly options: LogOptions,
  ) {}

  /** Prints a line, and writes it to both files. */
  say(text: string, event: LogEvent = { event: "line", text }): void {
    const time = this.options.clock.now().toISOString();
    const line = this.clean(text);
    this.options.print(line);
    appendFileSync(join(this.folder, LOG_FILE), `${time} ${line}\n`);
    appendFileSync(join(this.folder, EVENTS_FILE), `${this.clean(JSON.stringify({ time, ...event }))}\n`);
  }

  /** Makes a text safe to send. Each GUID gets the same name everywhere, so that a reader can still follow it. */
  clean(text: string): string {
    const safe = outgoing(text).replace(STORAGE_KEY, "***");
    const { maskedFor: salt } = this.options;
    return salt === undefined ? safe : safe.replace(GUID, (guid) => `<id-${maskOf(salt, guid)}>`);
  }
}

/** The clean-up is a program of its own, and must write the same masks. */
function maskOf(salt: string, guid: string): string {
  return createHash("sha256").update(`${salt} ${guid.toLowerCase()}`).digest("hex").slice(0, 6);
}
