import { CUSTOM_PARAMETERS, CUSTOM_RULE } from "../../../lib/constructs/auto-protection/custom-definition";
import { derivedGuid } from "../../../lib/emulator/arm/derived-guid";
import { BACKUP, GROUPS, itemId, makeVault, triggerBackup, untilJob, vmId } from "../azurerm";
import { at, refusal, startClient, type Client } from "../client";

const POLICY = "2022-06-01";
const DEFINITIONS = "2021-06-01";
const STATES = "2019-10-01";
const REMEDIATIONS = "2021-10-01";
const EXEMPTIONS = "2020-07-01-preview";
const TAGGED = "/providers/Microsoft.Authorization/policyDefinitions/345fa903-145c-4fe1-8bcd-93ec2adccde8";
const [VM_CONTRIBUTOR, BACKUP_CONTRIBUTOR] = ["9980e02c-c2be-4d73-94e8-173b1dc7cf3c", "5e467623-bb1f-42f4-a55d-6e525e11384b"];
const WINDOWS = { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter-g2", version: "latest" };
const DEBIAN = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };

let client: Client;
let vault: string;
let assignment: string;
beforeEach(async () => {
  client = await startClient();
  vault = await makeVault(client);
  await client.arm("PUT", `${client.subscription}/resourceGroups/rg-app`, GROUPS, { location: "westeurope" });
  assignment = `${client.subscription}/providers/Microsoft.Authorization/policyAssignments/backup`;
});

async function assign(more: object = {}, policyDefinitionId = TAGGED): Promise<void> {
  const values = {
    vaultLocation: "westeurope",
    backupPolicyId: `${vault}/backupPolicies/DefaultPolicy`,
    inclusionTagName: "backup",
    inclusionTagValue: ["yes"],
    effect: "DeployIfNotExists",
    ...more,
  };
  const parameters = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
  const body = { location: "westeurope", identity: { type: "SystemAssigned" }, properties: { policyDefinitionId, parameters } };
  expect((await client.arm("PUT", assignment, POLICY, body)).status).toBe(201);
}

/** Gives the identity of the assignment a role. */
async function grant(role: string, scope: string): Promise<void> {
  const principalId = at(await client.arm("GET", assignment, POLICY), "identity.principalId");
  const roleDefinitionId = `${client.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${derivedGuid(`${role} ${scope}`)}`;
  const properties = { principalId, roleDefinitionId, principalType: "ServicePrincipal" };
  expect((await client.arm("PUT", id, "2022-04-01", { properties })).status).toBe(201);
}

async function grantBoth(): Promise<void> {
  await grant(VM_CONTRIBUTOR, client.subscription);
  await grant(BACKUP_CONTRIBUTOR, vault.slice(0, vault.indexOf("/providers/")));
}

async function createVm(name: string, tags: object = { backup: "yes" }, image = WINDOWS, location = "westeurope"): Promise<void> {
  const properties = { storageProfile: { imageReference: image, osDisk: { createOption: "FromImage" } } };
  await client.follow(await client.arm("PUT", vmId(client, name), "2024-07-01", { location, tags, properties }));
}

async function states(scope = client.subscription): Promise<Record<string, unknown>> {
  const answer = await client.arm("POST", `${scope}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`, STATES);
  const value = at(answer, "value") as { resourceId: string; complianceState: string }[];
  return Object.fromEntries(
    value.map(({ resourceId, complianceState }) => [resourceId.split("/").at(-1) ?? "", complianceState]),
  );
}

async function itemStatus(name: string): Promise<unknown> {
  return at(await client.arm("GET", itemId(client, name), BACKUP), "properties.protectionState");
}

const MINUTES = 60_000;

test("a VM that somebody else creates is protected, and its initial backup is made", async () => {
  await assign();
  await grantBoth();
  await createVm("vm1");
  await createVm("vm2", { backup: "no" });
  expect(await states()).toEqual({ vm1: "NonCompliant" });
  expect(await itemStatus("vm1")).toBeUndefined();
  client.emulator.advance(11 * MINUTES);
  expect(await states()).toEqual({ vm1: "Compliant" });
  client.emulator.advance(MINUTES);
  expect(await itemStatus("vm1")).toBe("IRPending");
  expect(await itemStatus("vm2")).toBeUndefined();

  const job = await triggerBackup(client, itemId(client, "vm1"));
  await untilJob(client, vault, job, "Completed");
  expect(await itemStatus("vm1")).toBe("Protected");
});

test("the identity needs both of its roles", async () => {
  await assign();
  await createVm("vm1");
  client.emulator.advance(20 * MINUTES);
  expect(await states()).toEqual({ vm1: "NonCompliant" });
  await grant(VM_CONTRIBUTOR, `${client.subscription}/resourceGroups/rg-app`);
  expect(await remediate("first")).toMatchObject({ totalDeployments: 1, successfulDeployments: 0, failedDeployments: 1 });
  await grant(BACKUP_CONTRIBUTOR, vault.slice(0, vault.indexOf("/providers/")));
  expect(await states()).toEqual({ vm1: "NonCompliant" });
  expect(await remediate("second")).toMatchObject({ totalDeployments: 1, successfulDeployments: 1, failedDeployments: 0 });
  expect(await states()).toEqual({ vm1: "Compliant" });
});

test("the role on the vault alone does not let the identity protect a VM", async () => {
  await assign();
  await grant(BACKUP_CONTRIBUTOR, vault.slice(0, vault.indexOf("/providers/")));
  await createVm("vm1");
  client.emulator.advance(20 * MINUTES);
  expect(await states()).toEqual({ vm1: "NonCompliant" });
});

async function remediate(name: string): Promise<unknown> {
  const id = `${client.subscription}/providers/Microsoft.PolicyInsights/remediations/${name}`;
  await client.arm("PUT", id, REMEDIATIONS, { properties: { policyAssignmentId: assignment } });
  const answer = await client.arm("GET", id, REMEDIATIONS);
  const failed = at(answer, "properties.deploymentStatus.failedDeployments") !== 0;
  expect(at(answer, "properties.provisioningState")).toBe(failed ? "Failed" : "Succeeded");
  return at(answer, "properties.deploymentStatus");
}

test("a VM that existed before the assignment waits for a remediation", async () => {
  await createVm("vm1");
  client.emulator.advance(20 * MINUTES);
  await states();
  await assign();
  await grantBoth();
  client.emulator.advance(60 * MINUTES);
  expect(await states()).toEqual({ vm1: "NonCompliant" });
  expect(await remediate("existing")).toMatchObject({ successfulDeployments: 1 });
  expect(await states()).toEqual({ vm1: "Compliant" });
});

test("the built-in definitions leave out images, tags, regions and exempt VMs", async () => {
  await assign({ effect: "AuditIfNotExists" });
  await createVm("vm-debian", { backup: "yes" }, DEBIAN);
  await createVm("vm-untagged", {});
  await createVm("vm-other-case", { Backup: "yes" });
  await createVm("vm-elsewhere", { backup: "yes" }, WINDOWS, "northeurope");
  await createVm("vm-exempt");
  const exemption = `${vmId(client, "vm-exempt")}/providers/Microsoft.Authorization/policyExemptions/backup`;
  const properties = { policyAssignmentId: assignment, exemptionCategory: "Waiver" };
  expect((await client.arm("PUT", exemption, EXEMPTIONS, { properties })).status).toBe(201);
  client.emulator.advance(20 * MINUTES);
  expect(await states()).toEqual({ "vm-other-case": "NonCompliant", "vm-exempt": "Exempt" });
  expect(await itemStatus("vm-other-case")).toBeUndefined();
  const summary = await client.arm(
    "POST",
    `${client.subscription}/providers/Microsoft.PolicyInsights/policyStates/latest/summarize`,
    STATES,
  );
  expect(at(summary, "value.0.results.nonCompliantResources")).toBe(1);
});

describe("the definition that AutoProtection declares", () => {
  const id = () => `${client.subscription}/providers/Microsoft.Authorization/policyDefinitions/vm-backup`;
  const define = (policyRule: object) =>
    client.arm("PUT", id(), DEFINITIONS, {
      properties: { policyType: "Custom", mode: "Indexed", parameters: CUSTOM_PARAMETERS, policyRule },
    });

  test("protects VMs of every image, by both kinds of tags", async () => {
    expect((await define(CUSTOM_RULE)).status).toBe(201);
    await assign({ exclusionTagName: "temporary", exclusionTagValue: ["yes"] }, id());
    await grantBoth();
    await createVm("vm-debian", { backup: "yes" }, DEBIAN);
    await createVm("vm-temporary", { backup: "yes", temporary: "yes" }, DEBIAN);
    await createVm("vm-elsewhere", { backup: "yes" }, DEBIAN, "northeurope");
    client.emulator.advance(11 * MINUTES);
    expect(await states()).toEqual({ "vm-debian": "Compliant" });
    client.emulator.advance(MINUTES);
    expect(await itemStatus("vm-debian")).toBe("IRPending");
  });

  test("is refused with a form that the emulator does not evaluate, by name", async () => {
    const count = { ...CUSTOM_RULE, if: { count: { field: "tags" }, greater: 1 } };
    const answer = await define(count);
    expect(refusal(answer)).toEqual([400, "PolicyFormNotEmulated"]);
    expect(at(answer, "error.message")).toContain("condition 'count, greater'");
    const parsed = JSON.parse(JSON.stringify(CUSTOM_RULE).replace("field('id')", "toLower(field('id'))")) as object;
    expect(at(await define(parsed), "error.message")).toContain("function 'toLower'");
  });
});
