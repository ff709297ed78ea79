import { POLICIES, ITEMS, itemBody, itemId, makeVault, policyBody, protect, vmId } from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

let client: Client;
let vault: string;
beforeAll(async () => {
  client = await startClient();
  vault = await makeVault(client);
});

const put = (name: string, body: object) => client.arm("PUT", `${vault}/backupPolicies/${name}`, POLICIES, body);
const get = (name: string) => client.arm("GET", `${vault}/backupPolicies/${name}`, POLICIES);

describe("azurerm_backup_policy_vm", () => {
  test("is created, read, updated with what was read, and deleted", async () => {
    expect(refusal(await get("daily"))[0]).toBe(404);
    expect((await put("daily", policyBody())).status).toBe(200);
    const read = await get("daily");
    expect(read.body).toMatchObject({
      id: `${vault}/backupPolicies/daily`,
      name: "daily",
      type: "Microsoft.RecoveryServices/vaults/backupPolicies",
      properties: { ...policyBody().properties, protectedItemsCount: 0, instantRpRetentionRangeInDays: 7 },
    });
    expect((await put("daily", read.body as object)).status).toBe(200);
    expect((await client.arm("DELETE", `${vault}/backupPolicies/daily`, POLICIES)).status).toBe(200);
    expect((await get("daily")).status).toBe(404);
    expect((await client.arm("DELETE", `${vault}/backupPolicies/daily`, POLICIES)).status).toBe(204);
  });

  test("gets today's date for times that azurerm sends without one", async () => {
    await put("dateless", policyBody("23:00:00Z"));
    const properties = "properties.schedulePolicy.dailySchedule.scheduleRunTimes.0";
    const today = client.emulator.now().toISOString().slice(0, 10);
    expect(at(await get("dateless"), properties)).toBe(`${today}T23:00:00Z`);
  });

  test("gets the date of its other times for a time without one", async () => {
    await put("later", policyBody("2026-11-20T23:00:00Z"));
    const body = structuredClone(policyBody("2026-11-20T23:00:00Z")) as {
      properties: { schedulePolicy: { dailySchedule?: object } };
    };
    body.properties.schedulePolicy = JSON.parse(
      JSON.stringify(body.properties.schedulePolicy).replaceAll("2026-11-20T", ""),
    ) as typeof body.properties.schedulePolicy;
    expect((await put("later", body)).status).toBe(200);
    const runTime = "properties.schedulePolicy.dailySchedule.scheduleRunTimes.0";
    expect(at(await get("later"), runTime)).toBe("2026-11-20T23:00:00Z");
  });

  test("keeps the days of instant restore if an update omits them", async () => {
    const body = policyBody();
    await put("instant", { properties: { ...body.properties, instantRpRetentionRangeInDays: 12 } });
    await put("instant", body);
    expect(at(await get("instant"), "properties.instantRpRetentionRangeInDays")).toBe(12);
  });

  test("cannot be deleted while an item uses it", async () => {
    await put("used", policyBody());
    client.emulator.addVirtualMachine(vmId(client, "vm-used"));
    const body = itemBody(client, "vm-used", `${vault}/backupPolicies/used`);
    await client.follow(await client.arm("PUT", itemId(client, "vm-used"), ITEMS, body));
    expect(at(await get("used"), "properties.protectedItemsCount")).toBe(1);
    const answer = await client.arm("DELETE", `${vault}/backupPolicies/used`, POLICIES);
    expect(refusal(answer)).toEqual([400, "BMSUserErrorPolicyObjectInUse"]);
  });

  test("exists in every vault as DefaultPolicy and EnhancedPolicy", async () => {
    await protect(client, "vm-default");
    const list = await client.arm(
      "GET",
      `${vault}/backupPolicies?$filter=backupManagementType eq 'AzureIaasVM'`.replace(/ /g, "%20"),
      POLICIES,
    );
    const names = (at(list, "value") as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["DefaultPolicy", "EnhancedPolicy"]));
    expect(at(await get("DefaultPolicy"), "properties.protectedItemsCount")).toBe(1);
    const again = await put("DefaultPolicy", (await get("DefaultPolicy")).body as object);
    expect(again.status).toBe(200);
    expect((await put("EnhancedPolicy", (await get("EnhancedPolicy")).body as object)).status).toBe(200);
  });

  test("is refused with Azure's code and text, and the broken rule", async () => {
    const body = policyBody();
    body.properties.retentionPolicy.dailySchedule.retentionDuration.count = 3;
    const answer = await put("bad", body);
    expect(refusal(answer)).toEqual([400, "BMSUserErrorInvalidPolicyInput"]);
    expect(at(answer, "error.message")).toContain("Input for create or update policy is not in proper format");
    expect(at(answer, "error.details.0.message")).toBe("daily retention is 3: use 7 to 9999");
    expect((await get("bad")).status).toBe(404);
  });

  test("is refused if it does not have the API's form", async () => {
    const answer = await put("bad", { properties: { ...policyBody().properties, policyType: "V3" } });
    expect(refusal(answer)).toEqual([400, "BMSUserErrorInvalidPolicyInput"]);
    expect(at(answer, "error.details.0.message")).toContain("policyType");
  });
});
