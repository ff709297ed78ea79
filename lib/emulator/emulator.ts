import type { AddressInfo } from "node:net";
import { caseFold } from "../azure/case-fold";
import { formatVirtualMachineId, parseVirtualMachineId } from "../azure/resource-id";
import { TIME_SCALE_VARIABLE } from "../contract/time-scale";
import { createApp, type App } from "./app";
import { requireResourceName } from "./arm/names";
import type { Context } from "./context";
import { advance } from "./admin/routes";
import { addGroup, addResource, checkedResource, type ResourceSeed } from "./resources/seeded-resources";
import { virtualMachineBody } from "./resources/virtual-machine-facts";
import type { Fault } from "./faults/fault";
import { checkedFault } from "./faults/fault-schema";
import { injectFaults, resetAfterwards } from "./faults/inject";
import { assignRoles, checkedPrincipals } from "./identity/principals";
import { Journal, type JournalEntry } from "./journal";
import { checkedSeed, resolveOptions, type EmulatorOptions, type VirtualMachineSeed } from "./options";
import type { BackupPhase } from "./recovery-services/model";
import { recordRequests, saveBeforeAnswers } from "./requests";
import { serve } from "./routes";
import { StateFile } from "./state-file";
import { makeCertificate, type Certificate } from "./tls";

/** From this speed on, an operation is over before a client that asks without a pause has asked often. */
const SPEED_WITHOUT_PAUSES = 100;

/** How the next backup of a VM fails. */
export interface BackupFailure {
  /**
   * Azure's error code.
   * @default UserErrorGuestAgentStatusUnavailable
   */
  readonly code?: string;
  /**
   * The phase in which it fails. A failed snapshot fails the job; a failed transfer ends it with warnings, for the snapshot
   * is there.
   * @default snapshot
   */
  readonly phase?: BackupPhase;
}

/**
 * A running emulator of Azure Resource Manager. If the runtime has `Symbol.asyncDispose`, as Node has, the emulator is
 * disposable: `await using emulator = await startEmulator()` stops it at the end of its block, whatever ends it.
 */
export interface Emulator extends AsyncDisposable {
  /** Such as `https://localhost:8443`. */
  readonly url: string;
  /** Path of the PEM file that a client has to trust; gone once the emulator has stopped. */
  readonly certificateFile: string;
  /** The requests answered so far, oldest first; a long run keeps the latest ten thousand at least. */
  readonly journal: readonly JournalEntry[];
  /** The environment in which Terraform, the hook and the bin `azure-vm-backup` use the emulator. */
  environment(): Record<string, string>;
  /** Adds a virtual machine, and its resource group if there is none. */
  addVirtualMachine(vm: string | VirtualMachineSeed): void;
  /**
   * Adds a resource group, or a resource of a type that the emulator keeps, with whatever it is a part of.
   * @throws Error if its id names nothing of that kind, or its location is not a region of Azure
   */
  addResource(resource: string | ResourceSeed): void;
  /** Makes the next backup of a VM, named by its id or by name, fail. */
  failNextBackup(vm: string, failure?: BackupFailure): void;
  /**
   * Makes something go wrong.
   * @throws Error if the fault is not right
   */
  addFault(fault: Fault): void;
  /** Forgets the faults that were not met yet. */
  clearFaults(): void;
  /** The present of the emulator's clock. */
  now(): Date;
  /** Moves the emulator's clock on at once. */
  advance(milliseconds: number): void;
  /** Closes the connections, saves the state if it has a file, and removes the certificate. A second call only waits. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator of Azure Resource Manager, with Azure Backup, on localhost.
 * @throws Error for an option that cannot be used, or if the port is taken
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const resolved = resolveOptions(options);
  const { port, virtualMachines, resources, triggerRetryAfter, stateFile, faults, softDelete, scheduledBackups } = resolved;
  const content = StateFile.read(stateFile, resolved);
  const { clock, state, identity } = content;
  const { account } = identity;
  const principals = checkedPrincipals(identity.principals, account);
  const file = stateFile === undefined ? undefined : new StateFile(stateFile, content);
  for (const fault of faults) state.faults.add(fault);
  const certificate = await makeCertificate(clock);
  const app = createApp(certificate);
  const journal = new Journal();
  let origin = "";
  const context: Context = {
    clock,
    state,
    account,
    principals,
    journal,
    triggerRetryAfter,
    softDelete,
    scheduledBackups,
    // The port is known once it is listened on, and nothing is asked before.
    get origin() {
      return origin;
    },
  };
  recordRequests(app, context);
  if (file) saveBeforeAnswers(app, file);
  injectFaults(app, context);
  resetAfterwards(app);
  serve(app, context);
  try {
    assignRoles(context);
    for (const seed of resources) addResource(context, seed);
    for (const seed of virtualMachines) addVirtualMachine(context, seed);
    await file?.save();
    await app.listen({ port, host: "localhost" });
    origin = originOf(app);
  } catch (error) {
    certificate.discard();
    throw error;
  }

  let stopping: Promise<void> | undefined;

  return disposable({
    url: origin,
    certificateFile: certificate.file,
    journal: journal.entries,
    environment: () => ({
      ARM_METADATA_HOSTNAME: new URL(origin).host,
      ARM_TENANT_ID: account.tenantId,
      ARM_CLIENT_ID: account.clientId,
      ARM_CLIENT_SECRET: account.clientSecret,
      ARM_SUBSCRIPTION_ID: account.subscriptionId,
      ARM_USE_CLI: "false",
      SSL_CERT_FILE: certificate.bundle,
      NODE_EXTRA_CA_CERTS: certificate.file,
      [TIME_SCALE_VARIABLE]: String(clock.scale),
      ...(clock.speed >= SPEED_WITHOUT_PAUSES && { GO_AZURE_SDK_SKIP_POLLING_DELAY: "true" }),
    }),
    addVirtualMachine: (vm) => {
      addVirtualMachine(context, checkedSeed(typeof vm === "string" ? { id: vm } : vm));
    },
    addResource: (resource) => {
      addResource(context, checkedResource(typeof resource === "string" ? { id: resource } : resource));
    },
    failNextBackup: (vm, { code = "UserErrorGuestAgentStatusUnavailable", phase = "snapshot" } = {}) => {
      state.faults.add({ kind: "job", vm, code, phase });
    },
    addFault: (fault) => {
      state.faults.add(checkedFault(fault));
    },
    clearFaults: () => {
      state.faults.clear();
    },
    now: () => new Date(clock.now()),
    advance: (milliseconds) => {
      advance(clock, milliseconds);
    },
    stop: () => {
      if (stopping) return stopping.catch(() => undefined);
      stopping = close(app, certificate, file);
      return stopping;
    },
  });
}

/** Makes `await using` stop an emulator. Test environments whose realm lacks the symbol, as jest's before 30, go without. */
function disposable(emulator: Omit<Emulator, typeof Symbol.asyncDispose>): Emulator {
  const { asyncDispose } = Symbol as Partial<SymbolConstructor>;
  return Object.assign(emulator, asyncDispose && { [asyncDispose]: () => emulator.stop() });
}

async function close(app: App, certificate: Certificate, file: StateFile | undefined): Promise<void> {
  try {
    await app.close();
  } finally {
    certificate.discard();
    await file?.saveLast();
  }
}

function originOf(app: App): string {
  const { port } = app.server.address() as AddressInfo;
  return `https://localhost:${port}`;
}

function addVirtualMachine(context: Context, { id, ...facts }: VirtualMachineSeed): void {
  const vm = parseVirtualMachineId(id);
  if (!vm) return;
  const type = "Microsoft.Compute/virtualMachines";
  requireResourceName(type, vm.vmName);
  addGroup(context, id, facts.location);
  context.state.resources.set(caseFold(id), {
    id: formatVirtualMachineId(vm),
    name: vm.vmName,
    type,
    body: virtualMachineBody(facts),
  });
}
