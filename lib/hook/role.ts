import type { ArmError } from "./arm/arm-error";

const OF_OPERATOR =
  /\/(?:protectedItems\/backup|recoveryPoints\/(?:restore|accessToken)|vaults\/backupTriggerValidateOperation)\/action$/i;
const READ = /\/read$/i;

/** What to do about a 403: the action that is missing, by Azure's word or by what the request needs, and the role that has it. */
export function missingRole(error: ArmError): string {
  const action = /perform action '([^']+)'/.exec(error.detail)?.[1] ?? error.action;
  if (action === undefined) return "give the identity the role 'Backup Operator' on the vault";
  return `the identity lacks the action '${action}'; give it the role ${roleWith(action)}`;
}

/** Reading alone would be possible with less, but whoever reads here is about to back up. */
function roleWith(action: string): string {
  if (OF_OPERATOR.test(action)) return "'Backup Operator' on the vault";
  if (/^Microsoft\.RecoveryServices\//i.test(action)) {
    return READ.test(action)
      ? "'Backup Operator' on the vault, or 'Backup Reader' to read only"
      : "'Backup Contributor' on the vault";
  }
  return "that has it, on the scope that Azure names";
}
