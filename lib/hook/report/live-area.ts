import { outgoing } from "../outgoing/foreign-text";

/** The lower part of a terminal, which is redrawn repeatedly. */
export interface LiveArea {
  /** Replaces the drawn text. */
  draw(text: string): void;
  /** Writes a permanent line above the drawn text. */
  persist(line: string): void;
  /** Erases the drawn text. */
  clear(): void;
  /** Keeps the drawn text and restores the cursor. */
  end(): void;
}

/** Loads the drawing library only on a terminal, so that pipelines start faster. */
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
