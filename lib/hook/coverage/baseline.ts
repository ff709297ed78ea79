import * as v from "valibot";
import { caseFold } from "../../azure/case-fold";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { Finding } from "./finding";

/** The version of the file. */
const VERSION = 1;

const schema = v.object({ version: v.literal(VERSION), findings: v.array(v.string()) });

/** Identifies a finding from run to run: its text has ages that change. */
export function findingKey({ kind, id }: Finding): string {
  return `${kind} ${caseFold(id)}`;
}

/** Returns the keys of the findings that a baseline knows. @throws HookError if the file is not a baseline */
export function baselineKeys(content: unknown, file: string): Set<string> {
  const parsed = v.safeParse(schema, content);
  if (parsed.success) return new Set(parsed.output.findings);
  throw new HookError(
    ExitCode.badInput,
    `--baseline must name a file of --write-baseline, got '${file}', which is none; write it again with --write-baseline`,
  );
}

/** Formats a baseline: sorted, one finding a line, so that a change is one line. */
export function baselineText(findings: readonly Finding[]): string {
  const keys = [...new Set(findings.map(findingKey))].sort();
  return `${JSON.stringify({ version: VERSION, findings: keys }, undefined, 2)}\n`;
}
