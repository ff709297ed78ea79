import * as v from "valibot";
import { isUtcDay } from "../azure/utc-day";
import { MAX_RETENTION_DAYS } from "../azure/limits";
import { parseProtectedItemId, parseVaultId } from "../azure/resource-id";
import { REQUEST_VARIABLE, REQUEST_VERSION } from "./request-envelope";

/**
 * The request that the `InitialBackup` construct hands to the post-deploy hook: the one thing that the two share. It travels
 * in {@link REQUEST_VARIABLE} as `base64gzip(jsonencode({…}))`, so that the ids of a thousand VMs fit and none of them is ever
 * part of a command line. The constructs take its types alone from here, so that they load no schema.
 */

export { REQUEST_VARIABLE, REQUEST_VERSION };

const retentionSchema = v.union([
  v.strictObject({ days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_RETENTION_DAYS)) }),
  v.strictObject({ until: v.pipe(v.string(), v.check(isUtcDay, "must be a date of the calendar, such as 2027-01-31")) }),
]);

/** Settings of the credential that a stack may carry; secrets are not among them, they stay in the environment. */
const credentialSchema = v.strictObject({
  tenantId: v.optional(v.string()),
  clientId: v.optional(v.string()),
  subscriptionId: v.optional(v.string()),
  /** Azure's cloud, in azurerm's words. */
  environment: v.optional(v.picklist(["public", "usgovernment", "china"])),
  /** Host, and port if it is not 443, of a metadata endpoint that describes the cloud. */
  metadataHost: v.optional(v.string()),
  /** The one method to use, instead of azurerm's order. */
  method: v.optional(v.picklist(["clientCertificate", "clientSecret", "oidc", "managedIdentity", "azureCli", "default"])),
});

/** Everything of the request that a construct knows as a literal when it is built. */
export const settingsSchema = v.strictObject({
  version: v.literal(REQUEST_VERSION),
  retention: retentionSchema,
  /** How far each backup is followed: accepted by the service, snapshot taken, or completed (in the vault). */
  waitFor: v.picklist(["accepted", "snapshot", "completed"]),
  /** How long the hook follows the backups before it ends with the state of each. */
  timeoutMinutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** How many backups are triggered at once. */
  concurrency: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** What a failure does to the deployment: `fail` ends it, `warn` lets it go on. */
  onFailure: v.picklist(["fail", "warn"]),
  /** Leaves a VM to its schedule if the next scheduled backup is that near. */
  skipIfScheduledWithinMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  credential: v.optional(credentialSchema),
});

/** The whole request, as it arrives at the hook. */
export const requestSchema = v.strictObject({
  ...settingsSchema.entries,
  vaultId: v.pipe(
    v.string(),
    v.check((id) => parseVaultId(id) !== undefined, "must be the id of a Recovery Services vault"),
  ),
  protectedItemIds: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.check((id) => parseProtectedItemId(id) !== undefined, "must be the id of a protected item of a vault"),
      ),
    ),
    v.minLength(1),
  ),
});

export type BackupRequestSettings = v.InferOutput<typeof settingsSchema>;
export type BackupRequest = v.InferOutput<typeof requestSchema>;

/** What is wrong with a value, each problem with its path, such as `retention.days: …`; empty if nothing is. */
export function problemsOf(schema: typeof settingsSchema | typeof requestSchema, value: unknown): string[] {
  const result = v.safeParse(schema, value);
  return (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? "request"}: ${issue.message}`);
}
