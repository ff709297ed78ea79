import { allows } from "../../../lib/azure/permission";
import { BUILT_IN_ROLES } from "../../../lib/emulator/resources/built-in-roles";

const BACKUP = "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/backup/action";

test.each([
  ["Owner", BACKUP, true],
  ["Backup Contributor", BACKUP, true],
  ["Backup Operator", BACKUP, true],
  ["Backup Operator", "microsoft.recoveryservices/vaults/read", true],
  ["Backup Operator", "Microsoft.RecoveryServices/Vaults/write", false],
  ["Backup Operator", "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/delete", false],
  ["Backup Reader", "Microsoft.RecoveryServices/Vaults/backupJobs/read", true],
  ["Backup Reader", BACKUP, false],
  ["Reader", BACKUP, false],
  ["Contributor", "Microsoft.Authorization/roleAssignments/write", false],
  ["User Access Administrator", "Microsoft.Authorization/roleAssignments/write", true],
])("%s and %s: %s", (roleName, action, allowed) => {
  const role = BUILT_IN_ROLES.find((one) => one.roleName === roleName);
  expect(role && allows([role.permission], action)).toBe(allowed);
});
