import { BACKUP_CONTRIBUTOR, BACKUP_PROTECTED_ITEM, VM_CONTRIBUTOR } from "../../azure/backup-policy-definitions";

/**
 * The rule of the definition without a list of images. Like the built-in ones it looks for a protected item of the VM, and deploys the item
 * into the group of the vault; it takes both an inclusion and an exclusion tag.
 */

const ROLE = "/providers/Microsoft.Authorization/roleDefinitions";
const SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
const VALUES = ["backupPolicyId", "container", "item", "sourceResourceId"];

function parameter(name: string): string {
  return `[parameters('${name}')]`;
}

/** The parameters of a template, each a text. */
function declared(): object {
  return Object.fromEntries(VALUES.map((name) => [name, { type: "String" }]));
}

/** A segment of the id of the policy. */
function segment(index: number): string {
  return `split(parameters('backupPolicyId'), '/')[${index}]`;
}

/** A VM passes if the parameters name no tag. */
function tagRule(kind: "inclusion" | "exclusion"): object {
  const tag = { field: `[concat('tags[', parameters('${kind}TagName'), ']')]` };
  return {
    anyOf: [
      { value: `[empty(parameters('${kind}TagName'))]`, equals: true },
      { ...tag, [kind === "inclusion" ? "in" : "notIn"]: parameter(`${kind}TagValue`) },
    ],
  };
}

/** The parameters of the definition. */
export const CUSTOM_PARAMETERS = {
  vaultLocation: { type: "String" },
  backupPolicyId: { type: "String" },
  inclusionTagName: { type: "String", defaultValue: "" },
  inclusionTagValue: { type: "Array", defaultValue: [] },
  exclusionTagName: { type: "String", defaultValue: "" },
  exclusionTagValue: { type: "Array", defaultValue: [] },
  effect: {
    type: "String",
    allowedValues: ["AuditIfNotExists", "DeployIfNotExists", "Disabled"],
    defaultValue: "AuditIfNotExists",
  },
};

/** The nested deployment goes to the group of the vault, which may be in another subscription. */
const TEMPLATE = {
  $schema: SCHEMA,
  contentVersion: "1.0.0.0",
  parameters: declared(),
  resources: [
    {
      type: "Microsoft.Resources/deployments",
      apiVersion: "2021-04-01",
      name: "[concat('DeployProtection-', uniqueString(parameters('sourceResourceId')))]",
      subscriptionId: `[${segment(2)}]`,
      resourceGroup: `[${segment(4)}]`,
      properties: {
        mode: "Incremental",
        expressionEvaluationOptions: { scope: "inner" },
        parameters: Object.fromEntries(VALUES.map((name) => [name, { value: parameter(name) }])),
        template: {
          $schema: SCHEMA,
          contentVersion: "1.0.0.0",
          parameters: declared(),
          resources: [
            {
              type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
              apiVersion: "2023-02-01",
              name: `[concat(${segment(8)}, '/Azure/', parameters('container'), '/', parameters('item'))]`,
              properties: {
                protectedItemType: "Microsoft.Compute/virtualMachines",
                policyId: parameter("backupPolicyId"),
                sourceResourceId: parameter("sourceResourceId"),
              },
            },
          ],
        },
      },
    },
  ],
};

const ITEM_NAME = "iaasvmcontainerv2;', resourceGroup().name, ';', field('name'))]";

/** The rule of the definition. */
export const CUSTOM_RULE = {
  if: {
    allOf: [
      { field: "type", equals: "Microsoft.Compute/virtualMachines" },
      { field: "location", equals: parameter("vaultLocation") },
      { field: "id", notContains: "/resourceGroups/databricks-rg-" },
      { field: "Microsoft.Compute/imagePublisher", notIn: ["azureopenshift", "AzureDatabricks"] },
      tagRule("inclusion"),
      tagRule("exclusion"),
    ],
  },
  then: {
    effect: parameter("effect"),
    details: {
      type: BACKUP_PROTECTED_ITEM,
      roleDefinitionIds: [`${ROLE}/${VM_CONTRIBUTOR}`, `${ROLE}/${BACKUP_CONTRIBUTOR}`],
      deployment: {
        properties: {
          mode: "incremental",
          template: TEMPLATE,
          parameters: {
            backupPolicyId: { value: parameter("backupPolicyId") },
            container: { value: `[concat('iaasvmcontainer;${ITEM_NAME}` },
            item: { value: `[concat('vm;${ITEM_NAME}` },
            sourceResourceId: { value: "[field('id')]" },
          },
        },
      },
    },
  },
};
