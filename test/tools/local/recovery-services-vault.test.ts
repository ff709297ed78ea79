import { readFileSync } from "node:fs";
import { ArmClient } from "../../../tools/local/stand-in/arm-client";
import { createResourceGroup } from "../../../tools/local/stand-in/azurerm/resource-group";
import { createVault } from "../../../tools/local/stand-in/azurerm/recovery-services-vault";
import { RecoveryServicesVault, type RecoveryServicesVaultProps, VaultIdentity, VaultImmutability } from "../../../lib";
import type { Emulator } from "../../../lib/emulator";
import { startTestEmulator } from "../../support/emulator";
import { synthesized } from "../../support/synth";

let emulator: Emulator;
let arm: ArmClient;
beforeAll(async () => {
  emulator = await startTestEmulator({ speed: 10_000 });
  const { ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET, ARM_SUBSCRIPTION_ID } = emulator.environment();
  arm = new ArmClient({
    endpoint: emulator.url,
    certificate: readFileSync(emulator.certificateFile, "utf8"),
    tenantId: ARM_TENANT_ID ?? "",
    clientId: ARM_CLIENT_ID ?? "",
    clientSecret: ARM_CLIENT_SECRET ?? "",
    subscriptionId: ARM_SUBSCRIPTION_ID ?? "",
    timeScale: 1 / 10_000,
  });
  await createResourceGroup(arm, "azurerm_resource_group.group", { name: "rg-app", location: "westeurope" });
});

/** Returns Azure's answer about a vault that a stack declares. */
async function applied(vaultName: string, props: Partial<RecoveryServicesVaultProps>): Promise<object> {
  const { lifecycle: _, ...config } = synthesized(
    (stack) =>
      new RecoveryServicesVault(stack, "Vault", { vaultName, resourceGroupName: "rg-app", location: "westeurope", ...props }),
  ).only("azurerm_recovery_services_vault");
  const { id } = (await createVault(arm, "azurerm_recovery_services_vault.Vault", config)) as { id: string };
  return arm.read(id, "2025-08-01");
}

test("locks a vault in two steps, as azurerm does", async () => {
  const immutability = VaultImmutability.locked({ acknowledgeIrreversible: true });
  expect(await applied("vault-locked", { immutability })).toMatchObject({
    properties: { securitySettings: { immutabilitySettings: { state: "Locked" } } },
  });
});

test("sends identities, alerts and network access", async () => {
  const identityId = `${arm.subscriptionPath}/resourceGroups/rg-app/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a`;
  const vault = await applied("vault-both", {
    identity: VaultIdentity.systemAndUserAssigned([identityId]),
    monitoring: { alertsForCriticalOperationFailuresEnabled: false },
    publicNetworkAccessEnabled: false,
  });
  expect(vault).toMatchObject({
    identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { [identityId]: {} } },
    properties: {
      publicNetworkAccess: "Disabled",
      monitoringSettings: {
        azureMonitorAlertSettings: { alertsForAllJobFailures: "Enabled" },
        classicAlertSettings: { alertsForCriticalOperations: "Disabled" },
      },
    },
  });
  expect(await applied("vault-own", { identity: VaultIdentity.systemAssigned() })).toMatchObject({
    identity: { type: "SystemAssigned", principalId: expect.stringMatching(/^[-0-9a-f]{36}$/) as string },
  });
});
