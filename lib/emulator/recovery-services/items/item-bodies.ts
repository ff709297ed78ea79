import * as v from "valibot";

/** The request bodies of a protected item and its backup, after the API's model. Read-only members are allowed in requests. */

const text = v.nullish(v.string());
const flag = v.nullish(v.boolean());
const anything = v.nullish(v.looseObject({}));

const diskExclusion = v.strictObject({
  diskLunList: v.array(v.pipe(v.number(), v.integer(), v.minValue(0, "a LUN is 0 or more."))),
  isInclusionList: v.boolean(),
});

export const itemSchema = v.strictObject({
  id: text,
  name: text,
  type: text,
  eTag: text,
  location: text,
  tags: anything,
  properties: v.optional(
    v.strictObject({
      protectedItemType: v.optional(v.string()),
      backupManagementType: text,
      workloadType: text,
      containerName: text,
      sourceResourceId: v.optional(v.string()),
      policyId: v.optional(v.string()),
      policyName: text,
      policyType: text,
      lastRecoveryPoint: text,
      backupSetName: text,
      createMode: text,
      deferredDeleteTimeInUTC: text,
      isScheduledForDeferredDelete: flag,
      deferredDeleteTimeRemaining: text,
      isDeferredDeleteScheduleUpcoming: flag,
      isRehydrate: v.optional(v.boolean()),
      resourceGuardOperationRequests: v.nullish(v.array(v.string())),
      isArchiveEnabled: flag,
      softDeleteRetentionPeriod: v.nullish(v.number()),
      softDeleteRetentionPeriodInDays: v.nullish(v.number()),
      vaultId: text,
      sourceSideScanInfo: anything,
      friendlyName: text,
      virtualMachineId: v.optional(v.string()),
      protectionStatus: text,
      protectionState: v.optional(
        v.picklist(
          [
            ...(["Invalid", "IRPending", "Protected", "ProtectionError", "ProtectionStopped"] as const),
            ...(["ProtectionPaused", "BackupsSuspended"] as const),
          ],
          "it is not a protection state of the model.",
        ),
      ),
      healthStatus: text,
      healthDetails: v.nullish(v.array(v.looseObject({}))),
      kpisHealths: anything,
      lastBackupStatus: text,
      lastBackupTime: text,
      protectedItemDataId: text,
      extendedInfo: anything,
      extendedProperties: v.nullish(
        v.strictObject({ diskExclusionProperties: v.nullish(diskExclusion), linuxVmApplicationName: text }),
      ),
    }),
  ),
});

export const backupSchema = v.strictObject({
  id: text,
  name: text,
  type: text,
  eTag: text,
  location: text,
  tags: anything,
  properties: v.optional(v.strictObject({ objectType: v.optional(v.string()), recoveryPointExpiryTimeInUTC: text })),
});
