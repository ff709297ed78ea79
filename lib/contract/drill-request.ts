import * as v from "valibot";
import { parseVaultId, parseVmItemId } from "../azure/resource-id";
import { credentialSchema } from "./credential";
import { DRILL_VARIABLE, DRILL_VERSION } from "./request-envelope";

export { DRILL_VARIABLE, DRILL_VERSION };

const count = (minimum: number, maximum: number) => v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));

/** The part of the request of a drill that `RestoreDrill` knows as literals at synth. */
export const drillSettingsSchema = v.strictObject({
  version: v.literal(DRILL_VERSION),
  /** Only VMs with this tag; any value if `value` is undefined. */
  tag: v.optional(v.strictObject({ name: v.string(), value: v.optional(v.string()) })),
  /** The number of VMs that one drill restores, in turn; all of them if undefined. */
  sample: v.optional(count(1, 1000)),
  /** The largest number of VMs that a drill restores; a drill of more is refused. */
  maxVms: count(1, 1000),
  /** The number of VMs that are restored at the same time. */
  concurrency: count(1, 20),
  /** Which recovery point of each VM. */
  point: v.picklist(["latest", "latest-vaulted"]),
  /** What is restored: the disks, or a VM in `subnetId`. */
  restores: v.picklist(["disks", "vm"]),
  /** The longest time that a restore may take. */
  objectiveMinutes: v.optional(count(1, 100_000)),
  /** The greatest age that the recovery point may have. */
  pointAgeHours: v.optional(count(1, 100_000)),
  timeoutMinutes: count(1, 100_000),
  /** The effect of a failed drill: `fail` fails the deployment, `warn` does not. */
  onFailure: v.picklist(["fail", "warn"]),
  credential: v.optional(credentialSchema),
});

const item = v.pipe(
  v.string(),
  v.check((id) => parseVmItemId(id) !== undefined, "must be the id of an Azure VM's protected item in a vault"),
);

/** The complete request of a drill. */
export const drillRequestSchema = v.strictObject({
  ...drillSettingsSchema.entries,
  vaultId: v.pipe(
    v.string(),
    v.check((id) => parseVaultId(id) !== undefined, "must be the id of a Recovery Services vault"),
  ),
  /** The items whose VMs may be restored; all of the vault if undefined. */
  protectedItemIds: v.optional(v.array(item)),
  /** The id of the resource group that belongs to drills only. */
  scratchGroupId: v.string(),
  stagingAccountId: v.string(),
  /** The id of the isolated subnet, for `restores: "vm"`. */
  subnetId: v.optional(v.string()),
});

export type DrillSettings = v.InferOutput<typeof drillSettingsSchema>;
export type DrillRequest = v.InferOutput<typeof drillRequestSchema>;
