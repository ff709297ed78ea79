import type { Look } from "../../../page/pill";
import { formatDuration, formatInstant } from "../duration";
import { isTroubled } from "../markdown";
import { NONE } from "../none";
import type { RunRecord, VmOutcome, VmRecord } from "../run-record";
import { barsOf, durationOf, phaseLines, withoutRemedies } from "./phase-bars";
import type { VmOnPage } from "./report-model";
import { reportPage } from "./report-page";

const LOOKS: Readonly<Record<VmOutcome, Look>> = {
  alreadyBackedUp: "good",
  skipped: "calm",
  notStarted: "calm",
  requested: "busy",
  running: "busy",
  snapshotTaken: "busy",
  completed: "good",
  completedWithWarnings: "warn",
  cancelled: "warn",
  failed: "bad",
};

/** Formats a run as one page. */
export function runPage(record: RunRecord): string {
  const { vault, tool, summary, exitCode, error, startTime, endTime, resumeCommand, vms } = record;
  const [start, end] = [new Date(startTime), new Date(endTime)];
  return reportPage({
    ...{ title: `Initial backup: ${vault}`, tool, summary, exitCode, error, startTime, endTime },
    facts: [
      ["Vault", record.vaultId],
      ["Started", formatInstant(start)],
      ["Ended", formatInstant(end)],
      ["Duration", formatDuration(end.getTime() - start.getTime())],
      ["Followed until", record.waitFor],
      ["Run", ENDED[record.ended]],
    ],
    columns: ["Started", "Waiting", "Snapshot", "Transfer", "Duration", "Retained until"],
    vms: vms.map(onPage),
    lists: [
      { title: "To continue watching the started backups", lines: resumeCommand === null ? [] : [resumeCommand], code: true },
    ],
  });
}

const ENDED: Readonly<Record<RunRecord["ended"], string>> = {
  settled: "every backup reached the state or ended",
  timedOut: "timed out; the backups continue in Azure",
  interrupted: "interrupted; the backups continue in Azure",
  error: "ended by an error",
};

function onPage(vm: VmRecord): VmOnPage {
  const { label, status, outcome, reason, remedies, phases, startTime, endTime, retainedUntil, jobId } = vm;
  const duration = startTime === null || endTime === null ? NONE : formatDuration(Date.parse(endTime) - Date.parse(startTime));
  const started = startTime === null ? NONE : formatInstant(new Date(startTime));
  return {
    ...{ label, status, look: LOOKS[outcome], problem: isTroubled(vm), remedies, bars: barsOf(phases) },
    reasons: reason === null || outcome === "alreadyBackedUp" ? [] : [withoutRemedies(reason, remedies)],
    cells: [
      started,
      ...(["waiting", "snapshot", "transfer"] as const).map((kind) => durationOf(phases, kind) ?? NONE),
      duration,
      retainedUntil ?? NONE,
    ],
    facts: [
      ["Reason", reason === null ? [] : [withoutRemedies(reason, remedies)]],
      ["Remedy", remedies],
      ["Phases (UTC)", phaseLines(phases)],
      ["Retained until", retainedUntil ?? []],
      ["Job", jobId ?? []],
      ["Protected item", vm.protectedItemId],
    ],
  };
}
