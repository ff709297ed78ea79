import XmlBuilder from "fast-xml-builder";
import { blocksOf } from "./chunks";
import type { RunRecord, VmRecord } from "./run-record";

/** Characters that XML 1.0 cannot contain, even escaped. */
// eslint-disable-next-line no-control-regex -- the pattern must match control characters
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** An element, as the XML builder takes it: attributes begin with `@`. */
export type Element = Readonly<Record<string, unknown>>;

/** A suite of a JUnit file. */
export interface JunitSuite {
  readonly name: string;
  readonly startTime: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Read twice: to be counted, and to be written. */
  readonly cases: Iterable<Element>;
}

/** Formats a run as a JUnit file, with one test case per VM. */
export function junitOf(record: RunRecord, title = "Initial backup of"): string {
  const cases = [...record.vms.map((vm) => caseOf(record.vault, vm)), ...errorCase(record.vault, record.error)];
  return junitFile({ name: `${title} ${record.vault}`, startTime: record.startTime, cases });
}

/** Formats a suite as a JUnit file; the counts are those of its cases. */
export function junitFile(suite: JunitSuite): string {
  return [...junitChunks(suite)].join("");
}

/** Formats a suite as a JUnit file, in parts. Each block of cases is formatted as a file, of which the first one gives the start. */
export function* junitChunks(suite: JunitSuite): Generator<string> {
  const attributes = attributesOf(suite);
  const builder = new XmlBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", format: true, suppressEmptyNode: true });
  const formatted = (testcase: readonly Element[]): string =>
    builder.build({ testsuites: { testsuite: { ...attributes, testcase } } });
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  const count = Number(attributes["@tests"]);
  if (count === 0) yield formatted([]);
  let left = count;
  for (const block of blocksOf(suite.cases)) {
    const text = formatted(block);
    const from = left === count ? 0 : text.indexOf("    <testcase ");
    left -= block.length;
    yield text.slice(from, left === 0 ? undefined : text.lastIndexOf("  </testsuite>"));
  }
}

function attributesOf({ name, startTime, properties = {}, cases }: JunitSuite): Element {
  const counts = { tests: 0, failure: 0, error: 0, skipped: 0 };
  for (const one of cases) {
    counts.tests++;
    for (const outcome of ["failure", "error", "skipped"] as const) if (outcome in one) counts[outcome]++;
  }
  const property = Object.entries(properties).map(([key, value]) => ({ "@name": key, "@value": plain(value) }));
  return {
    "@name": name,
    "@timestamp": startTime,
    "@tests": counts.tests,
    "@failures": counts.failure,
    "@errors": counts.error,
    "@skipped": counts.skipped,
    ...(property.length > 0 ? { properties: { property } } : {}),
  };
}

function caseOf(vault: string, vm: VmRecord): Element {
  const text = vm.reason ?? vm.status;
  const common = { "@name": vm.label, "@classname": vault, "@time": secondsOf(vm) };
  if (isFailure(vm)) return { ...common, failure: problem(vm.outcome, text) };
  return isSkipped(vm) ? { ...common, skipped: { "@message": plain(text) } } : { ...common, "system-out": plain(text) };
}

/** The case of the error that ended a run, if there is one. */
export function errorCase(vault: string, error: string | null): Element[] {
  if (error === null) return [];
  return [{ "@name": "azure-vm-backup", "@classname": vault, "@time": 0, error: problem("error", error) }];
}

export function problem(type: string, text: string): Element {
  return { "@type": type, "@message": plain(text) };
}

/** A backup that has not reached the milestone counts as failed, even if it succeeds later. */
function isFailure({ outcome, settled }: VmRecord): boolean {
  return !settled || ["failed", "cancelled", "completedWithWarnings"].includes(outcome);
}

function isSkipped(vm: VmRecord): boolean {
  return vm.outcome === "skipped";
}

function secondsOf({ startTime, endTime }: VmRecord): number {
  return startTime === null || endTime === null ? 0 : (Date.parse(endTime) - Date.parse(startTime)) / 1_000;
}

/** Removes what XML cannot contain. */
export function plain(text: string): string {
  return text.replaceAll(NOT_XML, "");
}
