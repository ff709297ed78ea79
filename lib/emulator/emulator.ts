import type { AddressInfo } from "node:net";
import { TIME_SCALE_VARIABLE } from "../contract/time-scale";
import { createApp, type App } from "./app";
import type { Context } from "./context";
import { advance } from "./admin/routes";
import { addResource, addVirtualMachine, checkedResource, isBackupId, type ResourceSeed } from "./resources/seeded-resources";
import type { Fault } from "./faults/fault";
import { checkedFault } from "./faults/fault-schema";
import { injectFaults, resetAfterwards } from "./faults/inject";
import { assignRoles, checkedPrincipals } from "./identity/principals";
import { Journal, type JournalEntry } from "./journal";
import { checkedSeed, resolveOptions, type EmulatorOptions, type ResolvedOptions, type VirtualMachineSeed } from "./options";
import type { BackupPhase } from "./recovery-services/model";
import { addBackupResource } from "./recovery-services/seeds";
import { recordRequests, saveBeforeAnswers } from "./requests";
import { serve } from "./routes";
import { StateFile, type StateContent } from "./state-file";
import { makeCertificate, type Certificate } from "./tls";

/** From this speed on, an operation ends so soon that a client may poll it without pauses. */
const SPEED_WITHOUT_PAUSES = 100;

/** How the next backup of a VM fails. */
export interface BackupFailure {
  /**
   * Azure's error code.
   * @default UserErrorGuestAgentStatusUnavailable
   */
  readonly code?: string;
  /**
   * The phase in which it fails. If the snapshot fails, the job fails. If the transfer fails, the job ends with warnings, because
   * the snapshot exists.
   * @default snapshot
   */
  readonly phase?: BackupPhase;
}

/**
 * A running emulator of Azure Resource Manager. If the runtime has `Symbol.asyncDispose`, as Node has, the emulator is
 * disposable: `await using emulator = await startEmulator()` stops it at the end of its block, also after an exception.
 */
export interface Emulator extends AsyncDisposable {
  /** Such as `https://localhost:8443`. */
  readonly url: string;
  /** Path of the PEM file that a client has to trust. It is deleted when the emulator stops. */
  readonly certificateFile: string;
  /** The requests answered so far, oldest first. A long run keeps at least the newest 10,000. */
  readonly journal: readonly JournalEntry[];
  /** The environment variables with which Terraform, the hook and the bin `azure-vm-backup` use the emulator. */
  environment(): Record<string, string>;
  /** Adds a virtual machine, and its resource group if it does not exist. */
  addVirtualMachine(vm: string | VirtualMachineSeed): void;
  /**
   * Adds a resource group, or a resource of a type that the emulator knows, and the parents that do not exist yet.
   * @throws Error if its id names no such resource, or its location is not an Azure region
   */
  addResource(resource: string | ResourceSeed): void;
  /** Makes the next backup of a VM, named by its id or by name, fail. */
  failNextBackup(vm: string, failure?: BackupFailure): void;
  /**
   * Adds a fault.
   * @throws Error if the fault is not valid
   */
  addFault(fault: Fault): void;
  /** Removes the faults that have not been used up. */
  clearFaults(): void;
  /** The emulated time. */
  now(): Date;
  /** Moves the emulator's clock forward at once. */
  advance(milliseconds: number): void;
  /** Closes the connections, saves the state if there is a state file, and deletes the certificate. A second call only waits. */
  stop(): Promise<void>;
}

type EmulatorMembers = Omit<Emulator, typeof Symbol.asyncDispose>;

/**
 * Starts an emulator of Azure Resource Manager, with Azure Backup, on localhost.
 * @throws Error if an option is not valid, or the port is in use
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const resolved = resolveOptions(options);
  const content = StateFile.read(resolved.stateFile, resolved);
  const principals = checkedPrincipals(content.identity.principals, content.identity.account);
  const file = resolved.stateFile === undefined ? undefined : new StateFile(resolved.stateFile, content);
  for (const fault of resolved.faults) content.state.faults.add(fault);
  const certificate = await makeCertificate(content.clock);
  const app = createApp(certificate);
  const context = contextOf(app, content, principals, resolved);
  recordRequests(app, context);
  if (file) saveBeforeAnswers(app, file);
  injectFaults(app, context);
  resetAfterwards(app);
  serve(app, context);
  try {
    assignRoles(context);
    addSeeds(context, resolved);
    await file?.save();
    await app.listen({ port: resolved.port, host: "localhost" });
  } catch (error) {
    certificate.discard();
    throw error;
  }
  return disposable(handleOf(context, certificate, () => close(app, certificate, file)));
}

function contextOf(
  app: App,
  { clock, state, identity: { account } }: StateContent,
  principals: Context["principals"],
  { triggerRetryAfter, softDelete, scheduledBackups }: ResolvedOptions,
): Context {
  let origin: string | undefined;
  return {
    clock,
    state,
    account,
    principals,
    journal: new Journal(),
    triggerRetryAfter,
    softDelete,
    scheduledBackups,
    // The port is known once the server listens, and no request comes before.
    get origin() {
      return (origin ??= `https://localhost:${(app.server.address() as AddressInfo).port}`);
    },
  };
}

/** Returns what `startEmulator` returns, with `close` to stop it once. */
function handleOf(context: Context, certificate: Certificate, close: () => Promise<void>): EmulatorMembers {
  const { clock, state, journal } = context;
  let stopping: Promise<void> | undefined;
  return {
    url: context.origin,
    certificateFile: certificate.file,
    journal: journal.entries,
    environment: () => environmentOf(context, certificate),
    addVirtualMachine: (vm) => {
      addVirtualMachine(context, checkedSeed(typeof vm === "string" ? { id: vm } : vm));
    },
    addResource: (resource) => {
      addSeed(context, checkedResource(typeof resource === "string" ? { id: resource } : resource));
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
      stopping = close();
      return stopping;
    },
  };
}

function environmentOf({ account, clock, origin }: Context, certificate: Certificate): Record<string, string> {
  return {
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
  };
}

/**
 * Makes `await using` stop an emulator. Test environments without `Symbol.asyncDispose`, such as jest before 30, cannot use it.
 */
function disposable(emulator: EmulatorMembers): Emulator {
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

/** Adds a resource, and what it needs. */
function addSeed(context: Context, seed: ResourceSeed): void {
  if (isBackupId(seed.id)) addBackupResource(context, seed);
  else addResource(context, seed);
}

/** Adds what exists from the start. A protected VM comes last, because its VM may be among the others. */
function addSeeds(context: Context, { resources, virtualMachines }: ResolvedOptions): void {
  for (const seed of resources) if (!isBackupId(seed.id)) addResource(context, seed);
  for (const seed of virtualMachines) addVirtualMachine(context, seed);
  for (const seed of resources) if (isBackupId(seed.id)) addBackupResource(context, seed);
}
