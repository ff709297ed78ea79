import { isSameName } from "../../azure/case-fold";
import { subscriptionIdIn } from "../../azure/id-parts";
import type { App } from "../app";
import { azureTime } from "../arm/times";
import type { Context } from "../context";
import { propertiesOf } from "../resources/body";
import { normalizedPath } from "../resources/scope";
import { backupDefinition, type BackupDefinition } from "./definitions";
import { backupAssignments, complianceOf, isBelow, virtualMachines, type Compliance } from "./enforcement";

interface PolicyState {
  readonly timestamp: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly subscriptionId: string;
  readonly policyAssignmentId: string;
  readonly policyDefinitionId: string;
  readonly policyDefinitionAction: BackupDefinition["effect"];
  readonly complianceState: Compliance;
  readonly isCompliant: boolean;
}

const LATEST = /^(.*)\/providers\/Microsoft\.PolicyInsights\/policyStates\/latest\/(queryResults|summarize)$/i;
const SUBSCRIPTION = "/subscriptions/:subscriptionId";
const GROUP = `${SUBSCRIPTION}/resourceGroups/:resourceGroupName`;
const MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/:groupName";
const SCOPES = [
  MANAGEMENT_GROUP,
  `${MANAGEMENT_GROUP}/providers/Microsoft.Authorization/policyAssignments/:name`,
  SUBSCRIPTION,
  GROUP,
  `${GROUP}/providers/Microsoft.Compute/virtualMachines/:vmName`,
  `${SUBSCRIPTION}/providers/Microsoft.Authorization/policyAssignments/:name`,
];

/** Serves the compliance of VMs with the assignments that protect them: the latest states, and their numbers. */
export function servePolicyStates(app: App, context: Context): void {
  for (const place of SCOPES) {
    for (const kind of ["queryResults", "summarize"]) {
      app.post(`${place}/providers/Microsoft.PolicyInsights/policyStates/latest/${kind}`, (request) => {
        const [, scope = ""] = LATEST.exec(normalizedPath(request.url)) ?? [];
        const states = statesAt(context, scope);
        return kind === "summarize" ? { value: [summaryOf(states)] } : { "@odata.count": states.length, value: states };
      });
    }
  }
}

/** The states of the VMs at a scope: a management group, a subscription, a resource group, a VM or an assignment. */
export function statesAt(context: Context, scope: string): PolicyState[] {
  const timestamp = azureTime(context.clock.now());
  return backupAssignments(context).flatMap((assignment) =>
    virtualMachines(context).flatMap((vm): PolicyState[] => {
      const complianceState = complianceOf(context, assignment, vm);
      if (!complianceState || !(isBelow(context, vm.id, scope) || isSameName(assignment.id, scope))) return [];
      return [
        {
          timestamp,
          resourceId: vm.id,
          resourceType: vm.type,
          subscriptionId: subscriptionIdIn(vm.id).slice("/subscriptions/".length),
          policyAssignmentId: assignment.id,
          policyDefinitionId: String(propertiesOf(assignment)["policyDefinitionId"]),
          policyDefinitionAction: backupDefinition(context, assignment)?.effect ?? "",
          complianceState,
          isCompliant: complianceState !== "NonCompliant",
        },
      ];
    }),
  );
}

function summaryOf(states: readonly PolicyState[]): object {
  const counted = (wanted: Compliance) => states.filter(({ complianceState }) => complianceState === wanted).length;
  const details = (["Compliant", "NonCompliant", "Exempt"] as const).map((one) => ({
    complianceState: one.toLowerCase(),
    count: counted(one),
  }));
  return { results: { nonCompliantResources: counted("NonCompliant"), resourceDetails: details }, policyAssignments: [] };
}
