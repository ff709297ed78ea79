import { parseVirtualMachineId } from "../azure/resource-id";
import { LOCATIONS } from "./arm/locations";
import { DEFAULT_ACCOUNT, type Account } from "./identity/account";

/** A virtual machine that exists before anybody creates one. */
export interface VirtualMachineSeed {
  /** Such as `/subscriptions/…/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web`. */
  readonly id: string;
  /**
   * Azure region; a vault protects the VMs of its own region only.
   * @default - whichever region the vault that protects it is in
   */
  readonly location?: string;
}

export interface EmulatorOptions {
  /**
   * TCP port on localhost.
   * @default 0 - a free one
   */
  readonly port?: number;
  /**
   * How many times as fast as real time the emulator's clock runs: at 600, ten minutes pass in a second.
   * @default 1
   */
  readonly speed?: number;
  /**
   * Virtual machines that exist from the start, with their resource groups: ids, or seeds with a location.
   * @default - none
   */
  readonly virtualMachines?: readonly (string | VirtualMachineSeed)[];
  /**
   * The subscription, and the service principal that may use it.
   * @default - the same made-up ones on every run
   */
  readonly account?: Partial<Account>;
  /**
   * `Retry-After` in the answer to a backup's trigger, in seconds of emulated time.
   * @default - none is sent
   */
  readonly triggerRetryAfter?: number;
}

export interface ResolvedOptions {
  readonly port: number;
  readonly speed: number;
  readonly virtualMachines: readonly VirtualMachineSeed[];
  readonly account: Account;
  readonly triggerRetryAfter: number | undefined;
}

/**
 * The options with their defaults.
 * @throws Error for a port, speed or VM id that cannot be used
 */
export function resolveOptions(options: EmulatorOptions): ResolvedOptions {
  const { port = 0, speed = 1, virtualMachines = [], account, triggerRetryAfter } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`port is ${port}: use a whole number from 0, a free port, to 65535`);
  }
  if (!Number.isFinite(speed) || speed <= 0) throw new Error(`speed is ${speed}: use a number above 0, such as 600`);
  if (triggerRetryAfter !== undefined && !(triggerRetryAfter >= 0)) {
    throw new Error(`triggerRetryAfter is ${triggerRetryAfter}: use a number of seconds, 0 or more`);
  }
  const seeds = virtualMachines.map((vm) => checkedSeed(typeof vm === "string" ? { id: vm } : vm));
  return { port, speed, virtualMachines: seeds, account: { ...DEFAULT_ACCOUNT, ...account }, triggerRetryAfter };
}

/**
 * The seed as it was given.
 * @throws Error where its id is not a VM's or its location not a region of Azure
 */
export function checkedSeed(seed: VirtualMachineSeed): VirtualMachineSeed {
  if (!parseVirtualMachineId(seed.id)) {
    const form = "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>";
    throw new Error(`virtual machine id '${seed.id}' is not of the form ${form}: pass a VM's id`);
  }
  const { location } = seed;
  if (location !== undefined && !LOCATIONS.includes(location)) {
    throw new Error(
      `location of virtual machine '${seed.id}' is '${location}': use the name of an Azure region, such as westeurope`,
    );
  }
  return seed;
}
