import type { RestoreRecord } from "../../restore/restore-record";
import { formatDuration, formatInstant } from "../duration";
import { NONE } from "../none";
import { barsOf, phaseLines, withoutRemedies } from "./phase-bars";
import type { VmOnPage } from "./report-model";
import { reportPage } from "./report-page";

/** Formats a restore as one page. */
export function restorePage(record: RestoreRecord): string {
  const { label, tool, status, exitCode, error, startTime, endTime, resumeCommand, made, terraform } = record;
  return reportPage({
    ...{ title: `Restore: ${label}`, tool, summary: status, exitCode, error, startTime, endTime },
    facts: [
      ["Vault", record.vaultId],
      ["Started", formatInstant(new Date(startTime))],
      ["Ended", formatInstant(new Date(endTime))],
      ["Restored to", record.restoresTo],
      ["Recovery point", record.recoveryPointId ?? NONE],
      ["Recovery point taken", record.recoveryPointTime === null ? NONE : formatInstant(new Date(record.recoveryPointTime))],
      ["Tier", record.tiers.join(" and ") || NONE],
      ["Job", record.jobId ?? NONE],
    ],
    columns: ["Duration"],
    vms: [onPage(record)],
    lists: [
      {
        title: "Restored resources",
        lines: made.map(({ what, id, lun }) => `${what}${lun === undefined ? "" : `, LUN ${lun}`}: ${id}`),
      },
      { title: "For Terraform", lines: terraform, code: true },
      { title: "To follow the restore again", lines: resumeCommand === null ? [] : [resumeCommand], code: true },
    ],
  });
}

function onPage({ label, status, exitCode, reason, remedies, phases, jobSeconds }: RestoreRecord): VmOnPage {
  const look = exitCode === 0 ? "good" : status === "Completed with warnings" ? "warn" : "bad";
  return {
    ...{ label, status, look, problem: exitCode !== 0, remedies, bars: barsOf(phases) },
    reasons: reason === null ? [] : [withoutRemedies(reason, remedies)],
    cells: [jobSeconds === null ? NONE : formatDuration(jobSeconds * 1_000)],
    facts: [["Phases (UTC)", phaseLines(phases)]],
  };
}
