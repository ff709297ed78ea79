import { nameIn } from "../../../azure/id-parts";
import { formatDuration, formatInstant } from "../../report/duration";
import { plainTable } from "../../report/plain-table";
import { isArchivedOnly } from "../../restore/choose-point";
import { remedyOf } from "../../restore/finding-remedy";
import type { PreparedRestore } from "../../restore/prepare";
import type { RestoreFinding } from "../../restore/restore-region";
import type { RestoreOptions } from "../../restore/restore-options";
import { isUnhealthy } from "../../vault/recovery-point";
import { resourceGroupOf } from "../../vault/vm-label";

/** The output of `--plan`: instants as ISO text in UTC, null if the value is not known. */
export interface PlannedRestore {
  readonly vm: string;
  readonly resourceGroup: string | null;
  /** The VM's name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  readonly recoveryPointId: string;
  readonly recoveryPointTime: string | null;
  readonly ageMinutes: number | null;
  readonly tiers: readonly string[];
  readonly consistency: string;
  readonly restoresTo: RestoreOptions["to"];
  readonly region: string;
  readonly targetGroupId: string;
  readonly targetVmId: string | null;
  readonly replacedDisks: readonly string[];
  readonly stagingAccountId: string;
  readonly stagingAccountWhy: string | null;
  /** The resources that would be created or changed. */
  readonly makes: readonly string[];
  /** What takes more time or money than usual. */
  readonly notes: readonly string[];
  /** The job of an earlier restore that would be followed. */
  readonly follows: string | null;
  /** When the recovery point of that job was created, in Azure's format, if it may differ from the one that is requested. */
  readonly followsPointOf: string | null;
  /** Null if Azure did not validate the restore. */
  readonly findings: readonly (RestoreFinding & { readonly remedy: string })[] | null;
}

export function plannedRestore(
  options: RestoreOptions,
  prepared: PreparedRestore,
  findings: readonly RestoreFinding[] | undefined,
  now: Date,
): PlannedRestore {
  const { item, point, region, staging, targetGroupId, targetVmId, original, earlier } = prepared;
  return {
    vm: item.vmName,
    resourceGroup: resourceGroupOf(item),
    label: prepared.label,
    recoveryPointId: point.id,
    recoveryPointTime: point.time?.toISOString() ?? null,
    ageMinutes: point.time ? Math.round((now.getTime() - point.time.getTime()) / 60_000) : null,
    tiers: point.tiers,
    consistency: point.consistency,
    restoresTo: options.to,
    region: region.region,
    targetGroupId,
    targetVmId: targetVmId ?? null,
    replacedDisks: [original?.osDiskId, ...(original?.dataDisks ?? []).map(({ id }) => id)].flatMap((id) => id ?? []),
    stagingAccountId: staging.account.id,
    stagingAccountWhy: staging.why ?? null,
    makes: makesOf(options, prepared),
    notes: notesOf(options, prepared),
    follows: earlier.job?.id ?? null,
    followsPointOf: earlier.pointTime ?? null,
    findings: findings?.map((finding) => ({ ...finding, remedy: remedyOf(finding) })) ?? null,
  };
}

function makesOf({ to, luns, name }: RestoreOptions, { targetGroupId, label, region }: PreparedRestore): string[] {
  const group = nameIn(targetGroupId);
  const data =
    luns === undefined ? "all data disks" : luns.length === 0 ? "no data disk" : `the data disks of LUN ${luns.join(", ")}`;
  const disks = `the OS disk and ${data}, as new disks in '${group}' (${region.region}); Azure chooses their names`;
  switch (to) {
    case "disks":
      return [disks];
    case "vm":
      return [`VM '${name ?? ""}' in '${group}' with a new network interface`, disks];
    case "original":
      return [disks, `'${label}' gets these disks; its present disks stay in '${group}', detached, until they are deleted`];
  }
}

function notesOf({ rehydration }: RestoreOptions, { point }: PreparedRestore): string[] {
  const threats = point.threats.length > 0 ? ` (${point.threats.join(", ")})` : "";
  const marked = isUnhealthy(point)
    ? [`Azure's scan marks this recovery point as ${point.threatStatus ?? ""}${threats}: its data may contain malware`]
    : [];
  if (!rehydration || !isArchivedOnly(point)) return marked;
  const time = rehydration.priority === "high" ? "about 1 hour, at a higher price" : "up to 15 hours";
  return [
    ...marked,
    `rehydration takes ${time} before the restore starts, and the vault keeps a second copy for ${rehydration.days} days, which costs extra`,
  ];
}

export function planTable(planned: PlannedRestore): string {
  const { label, recoveryPointId, recoveryPointTime, ageMinutes, tiers, consistency, stagingAccountId, stagingAccountWhy } =
    planned;
  const age = ageMinutes === null ? "" : `, ${formatDuration(ageMinutes * 60_000)} old`;
  const time = recoveryPointTime === null ? "of an unknown time" : formatInstant(new Date(recoveryPointTime));
  const staging = nameIn(stagingAccountId);
  return plainTable(
    ["Restore", label],
    [
      ["Recovery point", `${time}${age} (${recoveryPointId})`],
      ["Tier", tiers.join(" and ")],
      ["Consistency", consistency],
      ["Would create", planned.makes.join("\n")],
      ...(planned.replacedDisks.length > 0 ? [["Would replace", planned.replacedDisks.join("\n")]] : []),
      ["Staging account", stagingAccountWhy === null ? staging : `${staging} (${stagingAccountWhy})`],
      ...planned.notes.map((note) => ["Note", note]),
      ...(planned.follows === null ? [] : [["Earlier restore", startedBefore(planned.follows, planned.followsPointOf)]]),
      ["Azure's validation", validationText(planned.findings)],
    ],
  );
}

function startedBefore(jobId: string, pointOf: string | null): string {
  return pointOf === null
    ? `job ${jobId}, which is followed instead of a new restore`
    : `job ${jobId} still runs and is followed first; it restores the recovery point of ${pointOf} (UTC)`;
}

export function findingLine({ code, message, remedy }: RestoreFinding & { readonly remedy: string }): string {
  return `${[code, message].filter(Boolean).join(": ")} [${remedy}]`;
}

function validationText(findings: PlannedRestore["findings"]): string {
  if (findings === null) return "not requested";
  return findings.length === 0 ? "no problems" : findings.map(findingLine).join("\n");
}
