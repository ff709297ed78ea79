import { missingRole } from "../../lib/hook/role";
import { ArmError } from "../../lib/hook/arm/arm-error";

const VAULT = "Microsoft.RecoveryServices/Vaults";

function refused(detail: string, action?: string): string {
  return missingRole(new ArmError("cannot list", { status: 403, code: "AuthorizationFailed", detail, action }));
}

test("the action is the one that Azure names, before the one that the request is known to need", () => {
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
