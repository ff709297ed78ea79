import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { TerraformStack, Testing } from "cdktf";
import * as v from "valibot";
import {
  AzurePrincipal,
  DrillPoint,
  DrillRestores,
  InitialBackup,
  type IRecoveryServicesVault,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  RestoreDrill,
  type RestoreDrillProps,
  WaitFor,
} from "../../../lib";
import { DRILL_ACTIONS, DRILL_SOURCE_ACTIONS, DRILL_TAG_ACTION } from "../../../lib/azure/drill-actions";
import { drillSettings } from "../../../lib/constructs/restore-drill/drill-request-settings";
import { DRILL_VARIABLE, drillSettingsSchema } from "../../../lib/contract/drill-request";
import { GROUP, itemId, SUBSCRIPTION, unknownNumber, unknownText, VAULT_ID } from "../../support/azure";
import { rendered, synth, type Synthesized, testStack, warnings } from "../../support/synth";
import { OBJECT_ID } from "../vault/support";

const principal = AzurePrincipal.servicePrincipal(OBJECT_ID);

function existingVault(stack: TerraformStack, id = "Vault"): IRecoveryServicesVault {
  return RecoveryServicesVault.fromVaultAttributes(stack, id, { vaultId: VAULT_ID, location: "westeurope" });
}

function itemsOf(stack: TerraformStack, names = ["vm-web"]) {
  return ProtectedVms.fromProtectedItemIds(stack, "Items", {
    vault: existingVault(stack, "ItemsVault"),
    protectedItemIds: names.map((name) => itemId(name)),
  });
}

/** A stack with a drill of an existing vault. */
function withDrill(props: Partial<RestoreDrillProps> = {}): { stack: TerraformStack; drill: RestoreDrill; json: Synthesized } {
  const stack = testStack();
  const drill = new RestoreDrill(stack, "Drill", { vault: existingVault(stack), outputName: "drill", ...props });
  return { stack, drill, json: synth(stack) };
}

test("declares a scratch group, a staging account with a lifecycle rule, and an output", () => {
  const { json } = withDrill({ tags: { team: "app" } });
  expect(Object.keys(json.json.resource ?? {})).toEqual([
    "azurerm_resource_group",
    "azurerm_storage_account",
    "azurerm_storage_management_policy",
  ]);
  const group = json.only("azurerm_resource_group");
  expect(group).toEqual({ name: "vault-app-drill-840b6d4f", location: "westeurope", tags: { team: "app" } });
  expect(json.only("azurerm_storage_account")).toMatchObject({
    account_kind: "StorageV2",
    account_replication_type: "LRS",
    allow_nested_items_to_be_public: false,
    min_tls_version: "TLS1_2",
    location: "westeurope",
    tags: { team: "app" },
  });
  expect(json.only("azurerm_storage_management_policy").rule).toEqual([
    {
      name: "delete-what-drills-left",
      enabled: true,
      filters: { blob_types: ["blockBlob", "appendBlob"] },
      actions: { base_blob: { delete_after_days_since_modification_greater_than: 7 } },
    },
  ]);
  expect(json.json.output?.["drill"]?.["value"]).toEqual({
    version: 1,
    maxVms: 10,
    concurrency: 4,
    point: "latest-vaulted",
    restores: "disks",
    timeoutMinutes: 720,
    onFailure: "fail",
    vaultId: VAULT_ID,
    scratchGroupId: expect.stringMatching(/^\$\{azurerm_resource_group\.\w+\.id\}$/) as string,
    stagingAccountId: expect.stringMatching(/^\$\{azurerm_storage_account\.\w+\.id\}$/) as string,
  });
});

test("declares a network from which nothing gets in or out for VMs", () => {
  const { json, drill } = withDrill({ restores: DrillRestores.VM });
  const rule = (direction: string) => ({
    name: `deny-all-${direction.toLowerCase()}`,
    ...{ priority: 100, direction, access: "Deny", protocol: "*" },
    ...{ source_port_range: "*", destination_port_range: "*", source_address_prefix: "*", destination_address_prefix: "*" },
  });
  expect(json.only("azurerm_network_security_group").security_rule).toMatchObject([rule("Inbound"), rule("Outbound")]);
  expect(json.only("azurerm_subnet").default_outbound_access_enabled).toBe(false);
  expect(json.only("azurerm_subnet_network_security_group_association").subnet_id).toBe(
    rendered(TerraformStack.of(drill), drill.subnetId),
  );
  expect(json.addresses.filter((address) => /public_ip|peering|route|gateway/.test(address))).toEqual([]);
});

test("refers to what exists, and declares nothing then", () => {
  const existing = {
    existingScratchResourceGroupId: GROUP.replace("rg-app", "rg-drill"),
    existingStagingAccountId: `${GROUP}/providers/microsoft.storage/storageaccounts/stdrill`,
    existingSubnetId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/drill`,
    restores: DrillRestores.VM,
  };
  const { json, drill } = withDrill(existing);
  expect(json.addresses).toEqual([]);
  expect(json.json.output?.["drill"]?.["value"]).toMatchObject({
    scratchGroupId: existing.existingScratchResourceGroupId,
    stagingAccountId: `${GROUP}/providers/Microsoft.Storage/storageAccounts/stdrill`,
    subnetId: existing.existingSubnetId,
  });
  expect([drill.scratchResourceGroup, drill.stagingAccount, drill.network, drill.resource]).toEqual(Array(4).fill(undefined));
});

test("declares the staging account in an existing scratch group, whose id may be a token", () => {
  const stack = testStack();
  const group = new ResourceGroup(stack, "Group", { name: "rg-drill", location: "westeurope" });
  const options = { vault: existingVault(stack), outputName: "drill", existingScratchResourceGroupId: group.id };
  new RestoreDrill(stack, "Drill", options);
  expect(synth(stack).only("azurerm_storage_account").resource_group_name).toBe(
    '${element(split("/", azurerm_resource_group.Group.id), 4)}',
  );
});

test.each(Object.values(DrillRestores))("gives the principal the actions of a drill of %s, and no others", (restores) => {
  const { json, drill } = withDrill({ restores, principal });
  const actions = Object.values(DRILL_ACTIONS[restores]).flat();
  const role = json.only("azurerm_role_definition");
  expect(role.permissions).toEqual([{ actions: [...new Set(actions)].sort() }]);
  expect(role.assignable_scopes).toEqual([GROUP, expect.stringContaining("azurerm_resource_group.")]);
  const assignments = drill.roleAssignments.map((one) => rendered(TerraformStack.of(drill), one.scopeInput));
  expect(assignments).toEqual([VAULT_ID, rendered(TerraformStack.of(drill), drill.scratchResourceGroupId)]);
});

test("assigns the role on an existing staging account and the network of an existing subnet", () => {
  const network = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet`;
  const existingStagingAccountId = `${GROUP}/providers/Microsoft.Storage/storageAccounts/stdrill`;
  const existing = { existingStagingAccountId, existingSubnetId: `${network}/subnets/drill`, restores: DrillRestores.VM };
  const { drill, json } = withDrill({ principal, ...existing });
  const scopes = drill.roleAssignments.map((one) => one.scopeInput);
  expect(scopes).toEqual([VAULT_ID, drill.scratchResourceGroupId, existingStagingAccountId, network]);
  expect(json.only("azurerm_role_definition").assignable_scopes).toHaveLength(2);
});

test("gives the principal its actions on source VMs by a role of their own", () => {
  const other = GROUP.replace("rg-app", "rg-other");
  const { json, drill } = withDrill({ principal, roleName: "Drills", sourceResourceGroupIds: [GROUP, other] });
  expect(json.only("azurerm_role_definition", "SourceRole")).toMatchObject({
    name: "Drills: source VMs",
    assignable_scopes: [GROUP, other],
    permissions: [{ actions: [...DRILL_SOURCE_ACTIONS].sort() }],
  });
  expect(drill.roleAssignments.map((one) => one.scopeInput).slice(2)).toEqual([GROUP, other]);
});

test("lets the principal read the VMs of the subscription if they are chosen by a tag", () => {
  const { json, drill } = withDrill({ principal, tag: { name: "drill" } });
  const subscription = `/subscriptions/${SUBSCRIPTION}`;
  expect(json.only("azurerm_role_definition", "TagRole")).toMatchObject({
    assignable_scopes: [subscription],
    permissions: [{ actions: [DRILL_TAG_ACTION] }],
  });
  expect(drill.roleAssignments.at(-1)?.scopeInput).toBe(subscription);
});

test("runs once on deployment, after the initial backups of the vault and the role", () => {
  const stack = testStack();
  const protectedVms = [itemsOf(stack)];
  const drill = new RestoreDrill(stack, "Drill", { protectedVms, runOnDeploy: true, restores: DrillRestores.VM, principal });
  const retention = RecoveryPointRetention.days(30);
  new InitialBackup(stack, "Backup", { protectedVms, retention, waitFor: WaitFor.COMPLETED });
  const { depends_on, provisioner, triggers_replace } = synth(stack).only("terraform_data", "Drill") as {
    depends_on: string[];
    provisioner: { "local-exec": { environment: Record<string, string> } }[];
    triggers_replace: string;
  };
  expect(depends_on).toEqual([
    expect.stringMatching(/^terraform_data\.Backup_/),
    expect.stringMatching(/^azurerm_subnet_network_security_group_association\./),
    ...drill.roleAssignments.map(() => expect.stringMatching(/^azurerm_role_assignment\./) as string),
  ]);
  expect(triggers_replace).toBe(
    `\${jsonencode({"vaultId" = "${VAULT_ID}", "protectedItemIds" = sort(["${itemId("vm-web")}"]), "point" = "latest-vaulted", "restores" = "vm"})}`,
  );
  expect(provisioner[0]?.["local-exec"].environment[DRILL_VARIABLE]).toMatch(/^\$\{base64gzip\(jsonencode\(\{"version" = 1/);
  expect(warnings(stack)).toEqual([]);
});

test("does not run again for a setting that changes nothing of what it proves", () => {
  const triggers = (props: Partial<RestoreDrillProps>) =>
    withDrill({ runOnDeploy: true, ...props }).json.only("terraform_data").triggers_replace;
  const others: Partial<RestoreDrillProps> = { maxVms: 20, concurrency: 1, timeoutMinutes: 60, tags: { a: "b" }, principal };
  expect(triggers(others)).toBe(triggers({}));
  expect(triggers({ sample: 2 })).not.toBe(triggers({}));
});

test.each([
  [{ waitFor: WaitFor.SNAPSHOT }, DrillPoint.LATEST_VAULTED, "got waitFor 'snapshot' of 'stack/Backup'"],
  [{ waitFor: WaitFor.ACCEPTED }, DrillPoint.LATEST, "got waitFor 'accepted' of 'stack/Backup'"],
  [{ waitFor: WaitFor.COMPLETED, outputName: "backup" }, DrillPoint.LATEST, "got one that the deployment does not run of"],
])("warns if initial backups are not waited for: %p", (options, point, warning) => {
  const stack = testStack();
  const protectedVms = [itemsOf(stack)];
  new InitialBackup(stack, "Backup", { protectedVms, retention: RecoveryPointRetention.days(30), ...options });
  new RestoreDrill(stack, "Drill", { protectedVms, runOnDeploy: true, point });
  synth(stack);
  expect(warnings(stack)).toEqual([expect.stringContaining(warning)]);
});

test("inherits the provider of the vault for every resource", () => {
  const stack = testStack();
  const provider = new AzurermProvider(stack, "hub", { features: [{}], alias: "hub" });
  const place = { vaultName: "vault-hub", resourceGroupName: "rg-hub", location: "westeurope", provider };
  const vault = new RecoveryServicesVault(stack, "Vault", place);
  new RestoreDrill(stack, "Drill", { vault, outputName: "drill", restores: DrillRestores.VM, principal });
  const { resource } = synth(stack).json;
  const providers = Object.values(resource ?? {}).flatMap((ofType) => Object.values(ofType).map((one) => one["provider"]));
  expect(new Set(providers)).toEqual(new Set(["azurerm.hub"]));
  expect(providers.length).toBeGreaterThan(9);
});

test("has default names that differ by stack, also for an id that only the deployment knows", () => {
  const app = Testing.app();
  const names = ["one", "two"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    new RestoreDrill(stack, "Drill", { vault: existingVault(stack), outputName: "drill" });
    const json = synth(stack);
    return [json.only("azurerm_resource_group").name, json.only("azurerm_storage_account").name] as [string, string];
  });
  for (const [group, account] of names) {
    expect(group).toMatch(/^vault-app-drill-[0-9a-f]{8}$/);
    expect(account).toMatch(/^drill[0-9a-f]{19}$/);
  }
  expect(names[0]).not.toEqual(names[1]);

  const stack = testStack();
  const place = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" };
  const vault = new RecoveryServicesVault(stack, "Vault", place);
  new RestoreDrill(stack, "Drill", { vault, outputName: "drill" });
  expect(synth(stack).only("azurerm_storage_account").name).toMatch(
    /^drill\$\{substr\(sha256\(lower\("\$\{azurerm_recovery_services_vault\.\w+\.id\}\|Drill"\)\), 0, 19\)\}$/,
  );
});

test("every choice and default is one that the command knows", () => {
  const stack = testStack();
  const vault = existingVault(stack);
  const choices: RestoreDrillProps[] = [
    { vault },
    ...Object.values(DrillPoint).map((point) => ({ vault, point })),
    ...Object.values(DrillRestores).map((restores) => ({ vault, restores })),
    { vault, sample: 40, tag: { name: "drill" } },
    { vault, objectiveMinutes: 100_000, pointAgeHours: 1, concurrency: 20, maxVms: 1_000 },
  ];
  for (const props of choices) expect(v.safeParse(drillSettingsSchema, drillSettings(props)).issues).toBeUndefined();
  expect(drillSettings({ vault, sample: 40 }).maxVms).toBe(40);
  expect(drillSettings({ vault, sample: 3 }).maxVms).toBe(10);
});

test("passes tokens", () => {
  const stack = testStack();
  const number = (name: string) => unknownNumber(stack, name);
  new RestoreDrill(stack, "Drill", {
    vault: RecoveryServicesVault.fromVaultId(stack, "Vault", unknownText(stack, "vault")),
    location: unknownText(stack, "location"),
    sample: number("sample"),
    concurrency: number("concurrency"),
    objectiveMinutes: number("objective"),
    tag: { name: unknownText(stack, "tagName"), value: unknownText(stack, "tagValue") },
    stagingAccountName: unknownText(stack, "account"),
    scratchResourceGroupName: unknownText(stack, "group"),
    principal: AzurePrincipal.managedIdentity({ principalId: unknownText(stack, "principal") }),
    sourceResourceGroupIds: [unknownText(stack, "source")],
    outputName: "drill",
  });
  const { sample, maxVms, tag } = synth(stack).json.output?.["drill"]?.["value"] as Record<string, unknown>;
  expect([sample, maxVms, tag]).toEqual(["${var.sample}", "${var.sample}", { name: "${var.tagName}", value: "${var.tagValue}" }]);
});
