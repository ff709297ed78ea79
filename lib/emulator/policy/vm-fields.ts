import { isSameName } from "../../azure/case-fold";
import type { GenericResource } from "../arm/generic-resources";
import { policyFormUnknown } from "../errors/policy-errors";
import { member, propertiesOf } from "../resources/body";
import { groupOf } from "../resources/scope";
import type { Scope } from "./expression";

/** Returns what the expressions of a policy see of a VM. */
export function vmScope(vm: GenericResource, parameters: Readonly<Record<string, unknown>>): Scope {
  return { parameters, field: (name) => fieldOf(vm, name), resourceGroup: groupOf(vm.id)?.resourceGroupName ?? "" };
}

/** The image of a VM. */
export function imageOf(vm: GenericResource): Readonly<Record<string, unknown>> {
  return member(member(propertiesOf(vm), "storageProfile"), "imageReference");
}

/** The value of a field. Azure ignores the case of tags' names. */
function fieldOf(vm: GenericResource, name: string): unknown {
  const [, tag] = /^tags\[(.*)\]$/s.exec(name) ?? [];
  if (tag !== undefined) {
    return Object.entries(member(vm.body, "tags")).find(([own]) => isSameName(own, tag))?.[1];
  }
  const image = imageOf(vm);
  switch (name.toLowerCase()) {
    case "type":
      return vm.type;
    case "id":
      return vm.id;
    case "name":
      return vm.name;
    case "location":
      return vm.body["location"];
    case "microsoft.compute/imagepublisher":
      return image["publisher"];
    case "microsoft.compute/imageoffer":
      return image["offer"];
    case "microsoft.compute/imagesku":
      return image["sku"];
    default:
      throw policyFormUnknown(`field '${name}'`);
  }
}
