import type { Finding } from "./finding";

const MARKS: Readonly<Record<Finding["level"], string>> = { ok: "ok      ", warning: "warning ", problem: "problem " };

/** Returns the line for a finding. */
export function findingLine({ level, text }: Finding): string {
  return `${MARKS[level]}${text}`;
}
