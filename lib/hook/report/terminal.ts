import picocolors from "picocolors";
import { outgoing, pipelineCommand } from "../outgoing/foreign-text";

export type Colours = ReturnType<typeof picocolors.createColors>;

/**
 * The output of a command: results go to stdout, notes to stderr. Only this and the reports write output. Everything written is made
 * harmless and contains no secret.
 */
export interface Terminal {
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** Writes a pipeline command to stdout. */
  readonly command: (line: string) => void;
  /** Whether stdout is a terminal that can be redrawn. */
  readonly live: boolean;
  readonly colours: Colours;
  /** The height of the terminal, in lines. */
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

/** FORCE_COLOR takes precedence over NO_COLOR, as in Node. Without either, only terminals get colours. */
export function wantsColour(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced.toLowerCase() !== "false";
  if (env["NO_COLOR"]) return false;
  return isTTY && env["TERM"] !== "dumb";
}

/** A pipeline's log does not count as a terminal, even if its runner provides one. */
export function isLive(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  const inPipeline = ["CI", "GITHUB_ACTIONS", "TF_BUILD"].some(
    (name) => !["", "0", "false"].includes(env[name]?.toLowerCase() ?? ""),
  );
  return isTTY && !inPipeline && env["TERM"] !== "dumb";
}
