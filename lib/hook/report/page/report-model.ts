import type { Bar } from "../../../page/timeline";
import type { Look } from "../../../page/pill";

/** A term with its values, each on a line of its own. */
export type Fact = readonly [term: string, values: string | readonly string[]];

/** One VM of a report. */
export interface VmOnPage {
  readonly label: string;
  readonly status: string;
  readonly look: Look;
  /** Whether somebody must act. */
  readonly problem: boolean;
  readonly reasons: readonly string[];
  readonly remedies: readonly string[];
  readonly bars: readonly Bar[];
  /** Its cells in the table, after its label and its status. */
  readonly cells: readonly string[];
  readonly facts: readonly Fact[];
}

/** What an HTML report shows, whatever the command. */
export interface ReportOnPage {
  readonly title: string;
  readonly tool: string;
  readonly summary: string;
  readonly exitCode: number;
  readonly error: string | null;
  readonly startTime: string;
  readonly endTime: string;
  readonly facts: readonly Fact[];
  /** The heads of the table, after those of the VM and its status. */
  readonly columns: readonly string[];
  readonly vms: readonly VmOnPage[];
  /** Further lists, such as the resources that were made; commands are shown as code. */
  readonly lists: readonly { readonly title: string; readonly lines: readonly string[]; readonly code?: boolean }[];
}
