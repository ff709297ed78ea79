import { ExitCode } from "../../../../lib/contract/exit-code";
import { expectNoDefect } from "../../support/limited-hook";
import type { Outcome } from "./runs";

/** The bounds of every run, in real seconds and MB. */
const MOST_SECONDS = 30;
const MOST_MEMORY = 160;

/** What no output may hold: parts of a signature, of tokens and of the secrets that the program is given. */
const SECRET = /s1gnature|eyJ[\w-]{8}|of-the-job-1|header-of-the-run|secret-of-the-run/;
/** What a terminal or a pipeline would run. */
// eslint-disable-next-line no-control-regex -- the escape character is what must not be there
const COMMAND = /\u001b|^::|##\w*\[/m;

/** Expects a run that met the fault, ended in time with a true exit code, and told no secret. */
export function expectHonest(outcome: Outcome, codes: readonly ExitCode[]): void {
  const { code, output, seconds, memory, met } = outcome;
  expectNoDefect(outcome);
  expect(codes).toContain(code);
  expect(met).toBeGreaterThan(0);
  expect(output).not.toMatch(SECRET);
  expect(output).not.toMatch(COMMAND);
  expect(seconds).toBeLessThan(MOST_SECONDS);
  expect(memory).toBeLessThan(MOST_MEMORY);
}

/** A fault that may pass is retried until the time-out, which may be met while a request is under way. */
export const RETRIED = [ExitCode.azureError, ExitCode.timedOut] as const;

/** Expects {@link expectHonest}, and one sentence as the reason of the end. */
export function expectOneSentence(outcome: Outcome, codes: readonly ExitCode[]): void {
  expectHonest(outcome, codes);
  const sentences = outcome.output.split("\n").filter((line) => line.startsWith("azure-vm-backup: "));
  expect(sentences).toHaveLength(1);
  expect(sentences[0]?.length).toBeLessThan(600);
}
