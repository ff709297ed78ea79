import { isSameName } from "../../../azure/case-fold";
import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import { securityGroupInUse } from "../../errors/resource-errors";
import { list, member, propertiesOf } from "../body";
import { tracked, type ResourceType } from "../resource-type";
import { NETWORK_VERSIONS } from "./network-versions";

/** Network security groups with the rules in their body. A group is in use while a subnet or a network interface has it. */
export const SECURITY_GROUP: ResourceType = tracked("Microsoft.Network/networkSecurityGroups", NETWORK_VERSIONS, {
  asynchronous: true,
  beforeDelete: (context, group) => {
    const [user] = usersOf(context, group);
    if (user) throw securityGroupInUse(group.name, user.id);
  },
  properties: (context, group) => ({
    securityRules: list(propertiesOf(group), "securityRules").map((rule) => ({
      ...rule,
      id: `${group.id}/securityRules/${String(rule["name"])}`,
      properties: { ...member(rule, "properties"), provisioningState: "Succeeded" },
    })),
    subnets: usersOf(context, group).flatMap(({ id }) => (/\/subnets\//i.test(id) ? [{ id }] : [])),
  }),
});

function usersOf({ state }: Context, { id }: GenericResource): GenericResource[] {
  return [...state.resources.values()].filter((user) => {
    const used = member(propertiesOf(user), "networkSecurityGroup")["id"];
    return typeof used === "string" && isSameName(used, id);
  });
}
