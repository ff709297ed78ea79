import type { FindingKind } from "../../coverage/finding";
import type { Objectives } from "../../coverage/objectives";
import type { Narrowing } from "../../estate/narrowing";

/** The files of the reports, as their flags name them. */
export interface CoverageReports {
  readonly reportJson?: string | undefined;
  readonly reportJunit?: string | undefined;
  readonly reportMarkdown?: string | undefined;
  readonly reportCsv?: string | undefined;
  readonly reportHtml?: string | undefined;
}

export interface CoverageOptions {
  readonly narrowing: Narrowing;
  readonly objectives: Objectives;
  readonly failOn: readonly FindingKind[] | undefined;
  readonly max: Readonly<Partial<Record<FindingKind, number>>>;
  readonly baseline: string | undefined;
  readonly writeBaseline: string | undefined;
  readonly reports: CoverageReports;
  readonly output: "table" | "json" | "markdown" | "csv";
  readonly timeoutMinutes: number;
}
