import { isDate } from "node:util/types";
import { parseVirtualMachineId } from "../azure/resource-id";
import { LOCATIONS } from "./arm/locations";
import { checkedResource, type ResourceSeed } from "./resources/seeded-resources";
import { checkedFacts, type VirtualMachineFacts } from "./resources/virtual-machine-facts";
import { INSTANT_FORM, isWithinClock, parseInstant } from "./instant";
import type { SoftDeleteState } from "./soft-delete-state";
import type { Fault } from "./faults/fault";
import { checkedFaults } from "./faults/fault-schema";
import type { Account } from "./identity/account";
import type { Principal } from "./identity/principal";

/** A virtual machine that exists from the start. */
export interface VirtualMachineSeed extends VirtualMachineFacts {
  /** Such as `/subscriptions/…/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web`. */
  readonly id: string;
}

export interface EmulatorOptions {
  /**
   * TCP port on localhost.
   * @default 0 - a free one
   */
  readonly port?: number;
  /**
   * How many times as fast as real time the emulator's clock runs. At 600, ten minutes pass in a second. At 0, the clock stands
   * still until `advance` moves it.
   * @default 1
   */
  readonly speed?: number;
  /**
   * The emulated time at the start: a `Date`, or an ISO 8601 time with `Z` or an offset, from 2001-01-02 to the end of the year
   * 9998. A test should set it: otherwise the time of day differs from run to run, and a scheduled backup may or may not start
   * during the test.
   *
   * If the {@link stateFile} exists, the clock continues from the file. The start time must then be undefined, or the one with
   * which the state began. Tokens and certificates always use the real time, as their clients do.
   * @default - the present time
   */
  readonly startTime?: string | Date;
  /**
   * Path of a file in which the state and the clock are kept after the process ends. Each change is written to the file before
   * its answer is sent, so that nothing is lost even if the process is killed. The file is created if it does not exist.
   * @default - the state is lost when the emulator stops
   */
  readonly stateFile?: string;
  /**
   * Faults to inject: a list, or the path of a JSON file `{ "faults": [...] }`.
   * @default - none
   */
  readonly faults?: string | readonly Fault[];
  /**
   * Seed of the random numbers of faults. The same seed gives the same sequence of events.
   * @default 0
   */
  readonly seed?: number;
  /**
   * The soft-delete state of new vaults. Azure introduces `AlwaysON` region by region and subscription by subscription. azurerm
   * before 4.79 cannot create a vault with `AlwaysON`.
   * @default Enabled
   */
  readonly softDelete?: SoftDeleteState;
  /**
   * Whether policies start backups. If it is false, a test with a fast clock sees only the backups that it starts itself.
   * @default true
   */
  readonly scheduledBackups?: boolean;
  /**
   * Virtual machines that exist from the start, with their resource groups: ids, or objects with an id and other facts.
   * @default - none
   */
  readonly virtualMachines?: readonly (string | VirtualMachineSeed)[];
  /**
   * Resource groups and other resources that exist from the start, with their parents: ids, or objects with an id, a location,
   * tags and properties. Use `virtualMachines` for VMs.
   * @default - none
   */
  readonly resources?: readonly (string | ResourceSeed)[];
  /**
   * The subscription, and the service principal that owns it. If the {@link stateFile} exists, parts that are not given come from
   * the file, and another subscription or tenant is refused.
   * @default - made-up ids, the same on every run
   */
  readonly account?: Partial<Account>;
  /**
   * Other service principals that may sign in, with their roles. A request that their roles do not allow is refused with 403. The
   * account's principal owns the subscription.
   * @default - none, or the principals in the {@link stateFile}
   */
  readonly principals?: readonly Principal[];
  /**
   * `Retry-After` in the answer that starts a backup, in emulated seconds.
   * @default - none is sent
   */
  readonly triggerRetryAfter?: number;
}

export interface ResolvedOptions {
  readonly port: number;
  readonly speed: number;
  /** In milliseconds since 1970. */
  readonly startTime: number | undefined;
  readonly virtualMachines: readonly VirtualMachineSeed[];
  readonly resources: readonly ResourceSeed[];
  /** The parts that were given. */
  readonly account: Partial<Account> | undefined;
  readonly principals: readonly Principal[] | undefined;
  readonly triggerRetryAfter: number | undefined;
  readonly stateFile: string | undefined;
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly softDelete: SoftDeleteState;
  readonly scheduledBackups: boolean;
}

/**
 * Returns the options with their defaults.
 * @throws Error if an option is not valid
 */
export function resolveOptions(options: EmulatorOptions): ResolvedOptions {
  const { port = 0, speed = 1, virtualMachines = [], resources = [], account, triggerRetryAfter, stateFile } = options;
  const { faults = [], seed = 0, softDelete = "Enabled", scheduledBackups = true, principals } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`port is ${port}: use a whole number from 0, a free port, to 65535`);
  }
  if (!Number.isFinite(speed) || speed < 0) throw new Error(`speed is ${speed}: use a number such as 600, or 0 to stand still`);
  if (!Number.isFinite(seed)) throw new Error(`seed is ${seed}: use a number, such as 1`);
  if (!["Enabled", "AlwaysON"].includes(softDelete)) throw new Error(`softDelete is '${softDelete}': use Enabled or AlwaysON`);
  if (triggerRetryAfter !== undefined && !(triggerRetryAfter >= 0)) {
    throw new Error(`triggerRetryAfter is ${triggerRetryAfter}: use a number of seconds, 0 or more`);
  }
  const seeds = virtualMachines.map((vm) => checkedSeed(typeof vm === "string" ? { id: vm } : vm));
  return {
    port,
    speed,
    startTime: options.startTime === undefined ? undefined : checkedStartTime(options.startTime),
    virtualMachines: seeds,
    resources: resources.map((one) => checkedResource(typeof one === "string" ? { id: one } : one)),
    account,
    principals,
    triggerRetryAfter,
    stateFile,
    faults: checkedFaults(faults),
    seed,
    softDelete,
    scheduledBackups,
  };
}

/** Returns the start time in milliseconds since 1970. */
function checkedStartTime(value: string | Date): number {
  // `instanceof Date` is false for a Date of another realm, such as jest's.
  const instant = isDate(value) ? value.getTime() : parseInstant(value);
  if (instant !== undefined && isWithinClock(instant)) return instant;
  throw new Error(`startTime is '${String(value)}': use ${INSTANT_FORM}, from 2001-01-02 to the end of the year 9998`);
}

/**
 * Returns the seed, if it is valid.
 * @throws Error if the id is not a VM's, or the location is not an Azure region
 */
export function checkedSeed(seed: VirtualMachineSeed): VirtualMachineSeed {
  if (!parseVirtualMachineId(seed.id)) {
    const form = "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>";
    throw new Error(`virtual machine id '${seed.id}' is not of the form ${form}: pass a VM's id`);
  }
  checkedFacts(seed.id, seed);
  const { location } = seed;
  if (location !== undefined && !LOCATIONS.includes(location)) {
    throw new Error(
      `location of virtual machine '${seed.id}' is '${location}': use the name of an Azure region, such as westeurope`,
    );
  }
  return seed;
}
