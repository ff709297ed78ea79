import { missingRole } from "../../lib/hook/role";
import { ArmError } from "../../lib/hook/arm/arm-error";

const VAULT = "Microsoft.RecoveryServices/Vaults";

function refused(detail: string, action?: string): string {
  return missingRole(new ArmError("cannot list", { status: 403, code: "AuthorizationFailed", detail, action }));
}

test("names the action of Azure's message rather than that of the request", () => {
  const detail = `The client 'x' does not have authorization to perform action '${VAULT}/backupJobs/read' over scope '/s'.`;
  expect(refused(detail, `${VAULT}/read`)).toBe(
    `the identity lacks the action '${VAULT}/backupJobs/read'; give it the role 'Backup Operator' on the vault, or 'Backup Reader' to read only`,
  );
});

test.each([
  [
    `${VAULT}/backupFabrics/protectionContainers/protectedItems/backup/action`,
    /give it the role 'Backup Operator' on the vault$/,
  ],
  [
    `${VAULT}/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action`,
    /give it the role 'Backup Operator' on the vault$/,
  ],
  [`${VAULT}/backupPolicies/write`, /give it the role 'Backup Contributor' on the vault$/],
  ["Microsoft.Compute/virtualMachines/read", /give it the role that has it, on the scope that Azure names$/],
  [undefined, /^give the identity the role 'Backup Operator' on the vault$/],
])("%s", (action, expected) => {
  expect(refused("", action)).toMatch(expected);
});

test("names the action on the linked scope if the request needs it there, too", () => {
  const detail =
    "The client 'c' with object id 'o' has permission to perform action 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action' on scope '/vault'; however, it does not have permission to perform action(s) 'Microsoft.Compute/disks/write' on the linked scope(s) '/subscriptions/s/resourceGroups/rg' (respectively) or the linked scope(s) are invalid.";
  const error = new ArmError("cannot start the restore", { status: 403, code: "LinkedAuthorizationFailed", detail });
  expect(missingRole(error)).toBe(
    "the identity lacks the action 'Microsoft.Compute/disks/write' on what the request uses; give it a role that has it on '/subscriptions/s/resourceGroups/rg'",
  );
});
