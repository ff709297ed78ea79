import type { ExitCode } from "../contract/exit-code";

/** An error that the user can act on: one sentence, and the exit code. */
export class HookError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
    this.name = "HookError";
  }
}
