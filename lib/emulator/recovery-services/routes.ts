import { serveBackup } from "./jobs/backup";
import { serveBackupStatus } from "./items/backup-status";
import { serveContainers } from "./items/containers";
import { serveItemOperations } from "./items/item-operations";
import { serveJobCancel } from "./jobs/job-cancel";
import { serveJobExport } from "./jobs/job-export";
import { serveJobs } from "./jobs/jobs";
import { servePolicies } from "./policies/policies";
import { serveProtectableItems } from "./items/protectable-items";
import { serveProtectedItems } from "./items/protected-items";
import { serveRecoveryPoints } from "./recovery-points/recovery-points";
import { serveArchive } from "./restores/archive";
import { serveCrossRegionJobs, serveCrossRegionRestores } from "./restores/cross-region";
import { serveCrossRegionAccess } from "./restores/cross-region-access";
import { serveRestoreValidation } from "./restores/restore-validation";
import { serveRestores } from "./restores/restores";
import { serveEncryptionConfig } from "./vaults/encryption-config";
import { serveStorageConfig } from "./vaults/storage-config";
import { serveVaultSettings } from "./vaults/vault-settings";
import { serveDeletedVaults } from "./vaults/deleted-vault-routes";
import { serveVaultDeletion } from "./vaults/vault-deletion";
import { serveVaults } from "./vaults/vaults";

/** The routes of Microsoft.RecoveryServices. */
export const RECOVERY_SERVICES = [
  serveVaults,
  serveVaultDeletion,
  serveDeletedVaults,
  serveVaultSettings,
  serveStorageConfig,
  servePolicies,
  serveBackupStatus,
  serveProtectedItems,
  serveItemOperations,
  serveBackup,
  serveRecoveryPoints,
  serveJobs,
  serveJobCancel,
  serveJobExport,
  serveContainers,
  serveProtectableItems,
  serveRestores,
  serveRestoreValidation,
  serveArchive,
  serveCrossRegionAccess,
  serveCrossRegionRestores,
  serveCrossRegionJobs,
  serveEncryptionConfig,
];
