import { isSameName } from "../../azure/case-fold";
import {
  AUDIT_VMS,
  BACKUP_CONTRIBUTOR,
  BACKUP_PROTECTED_ITEM,
  BUILT_IN_IMAGES,
  PROTECT_TAGGED_VMS,
  PROTECT_UNTAGGED_VMS,
  VM_CONTRIBUTOR,
} from "../../azure/backup-policy-definitions";
import type { GenericResource } from "../arm/generic-resources";
import type { Json } from "../resources/resource-type";

/**
 * The built-in definitions that the emulator serves and evaluates. Their parameters are Azure's. Their rules say in few words what Azure's
 * rules do, and their deployments have no template.
 */

export const DEFINITION = "Microsoft.Authorization/policyDefinitions";
const ROLE = "/providers/Microsoft.Authorization/roleDefinitions";
const EFFECTS = ["auditIfNotExists", "AuditIfNotExists", "deployIfNotExists", "DeployIfNotExists", "disabled", "Disabled"];

const VMS: readonly Json[] = [
  { field: "type", equals: "Microsoft.Compute/virtualMachines" },
  { field: "id", notContains: "/resourceGroups/databricks-rg-" },
];

/** One of the images of the list. */
const IMAGES: Json = {
  anyOf: BUILT_IN_IMAGES.map(([publisher, offers, skus]) => ({
    allOf: [
      { field: "Microsoft.Compute/imagePublisher", equals: publisher },
      { anyOf: offers.split(" ").map((offer) => ({ field: "Microsoft.Compute/imageOffer", like: offer })) },
      { anyOf: skus.split(" ").map((sku) => ({ field: "Microsoft.Compute/imageSKU", like: sku })) },
    ],
  })),
};

/** The tag is not tested while its name or its values are empty. */
function tagRule(kind: "inclusion" | "exclusion"): Json {
  const [name, values] = [`parameters('${kind}TagName')`, `parameters('${kind}TagValue')`];
  return {
    anyOf: [
      { value: `[empty(${name})]`, equals: true },
      { value: `[empty(${values})]`, equals: true },
      { field: `[concat('tags[', ${name}, ']')]`, [kind === "inclusion" ? "in" : "notIn"]: `[${values}]` },
    ],
  };
}

interface Facts {
  readonly displayName: string;
  readonly version: string;
  readonly parameters: Json;
  readonly conditions: readonly Json[];
  readonly effects: readonly [initial: string, allowed: readonly string[]];
  readonly details?: Json;
}

function definition(name: string, { displayName, version, parameters, conditions, effects, details }: Facts): GenericResource {
  const [defaultValue, allowedValues] = effects;
  const properties = {
    ...{ displayName, policyType: "BuiltIn", mode: "Indexed", version },
    metadata: { version, category: "Backup" },
    parameters: { ...parameters, effect: { type: "String", allowedValues, defaultValue } },
    policyRule: {
      if: { allOf: [...VMS, ...conditions] },
      then: { effect: "[parameters('effect')]", details: { type: BACKUP_PROTECTED_ITEM, ...details } },
    },
  };
  return { id: `/providers/${DEFINITION}/${name}`, name, type: DEFINITION, body: { properties } };
}

function toGivenVault(kind: "inclusion" | "exclusion"): Facts {
  return {
    displayName: `Configure backup on virtual machines ${kind === "inclusion" ? "with" : "without"} a given tag to an existing recovery services vault in the same location`,
    version: "9.5.0",
    parameters: {
      vaultLocation: { type: "String" },
      backupPolicyId: { type: "String" },
      [`${kind}TagName`]: { type: "String", defaultValue: "" },
      [`${kind}TagValue`]: { type: "Array", defaultValue: [] },
    },
    conditions: [{ field: "location", equals: "[parameters('vaultLocation')]" }, tagRule(kind), IMAGES],
    effects: ["DeployIfNotExists", EFFECTS],
    details: { roleDefinitionIds: [VM_CONTRIBUTOR, BACKUP_CONTRIBUTOR].map((role) => `${ROLE}/${role}`) },
  };
}

export const BUILT_IN_DEFINITIONS: readonly GenericResource[] = [
  definition(PROTECT_TAGGED_VMS, toGivenVault("inclusion")),
  definition(PROTECT_UNTAGGED_VMS, toGivenVault("exclusion")),
  definition(AUDIT_VMS, {
    displayName: "Azure Backup should be enabled for Virtual Machines",
    version: "3.0.0",
    parameters: {},
    conditions: [],
    effects: ["AuditIfNotExists", ["AuditIfNotExists", "Disabled"]],
  }),
];

/** Finds a built-in definition by its id. */
export function builtInDefinition(id: string): GenericResource | undefined {
  return BUILT_IN_DEFINITIONS.find((one) => isSameName(one.id, id));
}

/** Whether the definition protects VMs by the vault of its parameter `backupPolicyId`, and needs no template. */
export function isOfGivenVault({ id, name }: GenericResource): boolean {
  return builtInDefinition(id) !== undefined && !isSameName(name, AUDIT_VMS);
}
