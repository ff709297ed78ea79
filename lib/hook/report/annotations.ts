import { isTroubled } from "./markdown";
import { harmless } from "../outgoing/foreign-text";
import type { Pipeline } from "./pipeline";
import type { RunRecord } from "./run-record";

/** A problem that a pipeline shows outside the log. */
interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly text: string;
}

/** Returns the pipeline commands for problems. Each is a separate line, as pipelines require. */
export function annotationLines(record: RunRecord, pipeline: Pipeline): string[] {
  const annotations: Annotation[] = record.vms.filter(isTroubled).map(({ label, outcome, status, reason }) => ({
    level: outcome === "completedWithWarnings" || outcome === "cancelled" ? "warning" : "error",
    title: `Backup of ${label}: ${status}`,
    text: reason ?? status,
  }));
  if (record.error !== null) annotations.push({ level: "error", title: `Backup of ${record.vault}`, text: record.error });
  switch (pipeline) {
    case "github":
      return annotations.map(({ level, title, text }) => `::${level} title=${githubProperty(title)}::${githubText(text)}`);
    case "azureDevOps":
      return annotations.map(({ level, title, text }) => `##vso[task.logissue type=${level}]${harmless(`${title}: ${text}`)}`);
    case "none":
      return [];
  }
}

function githubText(text: string): string {
  return harmless(text).replaceAll("%", "%25");
}

function githubProperty(text: string): string {
  return githubText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
