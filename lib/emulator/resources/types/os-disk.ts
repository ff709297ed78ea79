import { nameIn } from "../../../azure/id-parts";
import { derivedGuid } from "../../arm/derived-guid";
import type { GenericResource } from "../../arm/generic-resources";
import { azureTime } from "../../arm/times";
import type { Context } from "../../context";
import { member, propertiesOf, withProperties } from "../body";
import { groupOf } from "../scope";
import type { Json } from "../resource-type";

/** The managed OS disk that Azure makes for a VM from an image. VMs that exist from the start have none, unless they name one. */

const DISK = "Microsoft.Compute/disks";
const DEFAULT_SIZE_GB = 30;

/** Returns a VM with the name and the id of its OS disk, which a client may leave to Azure. */
export function withOsDisk(vm: GenericResource): GenericResource {
  const { storageProfile, osProfile } = propertiesOf(vm);
  const osDisk = member(storageProfile, "osDisk");
  if (!isMadeFromImage(vm) || member(osDisk, "managedDisk")["id"] !== undefined) return vm;
  const group = groupOf(vm.id);
  const name =
    typeof osDisk["name"] === "string" ? osDisk["name"] : `${vm.name}_OsDisk_1_${derivedGuid(vm.id).replaceAll("-", "")}`;
  const id = `/subscriptions/${group?.subscriptionId ?? ""}/resourceGroups/${group?.resourceGroupName ?? ""}/providers/${DISK}/${name}`;
  const osType = member({ osProfile }, "osProfile")["windowsConfiguration"] === undefined ? "Linux" : "Windows";
  const managedDisk = { ...member(osDisk, "managedDisk"), id };
  const completed = { osType, diskSizeGB: DEFAULT_SIZE_GB, ...osDisk, name, managedDisk };
  return withProperties(vm, { storageProfile: { ...(storageProfile as Json), osDisk: completed } });
}

/** Stores the OS disk of a VM from an image, unless it exists. */
export function storeOsDisk({ state, clock }: Context, vm: GenericResource): void {
  const osDisk = member(member(propertiesOf(vm), "storageProfile"), "osDisk");
  const { id, storageAccountType = "Premium_LRS" } = member(osDisk, "managedDisk");
  if (!isMadeFromImage(vm) || typeof id !== "string" || state.resources.get(id)) return;
  const properties = {
    ...{ osType: osDisk["osType"], diskSizeGB: osDisk["diskSizeGB"] },
    ...{ creationData: { createOption: "FromImage" }, timeCreated: azureTime(clock.now()) },
  };
  const body = { location: vm.body["location"], zones: vm.body["zones"], sku: { name: storageAccountType }, properties };
  state.resources.set(id, { id, name: nameIn(id), type: DISK, body });
}

/** Whether a client has sent an image. */
function isMadeFromImage(vm: GenericResource): boolean {
  const profile = member(propertiesOf(vm), "storageProfile");
  return Object.keys(member(profile, "imageReference")).length > 0 && member(profile, "osDisk")["createOption"] === "FromImage";
}
