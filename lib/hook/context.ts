import type { ArmConnection } from "./arm/arm-connection";
import type { ConnectionSettings } from "./arm/connect";
import { type Clock, systemClock, timeScaleOf } from "./clock";
import { type Terminal, terminalOf } from "./report/terminal";

/** What a command runs in. */
export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Signs in to Azure Resource Manager. */
  readonly connect: (options?: ConnectOptions) => Promise<ArmConnection>;
}

export interface ConnectOptions {
  /** What a stack says of its cloud and its credential. @default - the environment alone */
  readonly settings?: ConnectionSettings;
  /** Prints the line that says who signs in. @default - to stderr, so that stdout holds nothing but the answer */
  readonly print?: (line: string) => void;
  /** Whether a role may have been assigned only minutes ago, as inside a deployment. @default false */
  readonly roleMayBeNew?: boolean;
  /** When the whole run is over, in milliseconds of the clock. @default - never */
  readonly giveUpAt?: number;
}

/** The context of this process. What talks to Azure is loaded when a command connects. */
export function processContext(env: NodeJS.ProcessEnv, signal: AbortSignal): Context {
  const terminal = terminalOf(env);
  const clock = systemClock(timeScaleOf(env));
  return {
    env,
    clock,
    terminal,
    signal,
    connect: async ({ settings = {}, print = terminal.note, ...options } = {}) => {
      const { connect } = await import("./arm/connect.js");
      return connect(settings, env, { clock, signal, print, ...options });
    },
  };
}
