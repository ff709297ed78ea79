import type { TerraformStack } from "cdktf";
import { AzurermProviderVersion, CrossSubscriptionRestoreState, RecoveryServicesVault } from "../../../lib";
import type { Emulator } from "../../../lib/emulator";
import { addAzapi } from "../../constructs/vault/support";
import { SUBSCRIPTION, VAULT_ID } from "../../support/azure";
import { describeWithAzapi } from "../support/azurerm";
import { BareTerraform } from "../support/bare-terraform";
import { armClientOf } from "../support/protected-vms";
import { startAzure } from "./support/azure";

/** A vault with settings that azurerm has no argument for, by azurerm and azapi. */
describeWithAzapi("settings of a vault by azapi", () => {
  let emulator: Emulator;
  let terraform: BareTerraform;

  beforeEach(async () => {
    emulator = await startAzure();
    emulator.addResource(`/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-app`);
    terraform = await BareTerraform.create(emulator.environment());
  });
  afterEach(async () => {
    await terraform.remove();
    await emulator.stop();
  });

  const vaultWith =
    (softDeleteRetentionDays: number, crossSubscriptionRestore: CrossSubscriptionRestoreState, team = "app") =>
    (stack: TerraformStack) => {
      AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
      const { url } = emulator;
      const azapi = addAzapi(stack);
      azapi.addOverride("disable_instance_discovery", true);
      azapi.addOverride("endpoint", [
        {
          active_directory_authority_host: `${url}/`,
          resource_manager_endpoint: `${url}/`,
          resource_manager_audience: url,
        },
      ]);
      new RecoveryServicesVault(stack, "Vault", {
        ...{ vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope", tags: { team } },
        softDeleteRetentionDays,
        crossSubscriptionRestore,
      });
    };
  const settings = async (): Promise<unknown> => {
    const { properties } = (await (await armClientOf(emulator)).read(VAULT_ID, "2025-08-01")) as {
      properties: {
        securitySettings: { softDeleteSettings: { softDeleteRetentionPeriodInDays: number } };
        restoreSettings?: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: string } };
      };
    };
    return [
      properties.securitySettings.softDeleteSettings.softDeleteRetentionPeriodInDays,
      properties.restoreSettings?.crossSubscriptionRestoreSettings.crossSubscriptionRestoreState,
    ];
  };

  test("are set, updated, kept by an update of azurerm, and set again after drift", async () => {
    const { DISABLED, ENABLED } = CrossSubscriptionRestoreState;
    await terraform.apply(vaultWith(30, DISABLED));
    expect(await settings()).toEqual([30, "Disabled"]);
    expect(await terraform.plan(vaultWith(30, DISABLED))).toEqual({});
    await terraform.apply(vaultWith(60, ENABLED));
    expect(await settings()).toEqual([60, "Enabled"]);
    await terraform.apply(vaultWith(60, ENABLED, "other"));
    expect(await settings()).toEqual([60, "Enabled"]);
    expect(await terraform.plan(vaultWith(60, ENABLED, "other"))).toEqual({});
    await (
      await armClientOf(emulator)
    ).write("PATCH", VAULT_ID, "2025-08-01", {
      properties: { securitySettings: { softDeleteSettings: { softDeleteRetentionPeriodInDays: 14 } } },
    });
    expect(Object.values(await terraform.plan(vaultWith(60, ENABLED, "other")))).toEqual(["update"]);
  }, 300_000);
});
