import { isSameName } from "../../azure/case-fold";
import { nameIn } from "../../azure/id-parts";
import {
  BACKUP_PROTECTED_ITEM,
  isImageOfBuiltIns,
  PROTECT_TAGGED_VMS,
  PROTECT_UNTAGGED_VMS,
} from "../../azure/backup-policy-definitions";
import { isSameRegion } from "../../azure/region";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import { member, propertiesOf } from "../resources/body";
import type { Json } from "../resources/resource-type";
import { asText, holds } from "./condition";
import { type Scope, valueOf } from "./expression";
import { deployedItem, type ItemToDeploy } from "./template";
import { imageOf, vmScope } from "./vm-fields";

/** What a definition that protects VMs does with one of them. */
export interface BackupDefinition {
  /** Whether the rule takes the VM. */
  readonly takes: (vm: GenericResource) => boolean;
  readonly effect: string;
  /** The protected item that the definition deploys. */
  readonly itemFor: (vm: GenericResource) => ItemToDeploy;
}

const BUILT_IN_IDS = [PROTECT_TAGGED_VMS, PROTECT_UNTAGGED_VMS];
const BUILT_IN_DEFAULTS = {
  inclusionTagName: "",
  inclusionTagValue: [],
  exclusionTagName: "",
  exclusionTagValue: [],
  effect: "DeployIfNotExists",
};

/**
 * Returns the definition of an assignment, with the assignment's parameters; undefined if it is none that protects VMs, which the emulator
 * stores and does not evaluate.
 */
export function backupDefinition(context: Context, assignment: GenericResource): BackupDefinition | undefined {
  const { policyDefinitionId } = propertiesOf(assignment);
  const id = String(policyDefinitionId);
  const given = valuesOf(member(propertiesOf(assignment), "parameters"), "value");
  if (BUILT_IN_IDS.some((one) => isSameName(one, nameIn(id)))) return builtIn({ ...BUILT_IN_DEFAULTS, ...given });
  const definition = context.state.resources.get(id);
  if (!definition || !protectsVms(definition)) return undefined;
  const declared = valuesOf(member(propertiesOf(definition), "parameters"), "defaultValue");
  return custom(definition, { ...declared, ...given });
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
  const rule = custom(definition, parameters);
  rule.takes(vm);
  const vault = "/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v";
  custom(definition, { ...parameters, backupPolicyId: `${vault}/backupPolicies/p` }).itemFor(vm);
}

function custom(definition: GenericResource, parameters: Json): BackupDefinition {
  const rule = member(propertiesOf(definition), "policyRule");
  const scopeOf = (vm: GenericResource): Scope => vmScope(vm, parameters);
  const { effect } = member(rule, "then");
  return {
    takes: (vm) => holds(member(rule, "if"), scopeOf(vm)),
    effect: String(valueOf(effect, { parameters, field: () => undefined, resourceGroup: "" })),
    itemFor: (vm) => deployedItem(member(member(detailsOf(definition), "deployment"), "properties"), scopeOf(vm)),
  };
}

/** The built-in definitions, as what they do: their texts are Azure's. */
function builtIn(parameters: Json): BackupDefinition {
  const { vaultLocation, backupPolicyId, inclusionTagName, exclusionTagName, effect } = parameters;
  const values = (name: string) => (Array.isArray(parameters[name]) ? (parameters[name] as unknown[]).map(String) : []);
  const [included, excluded] = [values("inclusionTagValue"), values("exclusionTagValue")];
  return {
    effect: String(effect),
    takes: (vm) => {
      const { field } = vmScope(vm, parameters);
      const has = (name: unknown, wanted: readonly string[]) => {
        const value = field(`tags[${String(name)}]`);
        return value !== undefined && wanted.some((one) => isSameName(one, asText(value)));
      };
      const { publisher, offer, sku } = imageOf(vm);
      const isTested = (name: unknown, wanted: readonly string[]) => name !== "" && wanted.length > 0;
      return (
        isSameRegion(asText(field("location")), String(vaultLocation)) &&
        (!isTested(inclusionTagName, included) || has(inclusionTagName, included)) &&
        (!isTested(exclusionTagName, excluded) || !has(exclusionTagName, excluded)) &&
        !/\/resourceGroups\/databricks-rg-/i.test(vm.id) &&
        isImageOfBuiltIns({ publisher: String(publisher), offer: String(offer), sku: String(sku) })
      );
    },
    itemFor: (vm) => ({ policyId: String(backupPolicyId), sourceResourceId: vm.id }),
  };
}

function detailsOf(definition: GenericResource): Json {
  return member(member(member(propertiesOf(definition), "policyRule"), "then"), "details");
}

function valuesOf(parameters: Json, key: string): Json {
  const entries = Object.entries(parameters).map(([name, one]) => [name, (one as Json)[key]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
