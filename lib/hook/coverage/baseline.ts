import * as v from "valibot";
import { caseFold } from "../../azure/case-fold";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { type Chunks, jsonChunks } from "../report/chunks";
import type { Finding } from "./finding";

/** The version of the file. */
const VERSION = 1;

const schema = v.object({ version: v.literal(VERSION), findings: v.array(v.string()) });

/** Identifies a finding from run to run: its text has ages that change. */
function findingKey({ kind, id }: Finding): string {
  return `${kind} ${caseFold(id)}`;
}

/** Whether a baseline with these keys does not know a finding. */
export function isNewTo(known: ReadonlySet<string>, finding: Finding): boolean {
  return known.size === 0 || !known.has(findingKey(finding));
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
export function baselineChunks(findings: readonly Finding[]): Chunks {
  return jsonChunks({ version: VERSION, findings: [...new Set(findings.map(findingKey))].sort() });
}
