/** Azure's names for the types of resources that a vault refers to. */
export const USER_ASSIGNED_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities";
export const RESOURCE_GUARD = "Microsoft.DataProtection/resourceGuards";
export const SUBNET = "Microsoft.Network/virtualNetworks/subnets";
export const PRIVATE_DNS_ZONE = "Microsoft.Network/privateDnsZones";
export const LOG_ANALYTICS_WORKSPACE = "Microsoft.OperationalInsights/workspaces";
export const ACTION_GROUP = "Microsoft.Insights/actionGroups";
export const STORAGE_ACCOUNT = "Microsoft.Storage/storageAccounts";
