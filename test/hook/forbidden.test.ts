import { ExitCode } from "../../lib/contract/exit-code";
import { ArmError, type FailedAnswer } from "../../lib/hook/arm/arm-error";
import { failureOf } from "../../lib/hook/failure";
import { isMissingRole } from "../../lib/hook/forbidden";

function refused(code: string | undefined, more: Partial<FailedAnswer> = {}): ArmError {
  return new ArmError("cannot start the backup", { status: 403, code, detail: "Azure's words.", ...more });
}

test.each([
  ["RequestDisallowedByPolicy", /; an Azure Policy forbids it, and no role helps/],
  ["RequestDisallowedByAzure", /; Azure forbids it in this subscription or region/],
  ["DenyAssignmentAuthorizationFailed", /; a deny assignment forbids it/],
  ["ReadOnlyDisabledSubscription", /; the subscription is disabled/],
  ["SubscriptionDisabled", /; the subscription is disabled/],
  ["SubscriptionNotRegistered", /az provider register --namespace Microsoft.RecoveryServices/],
  ["PublicNetworkAccessDisabled", /; Azure refuses the network that the request comes from/],
  ["RequestDisallowedByPrivateLink", /; Azure refuses the network/],
  ["ForbiddenByFirewall", /; Azure refuses the network/],
  ["SomethingNew", /; this is not known to be a missing role; act on what Azure says/],
])("403 %s names its own cause, and no role", (code, message) => {
  const error = refused(code);
  expect(failureOf(error)).toEqual({ exitCode: ExitCode.azureError, message: expect.stringMatching(message) as string });
  expect(failureOf(error).message).not.toContain("give");
  expect(isMissingRole(error)).toBe(false);
});

test.each(["AuthorizationFailed", "LinkedAuthorizationFailed", "Forbidden", undefined])("403 %s is a missing role", (code) => {
  expect(failureOf(refused(code))).toMatchObject({
    exitCode: ExitCode.notAuthorised,
    message: expect.stringContaining("Backup Operator") as string,
  });
});

test("403 of an unknown code is a missing role if Azure names the action", () => {
  const detail = "The client 'x' does not have authorization to perform action 'Microsoft.RecoveryServices/vaults/read'.";
  expect(failureOf(refused("SomethingNew", { detail })).exitCode).toBe(ExitCode.notAuthorised);
});

test("403 with a page of HTML comes from a proxy", () => {
  expect(failureOf(refused(undefined, { unreadable: true }))).toMatchObject({
    exitCode: ExitCode.azureError,
    message: expect.stringContaining("a proxy or firewall seems to answer in Azure's place") as string,
  });
});
