import { createInterface } from "node:readline/promises";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";

/** Asks whether to create what was announced. @throws HookError if nobody can answer */
export async function confirmed(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new HookError(ExitCode.badInput, "nobody can answer, because the input is not a terminal; start it with --yes");
  }
  // eslint-disable-next-line no-restricted-syntax -- the question is a constant text, and its cursor needs the stream itself
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // The interface takes Ctrl-C from the terminal.
  lines.once("SIGINT", () => {
    lines.close();
    process.kill(process.pid, "SIGINT");
  });
  try {
    return /^y(es)?$/i.test((await lines.question("Create all of this? Type yes: ", { signal })).trim());
  } finally {
    lines.close();
  }
}
