import type { DrillRecord } from "../drill/drill-record";
import { withCleanTexts } from "../outgoing/foreign-text";
import { drillPage } from "./page/pages";

/** Formats the evidence of a drill as one self-contained page. */
export function drillHtml(record: DrillRecord): string {
  return drillPage(withCleanTexts(record));
}
