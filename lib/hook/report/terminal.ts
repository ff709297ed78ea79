import picocolors from "picocolors";
import { outgoing, pipelineCommand } from "../outgoing/foreign-text";

export type Colours = ReturnType<typeof picocolors.createColors>;

/**
 * Where a command writes: what was asked for to stdout, everything said beside it to stderr. The one way out of this program beside its
 * reports: whatever is written is harmless, and holds no secret.
 */
export interface Terminal {
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** Writes a line to stdout that tells the pipeline something. */
  readonly command: (line: string) => void;
  /** Whether a person looks at stdout while it is written, so that it may be drawn over. */
  readonly live: boolean;
  readonly colours: Colours;
  /** How many lines of stdout are seen at once. */
  readonly rows: () => number;
}

const DEFAULT_ROWS = 24;

interface Stream {
  readonly isTTY?: boolean;
  readonly rows?: number;
  write(text: string): unknown;
}

export function terminalOf(env: NodeJS.ProcessEnv, stdout: Stream = process.stdout, stderr: Stream = process.stderr): Terminal {
  const coloured = wantsColour(env, stdout.isTTY === true);
  return {
    print: (text) => void stdout.write(`${outgoing(text, { coloured })}\n`),
    note: (text) => void stderr.write(`${outgoing(text)}\n`),
    command: (line) => void stdout.write(`${pipelineCommand(line)}\n`),
    live: isLive(env, stdout.isTTY === true),
    colours: picocolors.createColors(coloured),
    rows: () => stdout.rows ?? DEFAULT_ROWS,
  };
}

/** FORCE_COLOR decides before NO_COLOR, as in Node itself; without either, colour is for terminals. */
export function wantsColour(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced.toLowerCase() !== "false";
  if (env["NO_COLOR"]) return false;
  return isTTY && env["TERM"] !== "dumb";
}

/** A pipeline's log is no terminal, even if its runner gives it one. */
export function isLive(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  const inPipeline = ["CI", "GITHUB_ACTIONS", "TF_BUILD"].some(
    (name) => !["", "0", "false"].includes(env[name]?.toLowerCase() ?? ""),
  );
  return isTTY && !inPipeline && env["TERM"] !== "dumb";
}
