import * as v from "valibot";

/** The schema of a restore's request, in the API's format. */

const text = v.nullish(v.string());
const flag = v.nullish(v.boolean());
const anything = v.nullish(v.looseObject({}));

const rehydration = v.strictObject({
  rehydrationRetentionDuration: v.pipe(v.string(), v.regex(/^P\d+D$/, "it is a duration in days, such as P15D.")),
  rehydrationPriority: v.picklist(["Standard", "High"], "it can be Standard or High."),
});

export const propertiesSchema = v.strictObject({
  objectType: v.picklist(
    ["IaasVMRestoreRequest", "IaasVMRestoreWithRehydrationRequest"],
    "it can be IaasVMRestoreRequest or IaasVMRestoreWithRehydrationRequest.",
  ),
  recoveryPointId: v.string(),
  recoveryType: v.picklist(
    ["RestoreDisks", "AlternateLocation", "OriginalLocation"],
    "it can be RestoreDisks, AlternateLocation or OriginalLocation.",
  ),
  sourceResourceId: text,
  targetVirtualMachineId: text,
  targetResourceGroupId: text,
  storageAccountId: text,
  virtualNetworkId: text,
  subnetId: text,
  targetDomainNameId: text,
  region: text,
  affinityGroup: text,
  createNewCloudService: flag,
  originalStorageAccountOption: flag,
  encryptionDetails: anything,
  restoreDiskLunList: v.nullish(v.array(v.pipe(v.number(), v.integer()))),
  restoreWithManagedDisks: flag,
  diskEncryptionSetId: text,
  zones: v.nullish(v.array(v.string())),
  identityInfo: anything,
  identityBasedRestoreDetails: v.nullish(v.looseObject({ targetStorageAccountId: text })),
  extendedLocation: anything,
  securedVMDetails: anything,
  targetDiskNetworkAccessSettings: anything,
  resourceGuardOperationRequests: v.nullish(v.array(v.string())),
  recoveryPointRehydrationInfo: v.nullish(rehydration),
});

export const restoreSchema = v.strictObject({
  ...{ id: text, name: text, type: text, eTag: text, location: text, tags: anything },
  properties: propertiesSchema,
});

export const validationSchema = v.strictObject({
  id: text,
  properties: v.optional(
    v.strictObject({
      objectType: v.picklist(
        ["ValidateIaasVMRestoreOperationRequest", "ValidateRestoreOperationRequest"],
        "it can be ValidateIaasVMRestoreOperationRequest.",
      ),
      restoreRequest: propertiesSchema,
    }),
  ),
  objectType: text,
  restoreRequest: v.optional(propertiesSchema),
});

export type RestoreRequest = v.InferOutput<typeof propertiesSchema>;

/** Returns the staging account of a request. It has another place if the vault's identity is used. */
export function stagingAccountOf({ storageAccountId, identityBasedRestoreDetails }: RestoreRequest): string | undefined {
  return storageAccountId ?? identityBasedRestoreDetails?.targetStorageAccountId ?? undefined;
}

/** Returns the number of days for which a rehydrated recovery point stays in the vault. */
export function rehydrationDays({ recoveryPointRehydrationInfo: info }: RestoreRequest): number | undefined {
  return info ? Number(info.rehydrationRetentionDuration.slice(1, -1)) : undefined;
}
