import type { Bar } from "../../../page/timeline";
import { formatDuration } from "../duration";
import type { PhaseRecord } from "../phases";
import { clockText } from "../../../page/timeline";

/** The phases as bars. A phase that had not ended is drawn up to the end of the run. */
export function barsOf(phases: readonly PhaseRecord[]): Bar[] {
  return phases.map(({ name, kind, status, startTime, endTime }) => ({
    ...{ name, from: Date.parse(startTime), to: endTime === null ? undefined : Date.parse(endTime) },
    look: status === "Failed" ? "failed" : kind,
  }));
}

/** The phases in words, one a line. */
export function phaseLines(phases: readonly PhaseRecord[]): string[] {
  return phases.map(({ name, status, startTime, endTime }) => {
    const from = Date.parse(startTime);
    if (endTime === null) return `${name}: since ${clockText(from)}, ${status}`;
    const to = Date.parse(endTime);
    return `${name}: ${clockText(from)} to ${clockText(to)} (${formatDuration(to - from)}), ${status}`;
  });
}

/** The duration of the phases of a kind; undefined if there is none that has ended. */
export function durationOf(phases: readonly PhaseRecord[], kind: PhaseRecord["kind"]): string | undefined {
  const ended = phases.flatMap((phase) =>
    phase.kind === kind && phase.endTime !== null ? [Date.parse(phase.endTime) - Date.parse(phase.startTime)] : [],
  );
  return ended.length === 0 ? undefined : formatDuration(ended.reduce((sum, length) => sum + length, 0));
}

/** A reason without the remedies that stand below it. */
export function withoutRemedies(reason: string, remedies: readonly string[]): string {
  return remedies.reduce((text, remedy) => text.replaceAll(`: ${remedy}]`, "]"), reason);
}
