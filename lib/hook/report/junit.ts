import XmlBuilder from "fast-xml-builder";
import type { RunRecord, VmRecord } from "./run-record";

/** Characters that XML 1.0 cannot contain, even escaped. */
// eslint-disable-next-line no-control-regex -- the pattern must match control characters
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

type Element = Readonly<Record<string, unknown>>;

/** Formats a run as a JUnit file, with one test case per VM. */
export function junitOf(record: RunRecord, title = "Initial backup of"): string {
  const cases = record.vms.map((vm) => caseOf(record.vault, vm));
  if (record.error !== null) {
    cases.push({ "@name": "azure-vm-backup", "@classname": record.vault, "@time": 0, error: problem("error", record.error) });
  }
  const suite = {
    "@name": `${title} ${record.vault}`,
    "@timestamp": record.startTime,
    "@tests": cases.length,
    "@failures": record.vms.filter(isFailure).length,
    "@errors": record.error === null ? 0 : 1,
    "@skipped": record.vms.filter(isSkipped).length,
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

function problem(type: string, text: string): Element {
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

function plain(text: string): string {
  return text.replaceAll(NOT_XML, "");
}
