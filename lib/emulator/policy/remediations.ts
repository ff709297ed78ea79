import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import { remediationInvalid } from "../errors/policy-errors";
import { propertiesOf, requiredText, withProperties } from "../resources/body";
import type { Json } from "../resources/resource-type";
import { requireReferences, scopeOf } from "../resources/scope";
import { backupDefinition } from "./definitions";
import { complianceOf, deploy, deploysItems, isBelow, virtualMachines } from "./enforcement";

const RESULT = "emulatedDeployments";

interface Deployments {
  readonly totalDeployments: number;
  readonly successfulDeployments: number;
  readonly failedDeployments: number;
}

/** Protects every VM that does not comply with the assignment of a remediation, and remembers how it went. */
export function remediated(context: Context, remediation: GenericResource): GenericResource {
  const { policyAssignmentId } = propertiesOf(remediation);
  const assignment = context.state.resources.get(String(policyAssignmentId));
  const scope = scopeOf(remediation.id);
  const vms = assignment
    ? virtualMachines(context).filter(
        (vm) => isBelow(context, vm.id, scope) && complianceOf(context, assignment, vm) === "NonCompliant",
      )
    : [];
  const failed = vms.filter((vm) => assignment && deploy(context, assignment, vm) !== undefined).length;
  const deployments: Deployments = {
    totalDeployments: vms.length,
    successfulDeployments: vms.length - failed,
    failedDeployments: failed,
  };
  return withProperties(remediation, { [RESULT]: deployments });
}

/** What an answer shows of a remediation. */
export function remediationView(remediation: GenericResource): Json {
  const none = { totalDeployments: 0, successfulDeployments: 0, failedDeployments: 0 };
  const deploymentStatus = (propertiesOf(remediation)[RESULT] as Deployments | undefined) ?? none;
  const isFailed = deploymentStatus.failedDeployments > 0;
  return { [RESULT]: undefined, deploymentStatus, provisioningState: isFailed ? "Failed" : "Succeeded" };
}

/** Refuses a remediation of an assignment that deploys nothing. An assignment of a definition that is not evaluated is left alone. */
export function checkRemediation(context: Context, remediation: GenericResource): void {
  const id = requiredText(remediation, "policyAssignmentId");
  requireReferences(context, remediation.id, [id]);
  const assignment = context.state.resources.get(id);
  if (!assignment || !backupDefinition(context, assignment) || deploysItems(context, assignment)) return;
  throw remediationInvalid(id, backupDefinition(context, assignment)?.effect ?? "");
}
