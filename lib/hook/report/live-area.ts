import { outgoing } from "../outgoing/foreign-text";

/** The lower end of a terminal, which is drawn over again and again. */
export interface LiveArea {
  /** Replaces what is drawn. */
  draw(text: string): void;
  /** Writes a line that stays, above what is drawn. */
  persist(line: string): void;
  /** Wipes what is drawn. */
  clear(): void;
  /** Leaves what is drawn last, and gives the cursor back. */
  end(): void;
}

/** Loads what draws only if something is drawn: a pipeline need not pay for it. */
export async function liveArea(): Promise<LiveArea> {
  const { default: logUpdate } = await import("log-update");
  return {
    draw: (text) => {
      logUpdate(outgoing(text, { coloured: true }));
    },
    persist: (line) => {
      logUpdate.persist(outgoing(line, { coloured: true }));
    },
    clear: () => {
      logUpdate.clear();
    },
    end: () => {
      logUpdate.done();
    },
  };
}
