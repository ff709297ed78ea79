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

/** A virtual machine that exists before anybody creates one. */
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
   * How many times as fast as real time the emulator's clock runs: at 600, ten minutes pass in a second; at 0, it stands
   * still until it is moved on.
   * @default 1
   */
  readonly speed?: number;
  /**
   * What time it is in the emulator when it starts: a `Date`, or an ISO 8601 time with `Z` or an offset, from 2001-01-02 to the
   * end of the year 9998. From there, the clock runs at {@link speed}. A test that leaves it out starts at another time of day
   * each time it runs, and policies then start backups within it at some hours only.
   *
   * With a {@link stateFile} that exists, the clock goes on from the file; the start time must then be left out, or be the one
   * that the state began with. Tokens and certificates are judged by the real time in any case, as their clients judge them.
   * @default - the present
   */
  readonly startTime?: string | Date;
  /**
   * Path of the file in which state and clock outlive the process. An answer is sent only when what it tells of is in the file,
   * so that nothing is lost even if the process is killed. The file may be missing at first.
   * @default - everything is forgotten when the emulator stops
   */
  readonly stateFile?: string;
  /**
   * What goes wrong on request: faults, or the path of a JSON file `{ "faults": [...] }`.
   * @default - nothing
   */
  readonly faults?: string | readonly Fault[];
  /**
   * What chance is drawn from, wherever a fault leaves something to it: the same number, the same course of events.
   * @default 0
   */
  readonly seed?: number;
  /**
   * The soft delete of new vaults. Azure turns `AlwaysON` on by region and by subscription; azurerm before 4.79 cannot create
   * a vault that has it.
   * @default Enabled
   */
  readonly softDelete?: SoftDeleteState;
  /**
   * Whether policies start backups as the clock moves. Without, a test that runs the clock fast sees no backup but its own.
   * @default true
   */
  readonly scheduledBackups?: boolean;
  /**
   * Virtual machines that exist from the start, with their resource groups: ids, or seeds with a location.
   * @default - none
   */
  readonly virtualMachines?: readonly (string | VirtualMachineSeed)[];
  /**
   * Resource groups and other resources that exist from the start, with whatever they are parts of: ids, or seeds with a
   * location, tags and properties. VMs go into `virtualMachines`.
   * @default - none
   */
  readonly resources?: readonly (string | ResourceSeed)[];
  /**
   * The subscription, and the service principal that may use it.
   * With a {@link stateFile} that exists, what is left out is what the state began with; another subscription or tenant than that
   * is refused.
   * @default - the same made-up ones on every run
   */
  readonly account?: Partial<Account>;
  /**
   * Service principals that may sign in too, with the roles they have: what they are not allowed is refused with 403. The
   * account's own is the owner of the subscription.
   * @default - none, or those that the state of a {@link stateFile} began with
   */
  readonly principals?: readonly Principal[];
  /**
   * `Retry-After` in the answer to a backup's trigger, in seconds of emulated time.
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
  /** As it was given. */
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
 * The options with their defaults.
 * @throws Error for an option that cannot be used
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

/** The start time in milliseconds since 1970. */
function checkedStartTime(value: string | Date): number {
  // A Date of another realm, such as jest's, is no instance of this one's.
  const instant = isDate(value) ? value.getTime() : parseInstant(value);
  if (instant !== undefined && isWithinClock(instant)) return instant;
  throw new Error(`startTime is '${String(value)}': use ${INSTANT_FORM}, from 2001-01-02 to the end of the year 9998`);
}

/**
 * The seed as it was given.
 * @throws Error if its id is not a VM's or its location not a region of Azure
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
