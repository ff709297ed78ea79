import type { DrillRecord } from "../drill/drill-record";
import { withCleanTexts } from "../outgoing/foreign-text";
import type { RestoreRecord } from "../restore/restore-record";
import type { CoverageRecord } from "../coverage/coverage-record";
import { coveragePage, drillPage, restorePage, runPage } from "./page/pages";
import type { RunRecord } from "./run-record";

/** Formats a run as one self-contained page. */
export function runHtml(record: RunRecord): string {
  return runPage(withCleanTexts(record));
}

/** Formats a restore as one self-contained page. */
export function restoreHtml(record: RestoreRecord): string {
  return restorePage(withCleanTexts(record));
}

/** Formats the evidence of a drill as one self-contained page. */
export function drillHtml(record: DrillRecord): string {
  return drillPage(withCleanTexts(record));
}

/** The maximum number of rows in a table of the page, which a browser shows without delay. */
const MAX_ROWS = 2_000;

/** Formats the coverage of an estate as one self-contained page, with the first findings, new ones before the others. */
export function coverageHtml(record: CoverageRecord): string {
  const { findings, exempt } = record;
  const ordered = [...findings.filter(({ isNew }) => isNew), ...findings.filter(({ isNew }) => !isNew)];
  const shown = { findings: ordered.slice(0, MAX_ROWS), exempt: exempt.slice(0, MAX_ROWS) };
  return coveragePage(withCleanTexts({ ...record, ...shown }), { findings: findings.length, exempt: exempt.length });
}
