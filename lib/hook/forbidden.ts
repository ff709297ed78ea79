import { ExitCode } from "../contract/exit-code";
import type { ArmError } from "./arm/arm-error";
import { missingRole } from "./role";

/** What a 403 means, and what to do about it. */
export interface Forbidden {
  readonly exitCode: ExitCode;
  readonly advice: string;
}

/** Azure's codes of a role that is missing. Whoever answers without a code is taken at the status. */
const ROLE =
  /^(|Forbidden|AccessDenied|Authorization(Failed|Error|PermissionMismatch)|LinkedAuthorizationFailed|LinkedAccessCheckFailed|ClientAuthorizationFailed|UserNotAuthorized|InsufficientPermissions|UserErrorInsufficientPermissions?)$/i;
const ROLE_IN_WORDS = /perform action '|does not have (authorization|permission)/i;

/** Azure's codes of a 403 that no role lifts, by what they have in common. */
const OTHER: readonly (readonly [RegExp, string])[] = [
  [
    /DisallowedByPolicy/i,
    "an Azure Policy forbids it, and no role helps; have the assignment that Azure names changed, or an exemption made",
  ],
  [/DenyAssignment/i, "a deny assignment forbids it, and no role helps; have whoever made it remove it"],
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

/** Whether a 403 may be of a role that is missing, or that takes some minutes to have an effect. */
export function isMissingRole({ code = "", detail }: Pick<ArmError, "code" | "detail">): boolean {
  return adviceOf(code) === undefined && (ROLE.test(code) || ROLE_IN_WORDS.test(detail));
}

/** What a 403 means. An answer that is not Azure's own comes from what stands before it. */
export function forbidden(error: ArmError): Forbidden {
  if (error.unreadable) {
    return {
      exitCode: ExitCode.azureError,
      advice: "a proxy or firewall seems to answer in Azure's place; have it let Azure through",
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
