import { ExitCode } from "../contract/exit-code";
import type { ArmError } from "./arm/arm-error";
import { missingRole } from "./role";

/** The meaning of a 403: an exit code and advice. */
export interface Forbidden {
  readonly exitCode: ExitCode;
  readonly advice: string;
}

/** Azure's error codes for a missing role. A 403 without a code counts as one. */
const ROLE =
  /^(|Forbidden|AccessDenied|Authorization(Failed|Error|PermissionMismatch)|LinkedAuthorizationFailed|LinkedAccessCheckFailed|ClientAuthorizationFailed|UserNotAuthorized|InsufficientPermissions|UserErrorInsufficientPermissions?)$/i;
const ROLE_IN_WORDS = /perform action '|does not have (authorization|permission)/i;

/** Azure's error codes for a 403 with another cause than a missing role, and the advice. */
const OTHER: readonly (readonly [RegExp, string])[] = [
  [
    /DisallowedByPolicy/i,
    "an Azure Policy forbids it, and no role helps; ask for a change of the assignment that Azure names, or for an exemption",
  ],
  [/DenyAssignment/i, "a deny assignment forbids it, and no role helps; ask its owner to remove it"],
  [/DisallowedByAzure/i, "Azure forbids it in this subscription or region; choose another one, or ask Azure's support"],
  [
    /Disabled\w*Subscription|Subscription\w*(Disabled|Suspended|Expired|Deleted|Warned)|SpendingLimit/i,
    "the subscription is disabled, so nothing in it can be changed; have its owner enable it again",
  ],
  [
    /NotRegistered|MissingSubscriptionRegistration/i,
    "the subscription is not registered for Azure Backup; run 'az provider register --namespace Microsoft.RecoveryServices'",
  ],
  [
    /PublicNetwork|PrivateLink|PrivateEndpoint|NetworkSecurityPerimeter|Firewall|NetworkAccess|NetworkRestrict|IpAddress|VirtualNetwork/i,
    "Azure refuses the network that the request comes from; run this in the network of the vault's private endpoint, or allow public access",
  ],
  [
    /ResourceGuard|MultiUserAuthori[sz]ation|\bMUA/i,
    "a resource guard protects the vault; have its owner give the identity the role 'Backup MUA Operator' on the guard",
  ],
  [/Lock(ed|$)/i, "a lock forbids it, and no role helps; remove the lock"],
];

/** Whether a 403 may be caused by a role that is missing or not effective yet. */
export function isMissingRole({ code = "", detail }: Pick<ArmError, "code" | "detail">): boolean {
  return adviceOf(code) === undefined && (ROLE.test(code) || ROLE_IN_WORDS.test(detail));
}

/** Returns the meaning of a 403. An unreadable answer comes from a proxy or firewall. */
export function forbidden(error: ArmError): Forbidden {
  if (error.unreadable) {
    return {
      exitCode: ExitCode.azureError,
      advice: "a proxy or firewall seems to answer in Azure's place; allow Azure's hosts in it",
    };
  }
  const known = adviceOf(error.code ?? "");
  if (known !== undefined) return { exitCode: ExitCode.azureError, advice: known };
  if (isMissingRole(error)) return { exitCode: ExitCode.notAuthorised, advice: missingRole(error) };
  return { exitCode: ExitCode.azureError, advice: "this is not known to be a missing role; act on what Azure says" };
}

function adviceOf(code: string): string | undefined {
  return OTHER.find(([codes]) => codes.test(code))?.[1];
}
