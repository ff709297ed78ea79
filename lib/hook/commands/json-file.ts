import { ExitCode } from "../../contract/exit-code";
import { parseForeignJson } from "../arm/foreign-json";
import { decodedText } from "../decoded-text";
import { HookError } from "../hook-error";
import { readFileOrPipe } from "../text-file";

/** Reads a JSON file. `clean` replaces each text, so that it is safe to print. @throws HookError if it cannot be read */
export async function jsonIn(
  file: string,
  flag: string,
  signal: AbortSignal | undefined,
  clean?: (text: string) => string,
): Promise<unknown> {
  let text;
  try {
    text = decodedText(await readFileOrPipe(file, signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw wrong(
      `${flag} must name a file that can be read, got '${file}' (${(error as NodeJS.ErrnoException).code ?? "unreadable"}); check the path`,
    );
  }
  try {
    return parseForeignJson(text, undefined, clean);
  } catch {
    throw wrong(
      `${flag} must name a JSON file, got '${file}', which is not JSON; write it again with the command that created it`,
    );
  }
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
