import { ITEMS, itemId, makeVault, protect, SOFT_DELETE_BODY, vaultId, VAULTS } from "./azurerm";
import { at, refusal, startClient, type Answer, type Client } from "./client";

/** Settings of a vault that azurerm has no argument for, as azapi and `az rest` send them. */

let client: Client;

const patch = (properties: object): Promise<Answer> => client.arm("PATCH", vaultId(client), VAULTS, { properties });
const days = (softDeleteRetentionPeriodInDays: number) => ({
  securitySettings: { softDeleteSettings: { softDeleteRetentionPeriodInDays } },
});
const restore = (crossSubscriptionRestoreState: string) => ({
  restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState } },
});
const daysOf = async (): Promise<unknown[]> => [
  at(
    await client.arm("GET", vaultId(client), VAULTS),
    "properties.securitySettings.softDeleteSettings.softDeleteRetentionPeriodInDays",
  ),
  at(await client.arm("GET", `${vaultId(client)}/backupconfig/vaultconfig`, ITEMS), "properties.softDeleteRetentionPeriodInDays"),
];

describe.each(["Enabled", "AlwaysON"] as const)("with soft delete %s", (softDelete) => {
  beforeEach(async () => {
    client = await startClient({ softDelete });
    await makeVault(client);
  });

  test("stores the soft-delete days, and uses them for later deletions", async () => {
    expect((await patch(days(30))).status).toBe(200);
    expect(await daysOf()).toEqual([30, 30]);
    const id = await protect(client, "vm1");
    await client.arm("PATCH", vaultId(client), VAULTS, {
      properties: { securitySettings: { immutabilitySettings: { state: "Disabled" } } },
    });
    expect(at(await client.follow(await client.arm("DELETE", id, ITEMS)), "status")).toBe("Succeeded");
    expect(at(await client.arm("GET", itemId(client, "vm1"), ITEMS), "properties.softDeleteRetentionPeriod")).toBe(30);
  });

  test.each([13, 181, 20.5])("refuses %d soft-delete days", async (count) => {
    expect(refusal(await patch(days(count)))).toEqual([400, "InvalidRequestContent"]);
  });

  test("accepts a PUT of the changed answer of a GET, as azapi sends it", async () => {
    const { body } = await client.arm("GET", vaultId(client), VAULTS);
    const vault = body as { properties: Record<string, object> };
    const softDeleteSettings = {
      ...(at({ body } as Answer, "properties.securitySettings.softDeleteSettings") as object),
      softDeleteRetentionPeriodInDays: 60,
    };
    const properties = { ...vault.properties, securitySettings: { ...vault.properties["securitySettings"], softDeleteSettings } };
    expect((await client.arm("PUT", vaultId(client), VAULTS, { ...vault, properties })).status).toBe(200);
    expect(await daysOf()).toEqual([60, 60]);
  });
});

test("stores the state of cross-subscription restore, and keeps a permanent one", async () => {
  client = await startClient();
  await makeVault(client);
  const state = async () =>
    at(
      await client.arm("GET", vaultId(client), VAULTS),
      "properties.restoreSettings.crossSubscriptionRestoreSettings.crossSubscriptionRestoreState",
    );
  for (const one of ["Disabled", "Enabled", "PermanentlyDisabled", "PermanentlyDisabled"]) {
    expect((await patch(restore(one))).status).toBe(200);
    expect(await state()).toBe(one);
  }
  expect(refusal(await patch(restore("Enabled")))).toEqual([400, "InvalidRestApiParameter"]);
  expect(refusal(await patch(restore("Off")))).toEqual([400, "InvalidRequestContent"]);
});

test("refuses the backup configuration if soft delete is always on", async () => {
  client = await startClient({ softDelete: "AlwaysON" });
  await makeVault(client);
  const path = `${vaultId(client)}/backupconfig/vaultconfig`;
  expect(refusal(await client.arm("PATCH", path, ITEMS, SOFT_DELETE_BODY))[1]).toBe("BMSUserErrorSoftDeleteStateAlwaysOn");
  expect(refusal(await patch({ securitySettings: { softDeleteSettings: { softDeleteState: "Disabled" } } }))[1]).toBe(
    "BMSUserErrorSoftDeleteStateAlwaysOn",
  );
});
