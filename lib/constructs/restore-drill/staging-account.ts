import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageManagementPolicy } from "@cdktf/provider-azurerm/lib/storage-management-policy";
import { type DrillPlace, metaOf, repaired } from "./drill-resources";

const DEFAULT_RETENTION_DAYS = 7;

/**
 * Declares the staging account of a drill. Azure Backup accepts no zone-redundant account and none of kind blob or file. Its shared keys
 * stay on: without an identity of the vault in the request, Azure documents no restore that does without them.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms#storage-accounts
 */
export function stagingAccount(place: DrillPlace, name: string, retentionDays = DEFAULT_RETENTION_DAYS): StorageAccount {
  const { scope, location, resourceGroupName, tags } = place;
  const account = repaired(
    new StorageAccount(scope, "StagingAccount", {
      ...{ name, location, resourceGroupName, tags },
      accountKind: "StorageV2",
      accountTier: "Standard",
      accountReplicationType: "LRS",
      minTlsVersion: "TLS1_2",
      allowNestedItemsToBePublic: false,
      crossTenantReplicationEnabled: false,
      localUserEnabled: false,
      ...metaOf(place),
    }),
  );
  const deletion = { deleteAfterDaysSinceModificationGreaterThan: retentionDays };
  repaired(
    new StorageManagementPolicy(scope, "StagingLifecycle", {
      storageAccountId: account.id,
      rule: [
        {
          name: "delete-what-drills-left",
          enabled: true,
          filters: { blobTypes: ["blockBlob", "appendBlob"] },
          actions: { baseBlob: deletion },
        },
      ],
      ...metaOf(place),
    }),
  );
  return account;
}
