/** Parts of the id of any resource in Azure Resource Manager. */

/** Returns the last name in an id, such as that of the resource. */
export function nameIn(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** Returns the id of the subscription in an id. */
export function subscriptionIdIn(id: string): string {
  return id.split("/").slice(0, 3).join("/");
}

/** Returns the id of the resource group in an id. */
export function groupIdIn(id: string): string {
  return id.split("/").slice(0, 5).join("/");
}

/** Returns the id of the virtual network in the id of a subnet. */
export function networkIdIn(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/i, "");
}
