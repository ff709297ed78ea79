import * as v from "valibot";
import { read, text } from "../arm/answer-schema";
import { type BackupJob, readBackupJob } from "../vault/backup-job";

/** A restore job with its facts. */
export interface RestoreJob extends BackupJob {
  readonly facts: RestoreFacts;
}

/** Facts in the details of a restore job. Each may be missing, or appear later. */
export interface RestoreFacts {
  /** `RestoreDisks`, `AlternateLocation` or `OriginalLocation`. */
  readonly kind: string | undefined;
  readonly targetVm: string | undefined;
  readonly targetGroup: string | undefined;
  readonly stagingAccount: string | undefined;
  /** When the recovery point was created, in Azure's format: `5/8/2025 8:38:46 AM`, in UTC. */
  readonly pointTime: string | undefined;
  /** The container in the staging account that has the configuration of the VM. */
  readonly container: string | undefined;
  /** The template that creates a VM from the restored disks. */
  readonly templateUri: string | undefined;
}

// One key of the bag ends in a space in Azure's answers, so the keys are trimmed.
const schema = v.object({
  properties: v.object({
    extendedInfo: v.nullish(
      v.object({
        propertyBag: v.nullish(v.record(v.string(), v.nullish(v.unknown()))),
        internalPropertyBag: v.nullish(v.object({ restoreLocationType: text })),
      }),
    ),
  }),
});

/** Reads the job in an answer; undefined if it is not the job of a VM. @throws UnreadableAnswer */
export function readRestoreJob(body: unknown): RestoreJob | undefined {
  const job = readBackupJob(body);
  if (!job) return undefined;
  const { extendedInfo } = read(schema, body).properties;
  const bag = new Map(
    Object.entries(extendedInfo?.propertyBag ?? {}).flatMap(([key, value]) =>
      typeof value === "string" && value !== "" ? [[key.trim().toLowerCase(), value] as const] : [],
    ),
  );
  return {
    ...job,
    facts: {
      kind: extendedInfo?.internalPropertyBag?.restoreLocationType,
      targetVm: bag.get("target vm name"),
      targetGroup: bag.get("target resource group"),
      stagingAccount: bag.get("target storage account name"),
      pointTime: bag.get("recovery point time"),
      container: bag.get("config blob container name"),
      templateUri: bag.get("create vm template blob uri") ?? bag.get("template blob uri"),
    },
  };
}
