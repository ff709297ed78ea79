import { nameIn } from "../../../azure/id-parts";
import type { GenericResource } from "../../arm/generic-resources";
import { derivedGuid } from "../../arm/derived-guid";
import { requireResourceName } from "../../arm/names";
import type { Context } from "../../context";
import { list, member, propertiesOf } from "../body";
import { child, tracked, type Json, type ResourceType } from "../resource-type";
import { NETWORK_VERSIONS } from "./network-versions";
import { SECURITY_GROUP } from "./security-group";
import { vmWith } from "../attachments";
import { isWithin, requireReferences } from "../scope";
import { subnetInUse, zoneHasLinks } from "../../errors/resource-errors";
import { nicInUse } from "../../errors/restore-errors";

const DNS_VERSIONS = ["2018-09-01", "2020-01-01", "2020-06-01", "2024-06-01"];

const NETWORK = "Microsoft.Network/virtualNetworks";
const SUBNET = `${NETWORK}/subnets`;
const NIC = "Microsoft.Network/networkInterfaces";
const ENDPOINT = "Microsoft.Network/privateEndpoints";
const ZONE = "Microsoft.Network/privateDnsZones";

const of = ({ state }: Context, id: string, type: string): GenericResource[] =>
  state.resources.under(id).filter((resource) => resource.type === type);

const idOf = (value: unknown, key: string): unknown => member(value, key)["id"];

/** Creates and deletes the subnets that the body of a virtual network has or no longer has. */
function storeSubnets(context: Context, network: GenericResource): void {
  const { subnets } = propertiesOf(network);
  if (!Array.isArray(subnets)) return;
  const sent = list(propertiesOf(network), "subnets").map((subnet): GenericResource => {
    const name = String(subnet["name"]);
    return { id: `${network.id}/subnets/${name}`, name, type: SUBNET, body: { name, properties: member(subnet, "properties") } };
  });
  for (const { id } of of(context, network.id, SUBNET)) {
    if (!sent.some((subnet) => isWithin(subnet.id, id))) deleteSubnet(context, id);
  }
  for (const subnet of sent) context.state.resources.set(subnet.id, subnet);
}

function deleteSubnet(context: Context, id: string): void {
  requireUnusedSubnet(context, id);
  context.state.resources.delete(id);
}

/** Returns the subnets of a private endpoint or a network interface. */
function subnetsOf(user: GenericResource): string[] {
  if (user.type === ENDPOINT) return [String(idOf(propertiesOf(user), "subnet"))];
  if (user.type !== NIC) return [];
  return list(propertiesOf(user), "ipConfigurations").map((one) => String(idOf(member(one, "properties"), "subnet")));
}

function requireUnusedSubnet({ state }: Context, id: string): void {
  for (const user of state.resources.values()) {
    if (!subnetsOf(user).some((subnet) => isWithin(subnet, id))) continue;
    throw subnetInUse(nameIn(id), user.id);
  }
}

const nicOf = (endpoint: GenericResource): string =>
  endpoint.id.replace(/\/privateEndpoints\/[^/]+$/i, `/networkInterfaces/${endpoint.name}.nic.${derivedGuid(endpoint.id)}`);

function endpointAddress(endpoint: GenericResource): string {
  return `10.0.0.${4 + (parseInt(derivedGuid(endpoint.id).slice(0, 2), 16) % 240)}`;
}

/** Stores the network interface of a private endpoint. */
function storeInterface({ state }: Context, endpoint: GenericResource): void {
  const id = nicOf(endpoint);
  const properties = {
    ipConfigurations: [
      {
        name: "privateEndpointIpConfig",
        properties: {
          privateIPAddress: endpointAddress(endpoint),
          privateIPAllocationMethod: "Dynamic",
          primary: true,
          subnet: propertiesOf(endpoint)["subnet"],
        },
      },
    ],
  };
  const body = { location: endpoint.body["location"], properties };
  state.resources.set(id, { id, name: nameIn(id), type: NIC, body });
}

function endpointProperties(_: Context, endpoint: GenericResource): Json {
  const approved = { status: "Approved", description: "Auto-Approved", actionsRequired: "None" };
  const connections = list(propertiesOf(endpoint), "privateLinkServiceConnections").map((connection) => ({
    ...connection,
    properties: {
      ...member(connection, "properties"),
      privateLinkServiceConnectionState: approved,
      provisioningState: "Succeeded",
    },
  }));
  return { privateLinkServiceConnections: connections, networkInterfaces: [{ id: nicOf(endpoint) }], customDnsConfigs: [] };
}

const SOA = { host: "azureprivatedns.net", email: "azureprivatedns-host.microsoft.com" };
const SOA_TIMES = { serialNumber: 1, refreshTime: 3600, retryTime: 300, expireTime: 2_419_200, minimumTtl: 10 };

/** Stores the SOA record that every zone has. */
function storeAuthority({ state }: Context, zone: GenericResource): void {
  const id = `${zone.id}/SOA/@`;
  const properties = { ttl: 3600, fqdn: `${zone.name}.`, isAutoRegistered: false, soaRecord: { ...SOA, ...SOA_TIMES } };
  if (!state.resources.get(id)) state.resources.set(id, { id, name: "@", type: `${ZONE}/SOA`, body: { properties } });
}

export const NETWORK_TYPES: readonly ResourceType[] = [
  tracked(NETWORK, NETWORK_VERSIONS, {
    asynchronous: true,
    check: (_, network) => {
      for (const { name } of list(propertiesOf(network), "subnets")) requireResourceName(SUBNET, String(name));
    },
    afterStore: storeSubnets,
    beforeDelete: (context, network) => {
      requireUnusedSubnet(context, network.id);
    },
    properties: (context, network) => ({
      subnets: of(context, network.id, SUBNET).map(({ id, name, body }) => ({
        ...{ id, name, type: SUBNET },
        properties: { ...member(body, "properties"), provisioningState: "Succeeded" },
      })),
    }),
  }),
  child(SUBNET, NETWORK_VERSIONS, {
    asynchronous: true,
    check: (context, subnet) => {
      const group = idOf(propertiesOf(subnet), "networkSecurityGroup");
      if (group !== undefined) requireReferences(context, subnet.id, [group]);
    },
    beforeDelete: (context, { id }) => {
      requireUnusedSubnet(context, id);
    },
  }),
  tracked(NIC, NETWORK_VERSIONS, {
    asynchronous: true,
    beforeDelete: (context, { id }) => {
      const user = vmWith(context, id);
      if (user) throw nicInUse(id, user.id);
    },
    properties: (context, { id }) => {
      const user = vmWith(context, id);
      return user ? { virtualMachine: { id: user.id } } : {};
    },
  }),
  tracked("Microsoft.Network/publicIPAddresses", NETWORK_VERSIONS, { asynchronous: true }),
  SECURITY_GROUP,
  tracked(ENDPOINT, NETWORK_VERSIONS, {
    asynchronous: true,
    check: (context, endpoint) => {
      const connections = list(propertiesOf(endpoint), "privateLinkServiceConnections");
      const targets = connections.map((connection) => member(connection, "properties")["privateLinkServiceId"]);
      requireReferences(context, endpoint.id, [idOf(propertiesOf(endpoint), "subnet"), ...targets]);
    },
    afterStore: storeInterface,
    beforeDelete: ({ state }, endpoint) => {
      state.resources.delete(nicOf(endpoint));
    },
    properties: endpointProperties,
  }),
  child(`${ENDPOINT}/privateDnsZoneGroups`, NETWORK_VERSIONS, {
    asynchronous: true,
    check: (context, group) => {
      const zones = list(propertiesOf(group), "privateDnsZoneConfigs").map(
        (zone) => member(zone, "properties")["privateDnsZoneId"],
      );
      requireReferences(context, group.id, zones);
    },
    properties: (_, group) => ({
      privateDnsZoneConfigs: list(propertiesOf(group), "privateDnsZoneConfigs").map((zone) => ({
        ...zone,
        properties: { ...member(zone, "properties"), recordSets: [], provisioningState: "Succeeded" },
      })),
    }),
  }),
  tracked(ZONE, DNS_VERSIONS, {
    asynchronous: true,
    afterStore: storeAuthority,
    beforeDelete: (context, zone) => {
      if (of(context, zone.id, `${ZONE}/virtualNetworkLinks`).length === 0) return;
      throw zoneHasLinks(zone.name);
    },
    properties: (context, zone) => ({
      numberOfVirtualNetworkLinks: of(context, zone.id, `${ZONE}/virtualNetworkLinks`).length,
      numberOfRecordSets: 1,
      maxNumberOfRecordSets: 25_000,
    }),
  }),
  child(`${ZONE}/SOA`, DNS_VERSIONS, { provisions: false }),
  child(`${ZONE}/virtualNetworkLinks`, DNS_VERSIONS, {
    asynchronous: true,
    check: (context, link) => {
      requireReferences(context, link.id, [idOf(propertiesOf(link), "virtualNetwork")]);
    },
    properties: () => ({ virtualNetworkLinkState: "Completed" }),
  }),
];
