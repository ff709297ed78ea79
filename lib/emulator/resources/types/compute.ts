import type { FastifyRequest } from "fastify";
import type { GenericResource } from "../../arm/generic-resources";
import { azureTime } from "../../arm/times";
import { derivedGuid } from "../../arm/derived-guid";
import type { Context } from "../../context";
import { diskAttached } from "../../errors/restore-errors";
import { deleteAttached, vmWith } from "../attachments";
import { propertiesOf, withProperties } from "../body";
import { storeOsDisk, withOsDisk } from "./os-disk";
import { tracked, type Json, type ResourceType } from "../resource-type";
import { POWER_STATE, VM_AGENT, powerStateOf, vmAgentOf, type PowerState } from "../virtual-machine-facts";

const VERSIONS = [
  ...["2019-03-01", "2019-07-01", "2019-12-01", "2020-06-01", "2020-12-01", "2021-03-01", "2021-04-01", "2021-07-01"],
  ...["2021-11-01", "2022-03-01", "2022-08-01", "2022-11-01", "2023-03-01", "2023-07-01", "2023-09-01", "2024-03-01"],
  ...["2024-07-01", "2024-11-01"],
];

export function instanceView(context: Context, vm: GenericResource): Json {
  const power = powerStateOf(vm);
  const ready = vmAgentOf(vm) === "Ready";
  const time = azureTime(context.clock.now());
  return {
    ...(power === "deallocated"
      ? {}
      : {
          vmAgent: {
            vmAgentVersion: ready ? "2.9.1.1" : "Unknown",
            statuses: [
              {
                code: ready ? "ProvisioningState/succeeded" : "ProvisioningState/Unavailable",
                level: ready ? "Info" : "Warning",
                displayStatus: ready ? "Ready" : "Not Ready",
                message: ready ? "Guest Agent is running" : "VM status blob is found but not yet populated.",
                time,
              },
            ],
          },
        }),
    statuses: [
      { code: "ProvisioningState/succeeded", level: "Info", displayStatus: "Provisioning succeeded", time },
      { code: `PowerState/${power}`, level: "Info", displayStatus: `VM ${power}` },
    ],
  };
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function virtualMachineProperties(context: Context, vm: GenericResource, request?: FastifyRequest): Json {
  const { $expand } = (request?.query ?? {}) as { $expand?: string };
  const expanded = $expand?.toLowerCase() === "instanceview";
  return {
    [POWER_STATE]: undefined,
    [VM_AGENT]: undefined,
    vmId: derivedGuid(vm.id),
    // azurerm sends an empty object if its block is left out, and plans to remove one that it gets.
    ...(isEmptyObject(propertiesOf(vm)["additionalCapabilities"]) ? { additionalCapabilities: undefined } : {}),
    ...(expanded ? { instanceView: instanceView(context, vm) } : {}),
  };
}

const becoming =
  (powerState: PowerState) =>
  (context: Context, vm: GenericResource): Json => {
    const changed = withProperties(vm, { [POWER_STATE]: powerState });
    context.state.resources.set(vm.id, changed);
    return {};
  };

/** What Azure answers of every disk. */
const DISK_DEFAULTS = {
  encryption: { type: "EncryptionAtRestWithPlatformKey" },
  networkAccessPolicy: "AllowAll",
  publicNetworkAccess: "Enabled",
};

export const COMPUTE: readonly ResourceType[] = [
  tracked("Microsoft.Compute/virtualMachines", VERSIONS, {
    asynchronous: true,
    beforeDelete: deleteAttached,
    // A change of a VM keeps its power state, the state of its agent and the time of its creation.
    beforeStore: ({ clock }, vm, existing) =>
      withOsDisk(
        existing
          ? withProperties(vm, {
              [POWER_STATE]: propertiesOf(existing)[POWER_STATE],
              [VM_AGENT]: propertiesOf(existing)[VM_AGENT],
              timeCreated: propertiesOf(existing)["timeCreated"],
            })
          : withProperties(vm, { timeCreated: azureTime(clock.now()) }),
      ),
    afterStore: storeOsDisk,
    properties: virtualMachineProperties,
    actions: {
      start: becoming("running"),
      restart: becoming("running"),
      poweroff: becoming("stopped"),
      deallocate: becoming("deallocated"),
    },
  }),
  tracked(
    "Microsoft.Compute/disks",
    ["2020-12-01", "2021-12-01", "2022-03-02", "2022-07-02", "2023-01-02", "2023-04-02", "2023-10-02"],
    {
      asynchronous: true,
      created: 200,
      beforeDelete: (context, disk) => {
        const user = vmWith(context, disk.id);
        if (user) throw diskAttached(disk.name, user.id);
      },
      properties: (context, disk) => ({
        ...DISK_DEFAULTS,
        ...propertiesOf(disk),
        diskState: vmWith(context, disk.id) ? "Attached" : "Unattached",
      }),
      view: (context, disk) => {
        const user = vmWith(context, disk.id);
        return user ? { managedBy: user.id } : {};
      },
    },
  ),
];
