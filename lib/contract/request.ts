import * as v from "valibot";
import { isUtcDay } from "../azure/utc-day";
import { MAX_RETENTION_DAYS } from "../azure/limits";
import { parseVaultId, parseVmItemId } from "../azure/resource-id";
import { credentialSchema } from "./credential";
import { REQUEST_VARIABLE, REQUEST_VERSION } from "./request-envelope";

/**
 * The request that the `InitialBackup` construct passes to the post-deploy hook, in {@link REQUEST_VARIABLE} as
 * `base64gzip(jsonencode({…}))`: the ids of a thousand VMs fit, and no id is part of a command line. The constructs import only
 * its types, so that they do not load the schema library.
 */

export { REQUEST_VARIABLE, REQUEST_VERSION };

const retentionSchema = v.union([
  v.strictObject({ days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_RETENTION_DAYS)) }),
  v.strictObject({ until: v.pipe(v.string(), v.check(isUtcDay, "must be a date that exists, such as 2027-01-31")) }),
]);

/** The part of the request that a construct knows as literals at synth. */
export const settingsSchema = v.strictObject({
  version: v.literal(REQUEST_VERSION),
  retention: retentionSchema,
  /** The state to wait for: accepted by the service, snapshot taken, or completed (in the vault). */
  waitFor: v.picklist(["accepted", "snapshot", "completed"]),
  /** The time-out, after which the hook reports the state of each backup and ends. */
  timeoutMinutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The number of backups that are triggered at the same time. */
  concurrency: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The effect of a failed backup: `fail` fails the deployment, `warn` does not. */
  onFailure: v.picklist(["fail", "warn"]),
  /** Skips a VM whose next scheduled backup is within so many minutes. */
  skipIfScheduledWithinMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  credential: v.optional(credentialSchema),
});

const itemIdsSchema = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.check((id) => parseVmItemId(id) !== undefined, "must be the id of an Azure VM's protected item in a vault"),
    ),
  ),
  v.minLength(1),
);

/** The complete request that the hook receives. */
export const requestSchema = v.strictObject({
  ...settingsSchema.entries,
  vaultId: v.pipe(
    v.string(),
    v.check((id) => parseVaultId(id) !== undefined, "must be the id of a Recovery Services vault"),
  ),
  protectedItemIds: itemIdsSchema,
  /** The items whose recovery point is kept for another time than `retention`. */
  retentions: v.optional(v.array(v.strictObject({ retention: retentionSchema, protectedItemIds: itemIdsSchema }))),
});

export type BackupRequestSettings = v.InferOutput<typeof settingsSchema>;
export type BackupRequest = v.InferOutput<typeof requestSchema>;

/** The problems of a value, each with its path, such as `retention.days: …`; empty if the value is valid. */
export function problemsOf(schema: v.GenericSchema, value: unknown): string[] {
  const result = v.safeParse(schema, value);
  return (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? "request"}: ${issue.message}`);
}
