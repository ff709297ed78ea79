import type { GenericResource } from "../arm/generic-resources";
import { member, propertiesOf } from "./body";
import type { Json } from "./resource-type";

export type PowerState = "running" | "stopped" | "deallocated";
export type VmAgentStatus = "Ready" | "Not Ready";
export type SecurityType = "Standard" | "TrustedLaunch" | "ConfidentialVM";

/** The properties of a virtual machine. */
export interface VirtualMachineFacts {
  /**
   * Azure region. A vault protects only VMs of its own region.
   * @default - none: a vault of any region can protect the VM
   */
  readonly location?: string;
  /**
   * Tags of the VM.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Power state.
   * @default running
   */
  readonly powerState?: PowerState;
  /**
   * Status that the VM agent reports while the VM runs.
   * @default Ready
   */
  readonly vmAgent?: VmAgentStatus;
  /**
   * Security type. Azure Backup protects VMs of the types other than `Standard` only with Enhanced policies.
   * @default Standard
   */
  readonly securityType?: SecurityType;
  /**
   * LUNs of the data disks, from 0 to 63.
   * @default - no data disks
   */
  readonly dataDiskLuns?: readonly number[];
}

/** Properties that store a state of the VM. Clients neither send nor see them. */
export const POWER_STATE = "emulatedPowerState";
export const VM_AGENT = "emulatedVmAgent";

const ALLOWED = {
  powerState: ["running", "stopped", "deallocated"],
  vmAgent: ["Ready", "Not Ready"],
  securityType: ["Standard", "TrustedLaunch", "ConfidentialVM"],
} as const;
const MAX_LUN = 63;

/**
 * Checks the properties of a VM.
 * @throws Error if a value is not one of Azure's
 */
export function checkedFacts(id: string, facts: VirtualMachineFacts): void {
  for (const [key, allowed] of Object.entries(ALLOWED)) {
    const value = facts[key as keyof typeof ALLOWED];
    if (value === undefined || (allowed as readonly string[]).includes(value)) continue;
    throw new Error(`${key} of virtual machine '${id}' is '${value}': use ${allowed.join(", ")}`);
  }
  for (const lun of facts.dataDiskLuns ?? []) {
    if (Number.isInteger(lun) && lun >= 0 && lun <= MAX_LUN) continue;
    throw new Error(`dataDiskLuns of virtual machine '${id}' hold ${lun}: use whole numbers from 0 to ${MAX_LUN}`);
  }
}

/** Returns the body of a VM that exists from the start. */
export function virtualMachineBody(facts: VirtualMachineFacts): Json {
  const { location, tags, powerState, vmAgent, securityType, dataDiskLuns = [] } = facts;
  return {
    ...(location ? { location } : {}),
    ...(tags ? { tags } : {}),
    properties: {
      hardwareProfile: { vmSize: "Standard_D2s_v5" },
      storageProfile: {
        osDisk: { osType: "Linux", createOption: "FromImage", diskSizeGB: 30 },
        dataDisks: dataDiskLuns.map((lun) => ({ lun, createOption: "Attach", diskSizeGB: 64 })),
      },
      ...(securityType && securityType !== "Standard" ? { securityProfile: { securityType } } : {}),
      networkProfile: { networkInterfaces: [] },
      ...(powerState ? { [POWER_STATE]: powerState } : {}),
      ...(vmAgent ? { [VM_AGENT]: vmAgent } : {}),
    },
  };
}

export function powerStateOf(vm: GenericResource): PowerState {
  return (propertiesOf(vm)[POWER_STATE] as PowerState | undefined) ?? "running";
}

export function vmAgentOf(vm: GenericResource): VmAgentStatus {
  if (powerStateOf(vm) !== "running") return "Not Ready";
  return (propertiesOf(vm)[VM_AGENT] as VmAgentStatus | undefined) ?? "Ready";
}

/** Returns the security type. Azure omits the security profile for the type `Standard`. */
export function securityTypeOf(vm: GenericResource): SecurityType {
  return (member(propertiesOf(vm), "securityProfile")["securityType"] as SecurityType | undefined) ?? "Standard";
}
