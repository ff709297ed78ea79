import { NetworkSecurityGroup } from "@cdktf/provider-azurerm/lib/network-security-group";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { SubnetNetworkSecurityGroupAssociation } from "@cdktf/provider-azurerm/lib/subnet-network-security-group-association";
import { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import { type DrillPlace, metaOf, repaired } from "./drill-resources";

/** The network has no peering: its addresses may be those of other networks. */
const ADDRESSES = "10.0.0.0/24";
const NAME = "restore-drill";
/** Before all rules that Azure has by default, which allow traffic within the network and out of it. */
const FIRST = 100;

const denyAll = (direction: "Inbound" | "Outbound") => ({
  name: `deny-all-${direction.toLowerCase()}`,
  priority: FIRST,
  direction,
  access: "Deny",
  protocol: "*",
  sourcePortRange: "*",
  destinationPortRange: "*",
  sourceAddressPrefix: "*",
  destinationAddressPrefix: "*",
});

/** The isolated network of restored VMs. */
export interface IsolatedNetwork {
  readonly network: VirtualNetwork;
  readonly subnet: Subnet;
  /** With it, the subnet is isolated. */
  readonly association: SubnetNetworkSecurityGroupAssociation;
}

/**
 * Declares a network from which nothing gets in or out: no peering, no default outbound access, and a security group that denies all
 * traffic, even between restored VMs.
 */
export function isolatedNetwork(place: DrillPlace): IsolatedNetwork {
  const { scope, location, resourceGroupName, tags } = place;
  const common = { location, resourceGroupName, tags, ...metaOf(place) };
  const securityRule = [denyAll("Inbound"), denyAll("Outbound")];
  const group = repaired(new NetworkSecurityGroup(scope, "SecurityGroup", { ...common, name: NAME, securityRule }));
  const network = repaired(new VirtualNetwork(scope, "Network", { ...common, name: NAME, addressSpace: [ADDRESSES] }));
  const subnet = repaired(
    new Subnet(scope, "Subnet", {
      name: "restored",
      resourceGroupName,
      virtualNetworkName: network.name,
      addressPrefixes: [ADDRESSES],
      defaultOutboundAccessEnabled: false,
      ...metaOf(place),
    }),
  );
  const association = repaired(
    new SubnetNetworkSecurityGroupAssociation(scope, "SubnetSecurity", {
      subnetId: subnet.id,
      networkSecurityGroupId: group.id,
      ...metaOf(place),
    }),
  );
  return { network, subnet, association };
}
