import XmlBuilder from "fast-xml-builder";
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
  readonly cases: readonly Element[];
}

/** Formats a run as a JUnit file, with one test case per VM. */
export function junitOf(record: RunRecord, title = "Initial backup of"): string {
  const cases = [...record.vms.map((vm) => caseOf(record.vault, vm)), ...errorCase(record.vault, record.error)];
  return junitFile({ name: `${title} ${record.vault}`, startTime: record.startTime, cases });
}

/** Formats a suite as a JUnit file; the counts are those of its cases. */
export function junitFile({ name, startTime, properties = {}, cases }: JunitSuite): string {
  const count = (element: string): number => cases.filter((one) => element in one).length;
  const property = Object.entries(properties).map(([key, value]) => ({ "@name": key, "@value": plain(value) }));
  const suite = {
    "@name": name,
    "@timestamp": startTime,
    "@tests": cases.length,
    "@failures": count("failure"),
    "@errors": count("error"),
    "@skipped": count("skipped"),
    ...(property.length > 0 ? { properties: { property } } : {}),
    testcase: cases,
  };
  const builder = new XmlBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", format: true, suppressEmptyNode: true });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: { testsuite: suite } })}`;
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
