import type { ArmConnection } from "./arm/arm-connection";
import type { ConnectionSettings } from "./arm/connect";
import { type Clock, systemClock, timeScaleOf } from "./clock";
import type { ProcessEnd } from "./process-end";
import type { RunLimits } from "./run-ended";
import { type Terminal, terminalOf } from "./report/terminal";

/** The context of a command. */
export interface Context extends RunLimits {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** Returns this context with a time limit in minutes. */
  readonly limitedTo: (minutes: number) => Context;
  /** Lets the command delete what it made for some minutes after its end, and returns the limits of that. */
  readonly cleanUpFor: (minutes: number) => RunLimits;
  /** Signs in to Azure Resource Manager. */
  readonly connect: (options?: ConnectOptions) => Promise<ArmConnection>;
}

export interface ConnectOptions {
  /** The cloud and credential settings of a stack. @default - the environment alone */
  readonly settings?: ConnectionSettings;
  /** Prints the line that names the identity, and lines about waits. @default - to stderr, so that stdout holds the result only */
  readonly print?: (line: string) => void;
  /** Whether a role may have been assigned only minutes ago, as in a deployment. @default false */
  readonly roleMayBeNew?: boolean;
}

const MS_PER_MINUTE = 60_000;

/** The context of this process. The modules for Azure are loaded when a command connects. */
export function processContext(env: NodeJS.ProcessEnv, end: ProcessEnd): Context {
  const terminal = terminalOf(env);
  const scale = timeScaleOf(env);
  const clock = systemClock(scale);
  const { signal, writeSignal } = end;
  const until = (deadline: number): Context => ({
    env,
    clock,
    terminal,
    signal,
    deadline,
    limitedTo: (minutes) => {
      const ms = minutes * MS_PER_MINUTE;
      end.limitTo(ms * scale);
      return until(clock.elapsed() + ms);
    },
    cleanUpFor: (minutes) => {
      const ms = minutes * MS_PER_MINUTE;
      return { clock, signal: end.allowCleanUp(ms * scale), deadline: deadline + ms };
    },
    connect: async ({ settings = {}, print = terminal.note, roleMayBeNew = false } = {}) => {
      const { connect } = await import("./arm/connect.js");
      return connect(settings, env, { clock, signal, writeSignal, deadline, print, roleMayBeNew });
    },
  });
  return until(Infinity);
}
