// Writes the schemas of the resources that the constructs declare, as Terraform's providers tell them, for the property tests:
// `node scripts/provider-schema.mjs 4.55.0 5.2.0`, one file per version of azurerm. It needs Terraform, and what `terraform init` needs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TARGET = fileURLToPath(new URL("../test/support/provider-schema", import.meta.url));

const RESOURCES = [
  "azapi_update_resource",
  "azurerm_application_insights_workbook",
  "azurerm_backup_policy_vm",
  "azurerm_backup_protected_vm",
  "azurerm_data_protection_resource_guard",
  "azurerm_management_lock",
  "azurerm_monitor_alert_processing_rule_action_group",
  "azurerm_monitor_diagnostic_setting",
  "azurerm_network_security_group",
  "azurerm_policy_definition",
  "azurerm_private_endpoint",
  "azurerm_recovery_services_vault",
  "azurerm_recovery_services_vault_resource_guard_association",
  "azurerm_resource_group",
  "azurerm_resource_policy_exemption",
  "azurerm_role_assignment",
  "azurerm_role_definition",
  "azurerm_storage_account",
  "azurerm_storage_management_policy",
  "azurerm_subnet",
  "azurerm_subnet_network_security_group_association",
  "azurerm_subscription_policy_assignment",
  "azurerm_subscription_policy_remediation",
  "azurerm_virtual_network",
  "terraform_data",
];
const DATA_SOURCES = ["azurerm_recovery_services_vault", "azurerm_resources"];

for (const version of process.argv.slice(2)) {
  const { providers, azapi } = schemasWith(version);
  const schema = {
    azurerm: version,
    azapi,
    resource: pick(providers, "resource_schemas", RESOURCES),
    data: pick(providers, "data_source_schemas", DATA_SOURCES),
  };
  writeFileSync(join(TARGET, `azurerm-${version}.json`), `${JSON.stringify(schema)}\n`);
}

/** Every provider's schemas, with the version of azapi. */
function schemasWith(version) {
  const folder = mkdtempSync(join(tmpdir(), "provider-schema-"));
  const terraform = (...args) => {
    const { status, stdout, stderr } = spawnSync("terraform", args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 29 });
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} failed\n${stderr}`);
    return stdout;
  };
  try {
    const needed = { azurerm: { source: "hashicorp/azurerm", version }, azapi: { source: "Azure/azapi" } };
    const main = { terraform: { required_providers: needed }, resource: { terraform_data: { any: {} } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(main));
    terraform("init", "-no-color", "-input=false");
    const { provider_selections: selected } = JSON.parse(terraform("version", "-json"));
    const { provider_schemas: schemas } = JSON.parse(terraform("providers", "schema", "-json"));
    const [, azapi] = Object.entries(selected).find(([name]) => name.endsWith("/azapi"));
    return { azapi, providers: Object.values(schemas) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pick(providers, kind, names) {
  const all = Object.assign({}, ...providers.map((provider) => provider[kind] ?? {}));
  return Object.fromEntries(names.map((name) => [name, reduced(all[name].block)]));
}

/** A block without texts: the types of its attributes, which are required, which only the provider sets, and its blocks. */
function reduced({ attributes = {}, block_types: blocks = {} }) {
  const typeOf = ({ type, nested_type: nested }) => type ?? [nested.nesting_mode, "object"];
  return {
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [
        name,
        {
          type: typeOf(attribute),
          ...(attribute.required && { required: true }),
          ...(attribute.computed && !attribute.optional && { readOnly: true }),
        },
      ]),
    ),
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([name, { nesting_mode: nesting, min_items: min, max_items: max, block }]) => [
        name,
        { nesting, ...(min && { min }), ...(max && { max }), ...reduced(block) },
      ]),
    ),
  };
}
