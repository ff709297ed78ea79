import type { Permission } from "../../azure/permission";

/** The permissions of a role, including data actions. */
export interface RolePermission extends Permission {
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A built-in role of Azure. */
export interface BuiltInRole {
  /** Its GUID, the same in every tenant. */
  readonly name: string;
  readonly roleName: string;
  readonly description: string;
  readonly permission: RolePermission;
}

const role = (
  roleName: string,
  name: string,
  description: string,
  actions: string[],
  notActions: string[] = [],
): BuiltInRole => ({
  name,
  roleName,
  description,
  permission: { actions, notActions, dataActions: [], notDataActions: [] },
});

const VAULTS = "Microsoft.RecoveryServices/Vaults";
const ITEMS = `${VAULTS}/backupFabrics/protectionContainers/protectedItems`;
/** Actions that every role for a single resource provider has. */
const COMMON = [
  "Microsoft.Authorization/*/read",
  "Microsoft.Insights/alertRules/*",
  "Microsoft.Resources/deployments/*",
  "Microsoft.Resources/subscriptions/resourceGroups/read",
];

/**
 * The built-in roles that matter for backups. The three backup roles have all their actions on backups, but not those on storage
 * accounts and classic VMs.
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  role("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Grants full access to manage all resources, including roles.", ["*"]),
  role(
    "Contributor",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Grants full access to manage all resources, but not to assign roles.",
    ["*"],
    [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
    ],
  ),
  role("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7", "View all resources, but make no changes.", ["*/read"]),
  role("User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "Manage user access to Azure resources.", [
    "*/read",
    "Microsoft.Authorization/*",
    "Microsoft.Support/*",
  ]),
  role(
    "Backup Contributor",
    "5e467623-bb1f-42f4-a55d-6e525e11384b",
    "Manage the backup service, but not create vaults or give access to others.",
    [
      ...COMMON,
      "Microsoft.Compute/virtualMachines/read",
      "Microsoft.Compute/virtualMachines/instanceView/read",
      `${VAULTS}/backupFabrics/*`,
      `${VAULTS}/backupJobs/*`,
      `${VAULTS}/backupJobsExport/action`,
      `${VAULTS}/backupOperationResults/*`,
      `${VAULTS}/backupOperations/read`,
      `${VAULTS}/backupPolicies/*`,
      `${VAULTS}/backupProtectableItems/*`,
      `${VAULTS}/backupProtectedItems/*`,
      `${VAULTS}/backupProtectionContainers/*`,
      `${VAULTS}/backupProtectionIntent/*`,
      `${VAULTS}/backupSecurityPIN/*`,
      `${VAULTS}/backupUsageSummaries/read`,
      `${VAULTS}/backupTriggerValidateOperation/action`,
      `${VAULTS}/backupValidateOperation/action`,
      `${VAULTS}/backupValidateOperationResults/read`,
      `${VAULTS}/backupValidateOperationsStatuses/read`,
      `${VAULTS}/backupconfig/*`,
      `${VAULTS}/backupstorageconfig/*`,
      `${VAULTS}/certificates/*`,
      `${VAULTS}/extendedInformation/*`,
      `${VAULTS}/monitoringAlerts/*`,
      `${VAULTS}/monitoringConfigurations/*`,
      `${VAULTS}/operationResults/*`,
      `${VAULTS}/operationStatus/*`,
      `${VAULTS}/read`,
      `${VAULTS}/registeredIdentities/*`,
      `${VAULTS}/usages/*`,
      `${VAULTS}/write`,
      "Microsoft.RecoveryServices/locations/*",
    ],
  ),
  role(
    "Backup Operator",
    "00c29273-979b-4161-815c-10b084fb9324",
    "Manage backup services, except removal of backup, vault creation and giving access to others.",
    [
      ...COMMON,
      "Microsoft.Compute/virtualMachines/read",
      "Microsoft.Compute/virtualMachines/instanceView/read",
      `${VAULTS}/backupFabrics/operationResults/read`,
      `${VAULTS}/backupFabrics/protectionContainers/operationResults/read`,
      `${VAULTS}/backupFabrics/protectionContainers/read`,
      `${VAULTS}/backupFabrics/protectionContainers/write`,
      `${VAULTS}/backupFabrics/refreshContainers/action`,
      `${ITEMS}/backup/action`,
      `${ITEMS}/operationResults/read`,
      `${ITEMS}/operationsStatus/read`,
      `${ITEMS}/read`,
      `${ITEMS}/recoveryPoints/*`,
      `${ITEMS}/write`,
      `${VAULTS}/backupJobs/*`,
      `${VAULTS}/backupJobsExport/action`,
      `${VAULTS}/backupOperationResults/*`,
      `${VAULTS}/backupOperations/read`,
      `${VAULTS}/backupPolicies/read`,
      `${VAULTS}/backupPolicies/operationResults/read`,
      `${VAULTS}/backupPolicies/operations/read`,
      `${VAULTS}/backupProtectableItems/read`,
      `${VAULTS}/backupProtectedItems/read`,
      `${VAULTS}/backupProtectionContainers/read`,
      `${VAULTS}/backupUsageSummaries/read`,
      `${VAULTS}/backupTriggerValidateOperation/action`,
      `${VAULTS}/backupValidateOperation/action`,
      `${VAULTS}/backupValidateOperationResults/read`,
      `${VAULTS}/backupValidateOperationsStatuses/read`,
      `${VAULTS}/backupconfig/vaultconfig/read`,
      `${VAULTS}/backupstorageconfig/*`,
      `${VAULTS}/extendedInformation/read`,
      `${VAULTS}/monitoringAlerts/read`,
      `${VAULTS}/read`,
      `${VAULTS}/registeredIdentities/read`,
      `${VAULTS}/usages/read`,
      "Microsoft.RecoveryServices/locations/*",
    ],
  ),
  role("Backup Reader", "a795c7a0-d4a2-40c1-ae25-d81f01202912", "View backup services, but make no changes.", [
    "Microsoft.Authorization/*/read",
    "Microsoft.Compute/virtualMachines/read",
    `${VAULTS}/*/read`,
    `${VAULTS}/read`,
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.RecoveryServices/locations/backupStatus/action",
    "Microsoft.RecoveryServices/locations/backupPreValidateProtection/action",
  ]),
  role(
    "Virtual Machine Contributor",
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    "Manage virtual machines, but not access to them.",
    [
      ...COMMON,
      "Microsoft.Compute/virtualMachines/*",
      "Microsoft.Network/networkInterfaces/*",
      `${ITEMS}/*/read`,
      `${ITEMS}/read`,
      `${ITEMS}/write`,
      `${VAULTS}/backupPolicies/read`,
      `${VAULTS}/backupPolicies/write`,
      `${VAULTS}/read`,
      `${VAULTS}/usages/read`,
      `${VAULTS}/write`,
    ],
  ),
  role("Monitoring Reader", "43d0d8ad-25c7-4714-9337-8ba259a9fe05", "Can read all monitoring data.", [
    "*/read",
    "Microsoft.Support/*",
  ]),
];
