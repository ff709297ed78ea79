import { CUSTOM_PARAMETERS, CUSTOM_RULE } from "../../../lib/constructs/auto-protection/custom-definition";
import { derivedGuid } from "../../../lib/emulator/arm/derived-guid";
import { BACKUP, itemId, makeVault } from "../azurerm";
import { at, refusal, startClient, type Client } from "../client";

/** Azure Policy at a management group, with the identity of a user, and what the emulator refuses. */

const OTHER = "/subscriptions/5b5c0000-0000-4000-8000-00000000eeee";
const OUTSIDE = "/subscriptions/5b5c0000-0000-4000-8000-00000000ffff";
const MG = "/providers/Microsoft.Management/managementGroups/mg-prod";
const ASSIGNMENT = `${MG}/providers/Microsoft.Authorization/policyAssignments/backup`;
const DEFINITION = `${MG}/providers/Microsoft.Authorization/policyDefinitions/vm-backup`;
const BUILT_IN = "/providers/Microsoft.Authorization/policyDefinitions";
const TAGGED = `${BUILT_IN}/345fa903-145c-4fe1-8bcd-93ec2adccde8`;
const AUDIT = `${BUILT_IN}/013e242c-8828-4970-87b3-ab247555486d`;
const [VM_CONTRIBUTOR, BACKUP_CONTRIBUTOR] = ["9980e02c-c2be-4d73-94e8-173b1dc7cf3c", "5e467623-bb1f-42f4-a55d-6e525e11384b"];
const MINUTE = 60_000;

let client: Client;
let vault: string;
beforeEach(async () => {
  client = await startClient();
  vault = await makeVault(client);
  for (const subscription of [client.subscription, OTHER, OUTSIDE]) {
    client.emulator.addResource(`${subscription}/resourceGroups/rg-app`);
  }
  await client.arm("PUT", MG, "2020-05-01", {});
  for (const subscription of [client.subscription, OTHER]) {
    expect((await client.arm("PUT", MG + subscription, "2020-05-01")).status).toBe(200);
  }
});

const vmOf = (subscription: string, name: string): string =>
  `${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;

async function createVm(subscription: string, name: string): Promise<void> {
  const imageReference = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };
  const properties = { storageProfile: { imageReference, osDisk: { createOption: "FromImage" } } };
  await client.follow(await client.arm("PUT", vmOf(subscription, name), "2024-07-01", { location: "westeurope", properties }));
}

interface Assigned {
  readonly id?: string;
  readonly definition?: string;
  readonly identity?: object;
  readonly location?: string | undefined;
  readonly parameters?: object;
  readonly properties?: object;
}

/** Assigns the definition without a list of images, unless another one is named. */
async function assign({ id = ASSIGNMENT, definition = DEFINITION, properties, ...more }: Assigned = {}) {
  const { identity = { type: "SystemAssigned" }, location = "westeurope" } = more;
  const given = more.parameters ?? {
    vaultLocation: "West Europe",
    backupPolicyId: `${vault}/backupPolicies/DefaultPolicy`,
    effect: "DeployIfNotExists",
  };
  const parameters = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value: value as unknown }]));
  const body = { policyDefinitionId: definition, parameters, ...properties };
  return client.arm("PUT", id, "2022-06-01", { location, identity, properties: body });
}

async function define(id = DEFINITION): Promise<void> {
  const properties = { policyType: "Custom", mode: "Indexed", parameters: CUSTOM_PARAMETERS, policyRule: CUSTOM_RULE };
  expect((await client.arm("PUT", id, "2021-06-01", { properties })).status).toBe(201);
}

async function grant(principalId: unknown): Promise<void> {
  for (const [role, scope] of [
    [VM_CONTRIBUTOR, MG],
    [BACKUP_CONTRIBUTOR, vault.slice(0, vault.indexOf("/providers/"))],
  ]) {
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${derivedGuid(`${role} ${scope}`)}`;
    const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    const properties = { principalId, roleDefinitionId, principalType: "ServicePrincipal" };
    expect((await client.arm("PUT", id, "2022-04-01", { properties })).status).toBe(201);
  }
}

async function states(scope = MG): Promise<Record<string, unknown>> {
  const path = `${scope}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`;
  const value = at(await client.arm("POST", path, "2019-10-01"), "value") as { resourceId: string; complianceState: string }[];
  return Object.fromEntries(
    value.map(({ resourceId, complianceState }) => [resourceId.split("/").at(-1) ?? "", complianceState]),
  );
}

async function remediate(scope = MG) {
  const id = `${scope}/providers/Microsoft.PolicyInsights/remediations/existing`;
  await client.arm("PUT", id, "2021-10-01", { properties: { policyAssignmentId: ASSIGNMENT } });
  return at(await client.arm("GET", id, "2021-10-01"), "properties.deploymentStatus");
}

test("protects VMs of the subscriptions of the group, and no others, under roles at the group", async () => {
  await define();
  expect((await assign()).status).toBe(201);
  await createVm(client.subscription, "vm-own");
  await createVm(OTHER, "vm-other");
  await createVm(OUTSIDE, "vm-outside");
  client.emulator.advance(11 * MINUTE);
  expect(await states()).toEqual({ "vm-own": "NonCompliant", "vm-other": "NonCompliant" });
  await grant(at(await client.arm("GET", ASSIGNMENT, "2022-06-01"), "identity.principalId"));
  expect(await remediate()).toMatchObject({ totalDeployments: 2, successfulDeployments: 2 });
  expect(await states()).toEqual({ "vm-own": "Compliant", "vm-other": "Compliant" });
  expect(await states(OTHER)).toEqual({ "vm-other": "Compliant" });
  expect(await states(OUTSIDE)).toEqual({});
  expect(await states(ASSIGNMENT)).toEqual({ "vm-own": "Compliant", "vm-other": "Compliant" });
});

test("leaves out the subscriptions of notScopes, and those that leave the group", async () => {
  await define();
  await assign({ properties: { notScopes: [OTHER] } });
  await createVm(client.subscription, "vm-own");
  await createVm(OTHER, "vm-other");
  expect(await states()).toEqual({ "vm-own": "NonCompliant" });
  await client.arm("DELETE", ASSIGNMENT, "2022-06-01");
  await assign();
  await client.arm("PUT", MG.replace("mg-prod", "mg-else"), "2020-05-01", {});
  await client.arm("PUT", `${MG.replace("mg-prod", "mg-else")}${client.subscription}`, "2020-05-01");
  expect(await states()).toEqual({ "vm-other": "NonCompliant" });
});

test("deploys under a user-assigned identity, in another letter case too", async () => {
  const identity = `${client.subscription}/resourceGroups/rg-app/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-policy`;
  const made = await client.arm("PUT", identity, "2024-11-30", { location: "westeurope", properties: {}, tags: {} });
  await define();
  const userAssignedIdentities = { [identity.replace("id-policy", "ID-Policy")]: {} };
  const answer = await assign({ identity: { type: "UserAssigned", userAssignedIdentities } });
  expect(answer.status).toBe(201);
  expect(Object.values(at(answer, "identity.userAssignedIdentities") as object)).toEqual([
    { principalId: at(made, "properties.principalId"), clientId: at(made, "properties.clientId") },
  ]);
  await grant(at(made, "properties.principalId"));
  await createVm(client.subscription, "vm-own");
  client.emulator.advance(11 * MINUTE);
  expect(await states()).toEqual({ "vm-own": "Compliant" });
  client.emulator.advance(MINUTE);
  expect(at(await client.arm("GET", itemId(client, "vm-own"), BACKUP), "properties.protectionState")).toBe("IRPending");
});

test("deploys nothing while an assignment is not enforced, until a remediation", async () => {
  await define();
  await assign({ properties: { enforcementMode: "DoNotEnforce" } });
  await grant(at(await client.arm("GET", ASSIGNMENT, "2022-06-01"), "identity.principalId"));
  await createVm(client.subscription, "vm-own");
  client.emulator.advance(60 * MINUTE);
  expect(await states()).toEqual({ "vm-own": "NonCompliant" });
  expect(await remediate()).toMatchObject({ successfulDeployments: 1 });
});

describe("built-in definitions", () => {
  test("are read by their ids and listed, with their parameters", async () => {
    const answer = await client.arm("GET", TAGGED.toUpperCase().replace("/PROVIDERS", "/providers"), "2025-01-01");
    expect(at(answer, "properties")).toMatchObject({ policyType: "BuiltIn", version: "9.5.0" });
    expect(Object.keys(at(answer, "properties.parameters") as object)).toEqual([
      ...["vaultLocation", "backupPolicyId", "inclusionTagName", "inclusionTagValue", "effect"],
    ]);
    expect(at(await client.arm("GET", BUILT_IN, "2025-01-01"), "value")).toHaveLength(3);
    expect((await client.arm("GET", `${BUILT_IN}/${derivedGuid("none")}`, "2025-01-01")).status).toBe(404);
  });

  test("audit VMs of every image, and cannot be remediated", async () => {
    await assign({ definition: AUDIT, parameters: {} });
    await createVm(client.subscription, "vm-own");
    expect(await states()).toEqual({ "vm-own": "NonCompliant" });
    const id = `${MG}/providers/Microsoft.PolicyInsights/remediations/none`;
    const answer = await client.arm("PUT", id, "2021-10-01", { properties: { policyAssignmentId: ASSIGNMENT } });
    expect(refusal(answer)).toEqual([400, "InvalidCreateRemediationRequest"]);
  });
});

test.each<[string, Assigned, number, string, string]>([
  [
    "a built-in definition that it does not have",
    { definition: `${BUILT_IN}/83644c87-93dd-49fe-bf9f-6aff8fd0834e` },
    400,
    "PolicyDefinitionNotEmulated",
    "83644c87",
  ],
  [
    "an initiative",
    { definition: "/providers/Microsoft.Authorization/policySetDefinitions/x" },
    400,
    "PolicyDefinitionNotEmulated",
    "policySetDefinitions/x",
  ],
  [
    "a definition that does not exist",
    { definition: `${MG}/providers/Microsoft.Authorization/policyDefinitions/none` },
    404,
    "PolicyDefinitionNotFound",
    "policyDefinitions/none",
  ],
  [
    "a definition for subscriptions at a management group",
    { definition: TAGGED },
    400,
    "PolicyFormNotEmulated",
    "supports no management group",
  ],
  [
    "another management group's definition",
    { id: `${OUTSIDE}/providers/Microsoft.Authorization/policyAssignments/backup` },
    400,
    "InvalidCreatePolicyAssignmentRequest",
    "out of scope",
  ],
  [
    "an unknown kind of identity",
    { identity: { type: "SystemAssigned, UserAssigned" } },
    400,
    "PolicyFormNotEmulated",
    "type 'SystemAssigned, UserAssigned'",
  ],
  [
    "an identity that does not exist",
    { identity: { type: "UserAssigned", userAssignedIdentities: { [`${OTHER}/none`]: {} } } },
    400,
    "PolicyFormNotEmulated",
    "/none'",
  ],
  [
    "a parameter that is not declared",
    { parameters: { vaultLocation: "x", backupPolicyId: "y", tagName: "z" } },
    400,
    "UndefinedPolicyParameter",
    "'tagName'",
  ],
  ["a missing parameter", { parameters: { vaultLocation: "x" } }, 400, "MissingPolicyParameter", "'backupPolicyId'"],
  [
    "a value that is not allowed",
    { parameters: { vaultLocation: "x", backupPolicyId: "y", effect: "Deny" } },
    400,
    "PolicyParameterValueNotAllowed",
    "'Deny'",
  ],
  ["selectors", { properties: { resourceSelectors: [{ name: "west" }] } }, 400, "PolicyFormNotEmulated", "'resourceSelectors'"],
  ["a scope to leave out that is elsewhere", { properties: { notScopes: [OUTSIDE] } }, 400, "PolicyFormNotEmulated", OUTSIDE],
])("refuses %s by name", async (_, assigned, status, code, text) => {
  await define();
  const answer = await assign(assigned);
  expect(refusal(answer)).toEqual([status, code]);
  expect(at(answer, "error.message")).toContain(text);
});

test("refuses an assignment at a management group that does not exist", async () => {
  await define();
  expect((await assign({ id: ASSIGNMENT.replace("mg-prod", "mg-none") })).status).toBe(404);
});
