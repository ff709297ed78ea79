import { ManagementGroupPolicyAssignment } from "@cdktf/provider-azurerm/lib/management-group-policy-assignment";
import { ManagementGroupPolicyRemediation } from "@cdktf/provider-azurerm/lib/management-group-policy-remediation";
import { PolicyDefinition } from "@cdktf/provider-azurerm/lib/policy-definition";
import { ResourcePolicyExemption } from "@cdktf/provider-azurerm/lib/resource-policy-exemption";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { SubscriptionPolicyAssignment } from "@cdktf/provider-azurerm/lib/subscription-policy-assignment";
import { SubscriptionPolicyRemediation } from "@cdktf/provider-azurerm/lib/subscription-policy-remediation";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import {
  BACKUP_CONTRIBUTOR,
  PROTECT_TAGGED_VMS,
  PROTECT_UNTAGGED_VMS,
  VM_CONTRIBUTOR,
} from "../../azure/backup-policy-definitions";
import { canonicalIds, groupIdOf } from "../private/azure-ids";
import { dependenciesOf } from "../private/dependencies";
import { expression } from "../private/expression";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { requireOptions } from "../private/option-types";
import { throwIfInvalid } from "../private/problems";
import { checkedProvider } from "../provider/checked-provider";
import { AutoProtectionEffect, AutoProtectionImages, type AutoProtectionProps } from "./auto-protection-options";
import { AUTO_OPTIONS, autoProtectionProblems, nameProblems } from "./auto-protection-rules";
import { registerAutoProtection } from "./auto-protections";
import { CUSTOM_PARAMETERS, CUSTOM_RULE } from "./custom-definition";
import { warnOfMisspelled } from "../private/option-names";

const BUILT_IN = "/providers/Microsoft.Authorization/policyDefinitions";
const ROLE = "/providers/Microsoft.Authorization/roleDefinitions";

/**
 * Has Azure Policy protect VMs of a subscription and a region: those that exist, and those that somebody creates later. It declares the
 * assignment of a definition; to deploy, also the assignment's identity with its two roles, and the remediation of existing VMs.
 *
 * Azure Policy takes no initial backup: run `azure-vm-backup backup-now` on the vault by a schedule. A VM that a vault protects already,
 * whatever vault, is compliant and stays as it is.
 *
 * @example
 * new AutoProtection(stack, "AutoProtection", {
 *   vault,
 *   policy,
 *   location: "westeurope",
 *   subscriptionId: "00000000-0000-0000-0000-000000000000",
 *   include: { name: "backup", values: ["yes"] },
 *   effect: AutoProtectionEffect.DEPLOY,
 * });
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-auto-enable-backup
 */
export class AutoProtection extends Construct {
  /** The assignment: a `SubscriptionPolicyAssignment` or a `ManagementGroupPolicyAssignment`. */
  public readonly assignment: TerraformResource;

  /** The definition that the construct declares; undefined with the built-in ones. */
  public readonly definition?: PolicyDefinition;

  /** The roles of the assignment's identity; none unless the effect is DEPLOY. */
  public readonly roleAssignments: RoleAssignment[];

  /** The remediation of existing VMs; undefined unless the effect is DEPLOY. */
  public readonly remediation?: TerraformResource;

  /** The exemptions of VMs. */
  public readonly exemptions: ResourcePolicyExemption[];

  constructor(scope: Construct, id: string, props: AutoProtectionProps) {
    super(scope, id);
    const subject = `AutoProtection '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, policy, location, subscriptionId }");
    throwIfInvalid(subject, autoProtectionProblems(props));
    warnOfMisspelled(this, props, AUTO_OPTIONS);
    const name = props.assignmentName ?? id;
    throwIfInvalid(subject, nameProblems(name));
    const meta = { provider: checkedProvider(this, props.provider), dependsOn: dependenciesOf(this, props.dependsOn) };
    const { images = AutoProtectionImages.BUILT_IN, remediateExisting = true } = props;
    const deploys = props.effect === AutoProtectionEffect.DEPLOY;

    if (images === AutoProtectionImages.ALL) this.definition = this.declareDefinition(name, props, meta);
    const assigned = this.assign(name, props, meta, deploys);
    this.assignment = assigned.resource;
    this.roleAssignments = deploys ? this.grantRoles(assigned.principalId, props, meta) : [];
    if (deploys && remediateExisting) this.remediation = this.remediate(name, props, assigned.id, meta.provider);
    this.exemptions = canonicalIds(props.exemptVmIds ?? [], "Microsoft.Compute/virtualMachines").map(
      (vmId, index) =>
        new ResourcePolicyExemption(this, `Exemption${index}`, {
          name,
          resourceId: vmId,
          policyAssignmentId: assigned.id,
          exemptionCategory: "Waiver",
          provider: meta.provider,
        }),
    );
    registerAutoProtection({ construct: this, name, props });
  }

  private declareDefinition(name: string, props: AutoProtectionProps, meta: Meta): PolicyDefinition {
    const { managementGroupName } = props;
    return new PolicyDefinition(this, "Definition", {
      name: `vm-backup-${name}`,
      displayName: `Back up VMs of every image (${name})`,
      description: "Like the built-in definitions that back up VMs to a given vault, without their list of images.",
      policyType: "Custom",
      mode: "Indexed",
      managementGroupId: managementGroupName === undefined ? undefined : managementGroupId(managementGroupName),
      metadata: JSON.stringify({ category: "Backup" }),
      parameters: JSON.stringify(CUSTOM_PARAMETERS),
      policyRule: JSON.stringify(CUSTOM_RULE),
      ...meta,
    });
  }

  private assign(name: string, props: AutoProtectionProps, meta: Meta, deploys: boolean): Assigned {
    const { location, subscriptionId = "", managementGroupName, include } = props;
    const builtIn = `${BUILT_IN}/${include ? PROTECT_TAGGED_VMS : PROTECT_UNTAGGED_VMS}`;
    const config = {
      name,
      displayName: `Back up VMs (${name})`,
      location,
      policyDefinitionId: this.definition?.id ?? builtIn,
      parameters: expression`jsonencode(${parametersOf(props, this.definition !== undefined)})`,
      identity: deploys ? { type: "SystemAssigned" } : undefined,
      lifecycle: lifecycleOf(this, props.lifecycle),
      ...meta,
    };
    const resource =
      managementGroupName === undefined
        ? new SubscriptionPolicyAssignment(this, "Assignment", { ...config, subscriptionId: `/subscriptions/${subscriptionId}` })
        : new ManagementGroupPolicyAssignment(this, "Assignment", {
            ...config,
            managementGroupId: managementGroupId(managementGroupName),
          });
    repairHcl(resource);
    return { resource, id: resource.id, principalId: resource.identity.principalId };
  }

  /** One role on the VMs, and one on the group of the vault, into which the definition deploys the protected item. */
  private grantRoles(principalId: string, props: AutoProtectionProps, meta: Meta): RoleAssignment[] {
    const { subscriptionId = "", managementGroupName, vault } = props;
    const vms = managementGroupName === undefined ? `/subscriptions/${subscriptionId}` : managementGroupId(managementGroupName);
    const roles = [
      ["VmRole", VM_CONTRIBUTOR, vms],
      ["VaultRole", BACKUP_CONTRIBUTOR, groupIdOf(vault.vaultId)],
    ] as const;
    return roles.map(
      ([id, role, scope]) =>
        new RoleAssignment(this, id, {
          scope,
          roleDefinitionId: `${ROLE}/${role}`,
          principalId,
          // With a type, Azure does not look up the principal, which may not be replicated yet.
          principalType: "ServicePrincipal",
          ...meta,
        }),
    );
  }

  private remediate(
    name: string,
    props: AutoProtectionProps,
    policyAssignmentId: string,
    provider: Meta["provider"],
  ): TerraformResource {
    const { subscriptionId = "", managementGroupName } = props;
    // Azure has names of remediations in lower case, and azurerm refuses other ones.
    const config = { name: name.toLowerCase(), policyAssignmentId, dependsOn: this.roleAssignments, provider };
    return managementGroupName === undefined
      ? new SubscriptionPolicyRemediation(this, "Remediation", { ...config, subscriptionId: `/subscriptions/${subscriptionId}` })
      : new ManagementGroupPolicyRemediation(this, "Remediation", {
          ...config,
          managementGroupId: managementGroupId(managementGroupName),
        });
  }
}

type Meta = Pick<AutoProtectionProps, "provider" | "dependsOn">;

/** An assignment, and what others refer to. */
interface Assigned {
  readonly resource: TerraformResource;
  readonly id: string;
  readonly principalId: string;
}

function managementGroupId(name: string): string {
  return `/providers/Microsoft.Management/managementGroups/${name}`;
}

/** The values of the definition's parameters. The built-in definitions have the parameters of one kind of tag only. */
function parametersOf(
  { vault: _vault, policy, location, include, exclude, effect }: AutoProtectionProps,
  isCustom: boolean,
): object {
  const values: Record<string, unknown> = {
    vaultLocation: location,
    backupPolicyId: policy.policyId,
    ...((include ?? isCustom) && { inclusionTagName: include?.name ?? "", inclusionTagValue: include?.values ?? [] }),
    ...((isCustom || !include) && { exclusionTagName: exclude?.name ?? "", exclusionTagValue: exclude?.values ?? [] }),
    effect: effect ?? AutoProtectionEffect.AUDIT,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}
