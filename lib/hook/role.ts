import type { ArmError } from "./arm/arm-error";

const OF_OPERATOR =
  /\/(?:protectedItems\/backup|recoveryPoints\/(?:restore|accessToken)|vaults\/backupTriggerValidateOperation)\/action$/i;
const READ = /\/read$/i;

/** A request may need an action on another resource, too, such as a restore on the resource group that it restores to. */
const LINKED = /does not have permission to perform action(?:\(s\))? '([^']+)' on the linked scope(?:\(s\))? '([^']+)'/;

/** Returns the advice for a 403: the missing action, from Azure's message or the request, and a role that has it. */
export function missingRole(error: ArmError): string {
  const [, linked, scope] = LINKED.exec(error.detail) ?? [];
  if (linked !== undefined && scope !== undefined) {
    return `the identity lacks the action '${linked}' on what the request uses; give it a role that has it on '${scope}'`;
  }
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
