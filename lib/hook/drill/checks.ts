import type { DrillCheck } from "./drill-record";

/** What a check expects, and from where that is known; or why it is not known. */
export type Expected = { readonly is: string; readonly from: string } | { readonly unknown: string };

/** Compares what was found with what is expected. What is not known is never passed. */
export function compare(name: string, expected: Expected, found: string | undefined): DrillCheck {
  if ("unknown" in expected) {
    return { name, outcome: "not checked", expected: null, found: found ?? null, detail: expected.unknown };
  }
  const { is, from } = expected;
  if (found === undefined) {
    return { name, outcome: "not checked", expected: is, found: null, detail: "Azure does not tell it of what was restored" };
  }
  const isEqual = is.toLowerCase() === found.toLowerCase();
  return { name, outcome: isEqual ? "passed" : "failed", expected: is, found, detail: `expected by ${from}` };
}

export function failedCheck(name: string, detail: string, found: string | null = null): DrillCheck {
  return { name, outcome: "failed", expected: null, found, detail };
}

export function notChecked(name: string, detail: string): DrillCheck {
  return { name, outcome: "not checked", expected: null, found: null, detail };
}
