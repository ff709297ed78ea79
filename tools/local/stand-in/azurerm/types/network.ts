import type { DeclaredType } from "../declared-types";
import { inGroup, one, TRACKED, tracked } from "./parts";

const VERSION = "2024-05-01";
const NETWORKS = "Microsoft.Network/virtualNetworks";

export const NETWORK: Readonly<Record<string, DeclaredType>> = {
  azurerm_virtual_network: {
    known: [...TRACKED, "address_space"],
    apiVersion: VERSION,
    id: inGroup(NETWORKS),
    body: (network) => ({
      ...tracked(network),
      properties: { addressSpace: { addressPrefixes: network["address_space"] as unknown } },
    }),
  },
  azurerm_subnet: {
    known: ["name", "resource_group_name", "virtual_network_name", "address_prefixes"],
    apiVersion: VERSION,
    id: ({ virtual_network_name: network, name, ...rest }, at) =>
      inGroup(NETWORKS)({ ...rest, name: `${String(network)}/subnets/${String(name)}` }, at),
    body: ({ address_prefixes: [addressPrefix] }) => ({ properties: { addressPrefix: addressPrefix as unknown } }),
  },
  azurerm_network_interface: {
    known: [...TRACKED, "ip_configuration"],
    apiVersion: VERSION,
    id: inGroup("Microsoft.Network/networkInterfaces"),
    body: (nic) => {
      const address = one(nic["ip_configuration"]);
      const subnet = { id: address?.["subnet_id"] as unknown };
      const properties = {
        privateIPAllocationMethod: address?.["private_ip_address_allocation"] as unknown,
        subnet,
        primary: true,
      };
      return { ...tracked(nic), properties: { ipConfigurations: [{ name: address?.["name"] as unknown, properties }] } };
    },
  },
  azurerm_private_endpoint: {
    known: [...TRACKED, "subnet_id", "private_service_connection", "private_dns_zone_group"],
    apiVersion: VERSION,
    id: inGroup("Microsoft.Network/privateEndpoints"),
    body: (endpoint) => {
      const connection = one(endpoint["private_service_connection"]);
      const service = {
        privateLinkServiceId: connection?.["private_connection_resource_id"] as unknown,
        groupIds: connection?.["subresource_names"] as unknown,
      };
      const privateLinkServiceConnections = [{ name: connection?.["name"] as unknown, properties: service }];
      return {
        ...tracked(endpoint),
        properties: { subnet: { id: endpoint["subnet_id"] as unknown }, privateLinkServiceConnections },
      };
    },
    child: (endpoint) => {
      const zones = one(endpoint["private_dns_zone_group"]);
      const ids = (zones?.["private_dns_zone_ids"] ?? []) as string[];
      const privateDnsZoneConfigs = ids.map((id) => ({ name: id.split("/").at(-1), properties: { privateDnsZoneId: id } }));
      return { path: `privateDnsZoneGroups/${String(zones?.["name"])}`, body: { properties: { privateDnsZoneConfigs } } };
    },
  },
};
