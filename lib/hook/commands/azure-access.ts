import { systemClock, timeScaleOf, type Clock } from "../clock";
import { connect } from "../arm/connect";
import { type Terminal, terminalOf } from "../report/terminal";
import type { ArmConnection } from "../arm/arm-connection";

/** What a command works with that asks Azure something. */
export interface AzureAccess {
  readonly arm: ArmConnection;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** Signs in; who it is that signs in goes to stderr, so that stdout holds nothing but the answer. */
export async function azureAccess(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<AzureAccess> {
  const terminal = terminalOf(environment);
  const clock = systemClock(timeScaleOf(environment));
  const arm = await connect({}, environment, { clock, signal, print: terminal.note });
  return { arm, clock, terminal, signal };
}
