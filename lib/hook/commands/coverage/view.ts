import { HOUR_MS } from "../../../azure/durations";
import { FINDING_KINDS } from "../../coverage/finding";
import type { CoverageRecord, FindingRecord } from "../../coverage/coverage-record";
import type { VmCoverage } from "../../coverage/coverage";
import { blocksOf, type Chunks } from "../../report/chunks";
import { type Element, junitChunks } from "../../report/junit";
import { escaped } from "../../report/markdown";
import { plainTable } from "../../report/plain-table";

/** The maximum number of findings in a table and in Markdown. JSON, CSV and JUnit have all of them. */
const MAX_ROWS = 200;

export function coverageTable(record: CoverageRecord): string {
  const kinds = record.kinds.filter(({ count }) => count > 0);
  const head = plainTable(
    ["Finding", "Count", "New", "Fails"],
    kinds.map(({ title, count, newCount, fails }) => [title, String(count), String(newCount), fails ? "yes" : "no"]),
  );
  const rows = shown(record).map(({ kind, name, subscription, region, text, isNew }) => [
    FINDING_KINDS[kind].title,
    name,
    subscription,
    region ?? "",
    isNew ? "new" : "known",
    text,
  ]);
  const table = plainTable(["Finding", "Name", "Subscription", "Region", "Since", "Why"], rows);
  return [
    ...(kinds.length > 0 ? [head, table] : []),
    ...moreLine(record, "--output json or --report-csv"),
    ...record.exempt.slice(0, MAX_ROWS).map(({ name, reason }) => `exempt: ${name}: ${reason}`),
    ...record.notes.map((note) => `note: ${note}`),
    record.summary,
  ].join("\n");
}

export function coverageMarkdown(record: CoverageRecord): string {
  const lines = ["## Backup coverage", "", `**${escaped(record.summary)}** (exit code ${record.exitCode})`, ""];
  for (const note of record.notes) lines.push(`> ${escaped(note)}`, "");
  const kinds = record.kinds.filter(({ count }) => count > 0);
  if (kinds.length > 0) lines.push("| Finding | Count | New | Fails |", "| --- | --- | --- | --- |");
  for (const { title, count, newCount, fails } of kinds)
    lines.push(`| ${title} | ${count} | ${newCount} | ${fails ? "yes" : "no"} |`);
  if (kinds.length > 0) lines.push("", "| Finding | Name | Subscription | Region | Why |", "| --- | --- | --- | --- | --- |");
  for (const { kind, name, subscription, region, text, isNew } of shown(record)) {
    const cells = [`${FINDING_KINDS[kind].title}${isNew ? "" : " (known)"}`, name, subscription, region ?? "", text];
    lines.push(`| ${cells.map(escaped).join(" | ")} |`);
  }
  for (const line of moreLine(record, "the other reports")) lines.push("", line);
  if (record.exempt.length > 0) lines.push("", "| Exempt | Reason |", "| --- | --- |");
  for (const { name, reason } of record.exempt.slice(0, MAX_ROWS)) lines.push(`| ${escaped(name)} | ${escaped(reason)} |`);
  return `${lines.join("\n")}\n`;
}

/** A test case for each finding, and one for each kind without any. A finding that fails nothing is skipped, with its text. */
export function coverageJunit(record: CoverageRecord): Chunks {
  const failing = new Set(record.kinds.filter(({ fails }) => fails).map(({ kind }) => kind));
  const cases = {
    *[Symbol.iterator](): Generator<Element> {
      for (const { kind, title, count } of record.kinds) if (count === 0) yield { "@classname": kind, "@name": title };
      for (const { kind, id, name, text, isNew } of record.findings) {
        const message = { "@message": text };
        const outcome = failing.has(kind) && isNew ? { failure: { ...message, "#text": id } } : { skipped: message };
        yield { "@classname": kind, "@name": `${FINDING_KINDS[kind].title}: ${name}`, ...outcome };
      }
    },
  };
  return junitChunks({ name: "Backup coverage", startTime: record.time, cases });
}

const COLUMNS = [
  "vm",
  "id",
  "subscription",
  "resourceGroup",
  "region",
  "state",
  "vaultId",
  "policyId",
  "lastRecoveryPoint",
  "ageHours",
  "rpoHours",
  "findings",
  "exempt",
];

/** A line for each VM, whether it has findings or not. */
export function* coverageCsv(vms: readonly VmCoverage[]): Generator<string> {
  yield `${COLUMNS.join(",")}\n`;
  for (const block of blocksOf(vms)) yield block.map((vm) => `${cellsOf(vm).map(csvCell).join(",")}\n`).join("");
}

function cellsOf({ vm, item, ageMs, findings }: VmCoverage): string[] {
  const { name, id, subscriptionId, resourceGroup, region, rpoMinutes, exempt = "" } = vm;
  const point = item?.lastRecoveryPoint;
  return [
    ...[name, id, subscriptionId, resourceGroup, region],
    ...[item?.state ?? "none", item?.vaultId ?? "", item?.policyId ?? ""],
    point === undefined ? "" : new Date(point).toISOString(),
    ageMs === undefined ? "" : (ageMs / HOUR_MS).toFixed(1),
    String(rpoMinutes / 60),
    findings.map(({ kind }) => kind).join(" "),
    exempt,
  ];
}

/** A spreadsheet would run a text that begins like a formula, also in wide characters. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Quotes a cell, also if it has the separator of another locale. */
function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",;\t\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** New findings first. */
function shown({ findings }: CoverageRecord): readonly FindingRecord[] {
  return [...findings.filter(({ isNew }) => isNew), ...findings.filter(({ isNew }) => !isNew)].slice(0, MAX_ROWS);
}

function moreLine({ findings }: CoverageRecord, where: string): string[] {
  return findings.length > MAX_ROWS ? [`${findings.length - MAX_ROWS} more findings are in ${where}.`] : [];
}
