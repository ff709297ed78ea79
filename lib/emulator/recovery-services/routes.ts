import { serveBackup } from "./backup";
import { serveBackupStatus } from "./backup-status";
import { serveContainers } from "./containers";
import { serveItemOperations } from "./item-operations";
import { serveJobCancel } from "./job-cancel";
import { serveJobExport } from "./job-export";
import { serveJobs } from "./jobs";
import { servePolicies } from "./policies";
import { serveProtectableItems } from "./protectable-items";
import { serveProtectedItems } from "./protected-items";
import { serveRecoveryPoints } from "./recovery-points";
import { serveStorageConfig } from "./storage-config";
import { serveVaultSettings } from "./vault-settings";
import { serveVaults } from "./vaults";

/** What Microsoft.RecoveryServices serves. */
export const RECOVERY_SERVICES = [
  ...[serveVaults, serveVaultSettings, serveStorageConfig, servePolicies, serveBackupStatus],
  ...[serveProtectedItems, serveItemOperations, serveBackup, serveRecoveryPoints],
  ...[serveJobs, serveJobCancel, serveJobExport, serveContainers, serveProtectableItems],
];
