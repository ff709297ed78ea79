import { RecoveryServicesVault, type VaultPrivateEndpointOptions } from "../../../lib";
import { unknownText, VAULT_ID } from "../../support/azure";
import { type Arguments, refusal, synth, testStack } from "../../support/synth";
import { minimalVault, SUBNET_ID, zoneId } from "./support";

const ZONES = ["privatelink.we.backup.windowsazure.com", "privatelink.blob.core.windows.net"].map(zoneId);

function endpoint(options: Partial<VaultPrivateEndpointOptions> = {}): Arguments {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId: VAULT_ID, location: "westeurope" });
  vault.addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID, ...options });
  return synth(stack).only("azurerm_private_endpoint");
}

test("declares an endpoint for the subresource AzureBackup of the vault", () => {
  expect(endpoint()).toEqual({
    name: "stack-Vault-Endpoint",
    resource_group_name: "rg-app",
    location: "westeurope",
    subnet_id: SUBNET_ID,
    private_service_connection: {
      name: "stack-Vault-Endpoint",
      private_connection_resource_id: VAULT_ID,
      subresource_names: ["AzureBackup"],
      is_manual_connection: false,
    },
  });
});

test("declares a private DNS zone group", () => {
  expect(endpoint({ privateDnsZoneIds: ZONES, endpointName: "backup" })).toMatchObject({
    private_dns_zone_group: { name: "backup", private_dns_zone_ids: [...ZONES].sort() },
  });
});

test("passes resource group, location, network interface and tags to the resource", () => {
  const options = {
    resourceGroupName: "rg-net",
    location: "northeurope",
    customNetworkInterfaceName: "nic-backup",
    tags: { team: "app" },
  };
  expect(endpoint(options)).toMatchObject({
    resource_group_name: "rg-net",
    location: "northeurope",
    custom_network_interface_name: "nic-backup",
    tags: { team: "app" },
  });
});

test("throws if location is missing and the vault's region is unknown", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  expect(refusal(() => vault.addPrivateEndpoint("Endpoint", { subnetId: SUBNET_ID }))).toBe(
    "VaultPrivateEndpoint 'stack/Vault/Endpoint': location must be set if the vault's region is not known, got nothing; " +
      "name the virtual network's region",
  );
  expect(() => vault.addPrivateEndpoint("Other", { subnetId: SUBNET_ID, location: "westeurope" })).not.toThrow();
});

test.each([
  [{ subnetId: SUBNET_ID.replace("/subnets/backup", "") }, "subnetId must be '/subscriptions/<subscription>/"],
  [{ privateDnsZoneIds: [] }, "privateDnsZoneIds must be at least one id, none twice, got []"],
  [{ privateDnsZoneIds: ["zone"] }, "privateDnsZoneIds must be '/subscriptions/<subscription>/"],
  [{ endpointName: "-a" }, "endpointName must be 1 to 80 letters, digits, '-', '_' and '.'"],
  [{ endpointName: "a-" }, "endpointName must be 1 to 80 letters, digits, '-', '_' and '.'"],
  [{ endpointName: "a".repeat(81) }, "endpointName must be 1 to 80 letters, digits, '-', '_' and '.'"],
  [{ resourceGroupName: "rg." }, "resourceGroupName must be 1 to 90 letters"],
  [{ location: "" }, "location must be an Azure region"],
])("throws for %j", (options, message) => {
  expect(refusal(() => endpoint(options))).toContain(`VaultPrivateEndpoint 'stack/Vault/Endpoint': ${message}`);
});

test.each(["a", "a_", "a".repeat(80)])("accepts the endpointName '%s'", (endpointName) => {
  expect(endpoint({ endpointName })).toMatchObject({ name: endpointName });
});

test("accepts tokens", () => {
  const stack = testStack();
  const unknown = unknownText(stack, "id");
  expect(() => minimalVault(stack).addPrivateEndpoint("E", { subnetId: unknown, privateDnsZoneIds: [unknown] })).not.toThrow();
});
