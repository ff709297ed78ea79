import type { ArmError } from "./arm/arm-error";

const OF_OPERATOR =
  /\/(?:protectedItems\/backup|recoveryPoints\/(?:restore|accessToken)|vaults\/backupTriggerValidateOperation)\/action$/i;
const READ = /\/read$/i;

/** Returns the advice for a 403: the missing action, from Azure's message or the request, and a role that has it. */
export function missingRole(error: ArmError): string {
  const action = /perform action '([^']+)'/.exec(error.detail)?.[1] ?? error.action;
  if (action === undefined) return "give the identity the role 'Backup Operator' on the vault";
  return `the identity lacks the action '${action}'; give it the role ${roleWith(action)}`;
}

/** For reads, the role for backups is named first, because most callers back up too. */
function roleWith(action: string): string {
  if (OF_OPERATOR.test(action)) return "'Backup Operator' on the vault";
  if (/^Microsoft\.RecoveryServices\//i.test(action)) {
    return READ.test(action)
      ? "'Backup Operator' on the vault, or 'Backup Reader' to read only"
      : "'Backup Contributor' on the vault";
  }
  return "that has it, on the scope that Azure names";
}
