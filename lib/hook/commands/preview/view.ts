import { formatInstant } from "../../report/duration";
import { escaped } from "../../report/markdown";
import { plainTable } from "../../report/plain-table";
import { endOf } from "../../preview/points";
import { countText, MAX_RECOVERY_POINTS, type Preview } from "../../preview/preview";
import { tierOf } from "../../preview/tier";

const HEAD = ["Backup", "Kept by", "Tier", "Expires"];

/** Formats previews as a table each. */
export function previewText(previews: readonly Preview[]): string {
  return previews
    .map((preview) =>
      [`${preview.policy.name}: ${summaryOf(preview)}`, plainTable(HEAD, rowsOf(preview)), peakOf(preview)].join("\n"),
    )
    .join("\n\n");
}

/** Formats previews for a pull request: the counts, and the differences if there are two. */
export function previewMarkdown(previews: readonly Preview[]): string {
  const lines = [
    "## Retention",
    "",
    "| Policy | Recovery points | At most |",
    "| --- | --- | --- |",
    ...previews.map((preview) => `| ${[preview.policy.name, summaryOf(preview), peakOf(preview)].map(escaped).join(" | ")} |`),
    "",
  ];
  const [one, other] = previews;
  if (!one || !other) return lines.join("\n");
  for (const [title, lost] of [
    [`Only with ${one.policy.name}, the first`, without(one, other)],
    [`Only with ${other.policy.name}, the second`, without(other, one)],
  ] as const) {
    lines.push(`**${escaped(title)}**: ${escaped(lost.length === 0 ? "none" : lost.join(", "))}`, "");
  }
  return lines.join("\n");
}

/** Returns a preview for `--output json`. Instants are ISO text in UTC. */
export function previewRecord({ policy, days, existing, counts, peak }: Preview): Record<string, unknown> {
  const iso = (instant: number): string => new Date(instant).toISOString();
  return {
    ...{ policy: policy.name, timeZone: policy.timeZone, ...days },
    recoveryPoints: existing.map((point) => ({
      ...{ time: iso(point.time), day: point.day, keptBy: point.keptBy, tier: tierOf(point, endOf(policy, days.on)) },
      ...{ snapshotUntil: iso(point.snapshotUntil), expires: iso(point.expires) },
    })),
    peak: { day: peak.day, count: peak.total, limit: MAX_RECOVERY_POINTS },
    counts: counts.map(({ day, total, by }) => ({ day, total, ...by })),
  };
}

function summaryOf({ existing, days }: Preview): string {
  return `${existing.length.toLocaleString("en")} recovery points at the end of ${days.on} (${countText(existing)})`;
}

function peakOf({ peak }: Preview): string {
  const limit = MAX_RECOVERY_POINTS.toLocaleString("en");
  return `at most ${peak.total.toLocaleString("en")} recovery points, on ${peak.day}; Azure keeps up to ${limit}`;
}

function rowsOf({ policy, existing, days }: Preview): string[][] {
  const end = endOf(policy, days.on);
  return existing.map((point) => {
    const [time = "", expires = ""] = [point.time, point.expires].map((at) => formatInstant(new Date(at)));
    return [time, point.keptBy, tierOf(point, end), expires];
  });
}

/** The days whose backup exists in one preview and not in another. */
function without(one: Preview, other: Preview): string[] {
  const days = new Set(other.existing.map(({ day }) => day));
  return [...new Set(one.existing.map(({ day }) => day))].filter((day) => !days.has(day));
}
