import { EXIT_CODE_MEANINGS } from "../../lib/contract/exit-code";
import { tableLines } from "./generated";

/** The documented table of the exit codes. */
export function exitCodeTable(): string[] {
  return tableLines(
    ["exit code", "meaning"],
    EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning]),
  );
}
