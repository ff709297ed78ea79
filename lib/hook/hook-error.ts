import type { ExitCode } from "../contract/exit-code";

/** An end of the program that its user can do something about: one sentence, and the code it exits with. */
export class HookError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
    this.name = "HookError";
  }
}
