import { BACKUP_PROTECTED_ITEM } from "../../azure/backup-policy-definitions";
import { isSameName } from "../../azure/case-fold";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import { member, propertiesOf } from "../resources/body";
import type { Json } from "../resources/resource-type";
import { builtInDefinition, isOfGivenVault } from "./built-in-definitions";
import { holds } from "./condition";
import { type Scope, valueOf } from "./expression";
import { deployedItem, type ItemToDeploy } from "./template";
import { vmScope } from "./vm-fields";

/** What a definition that protects VMs does with one of them. */
export interface BackupDefinition {
  /** Whether the rule takes the VM. */
  readonly takes: (vm: GenericResource) => boolean;
  readonly effect: string;
  /** The protected item that the definition deploys. */
  readonly itemFor: (vm: GenericResource) => ItemToDeploy;
}

/**
 * Returns the definition of an assignment, with the assignment's parameters; undefined if it is none that protects VMs, which the emulator
 * stores and does not evaluate.
 */
export function backupDefinition(context: Context, assignment: GenericResource): BackupDefinition | undefined {
  const definition = definitionNamed(context, String(propertiesOf(assignment)["policyDefinitionId"]));
  if (!definition || !protectsVms(definition)) return undefined;
  const given = valuesOf(member(propertiesOf(assignment), "parameters"), "value");
  const declared = valuesOf(member(propertiesOf(definition), "parameters"), "defaultValue");
  return evaluated(definition, { ...declared, ...given });
}

/** Finds a definition by its id: a built-in one, or one that is stored. */
export function definitionNamed({ state }: Context, id: string): GenericResource | undefined {
  return builtInDefinition(id) ?? state.resources.get(id);
}

/** Whether a definition looks for the protected items of VMs. */
export function protectsVms(definition: GenericResource): boolean {
  const { type } = detailsOf(definition);
  return typeof type === "string" && isSameName(type, BACKUP_PROTECTED_ITEM);
}

/** Evaluates a definition for a VM that does not exist, so that a form that the emulator does not have is refused when it is stored. */
export function requireEvaluable(definition: GenericResource): void {
  if (!protectsVms(definition)) return;
  const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v";
  const vm = { id, name: "v", type: "Microsoft.Compute/virtualMachines", body: {} };
  const parameters = valuesOf(member(propertiesOf(definition), "parameters"), "defaultValue");
  const rule = evaluated(definition, parameters);
  rule.takes(vm);
  const vault = "/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v";
  evaluated(definition, { ...parameters, backupPolicyId: `${vault}/backupPolicies/p` }).itemFor(vm);
}

function evaluated(definition: GenericResource, parameters: Json): BackupDefinition {
  const rule = member(propertiesOf(definition), "policyRule");
  const scopeOf = (vm: GenericResource): Scope => vmScope(vm, parameters);
  const { effect } = member(rule, "then");
  return {
    takes: (vm) => holds(member(rule, "if"), scopeOf(vm)),
    effect: String(valueOf(effect, { parameters, field: () => undefined, resourceGroup: "" })),
    itemFor: (vm) =>
      isOfGivenVault(definition)
        ? { policyId: String(parameters["backupPolicyId"]), sourceResourceId: vm.id }
        : deployedItem(member(member(detailsOf(definition), "deployment"), "properties"), scopeOf(vm)),
  };
}

function detailsOf(definition: GenericResource): Json {
  return member(member(member(propertiesOf(definition), "policyRule"), "then"), "details");
}

function valuesOf(parameters: Json, key: string): Json {
  const entries = Object.entries(parameters).map(([name, one]) => [name, (one as Json)[key]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
