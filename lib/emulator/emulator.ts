import type { AddressInfo } from "node:net";
import { fold, formatVirtualMachineId, parseVirtualMachineId } from "../azure/resource-id";
import { createApp, pathOf, type App } from "./app";
import { resourceGroupId } from "./arm/resource-groups";
import { Clock } from "./clock";
import type { Context } from "./context";
import { Journal, type JournalEntry } from "./journal";
import { checkedSeed, resolveOptions, type EmulatorOptions, type VirtualMachineSeed } from "./options";
import type { BackupPhase } from "./recovery-services/model";
import { serve } from "./routes";
import { State } from "./state";
import { makeCertificate } from "./tls";

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

/** A running emulator of Azure Resource Manager. */
export interface Emulator {
  /** Such as `https://localhost:8443`. */
  readonly url: string;
  /** Path of the PEM file that a client has to trust; gone once the emulator has stopped. */
  readonly certificateFile: string;
  /** The requests answered so far, oldest first; a long run keeps the latest ten thousand at least. */
  readonly journal: readonly JournalEntry[];
  /** The environment in which Terraform, the hook and the bin `azure-vm-backup` use the emulator. */
  environment(): Record<string, string>;
  /** Adds a virtual machine, and its resource group where there is none. */
  addVirtualMachine(vm: string | VirtualMachineSeed): void;
  /** Makes the next backup of a VM, named by its id or by name, fail. */
  failNextBackup(vm: string, failure?: BackupFailure): void;
  /** The present of the emulator's clock. */
  now(): Date;
  /** Moves the emulator's clock on at once. */
  advance(milliseconds: number): void;
  /** Closes the connections and removes the certificate. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator of Azure Resource Manager, with Azure Backup, on localhost.
 * @throws Error for an option that cannot be used, or where the port is taken
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port, speed, virtualMachines, account, triggerRetryAfter } = resolveOptions(options);
  const clock = new Clock(speed);
  const state = State.empty();
  const certificate = await makeCertificate(clock);
  const app = createApp(certificate);
  const journal = new Journal();
  let origin = "";
  const context: Context = {
    clock,
    state,
    account,
    triggerRetryAfter,
    // The port is known once it is listened on, and nothing is asked before.
    get origin() {
      return origin;
    },
  };
  recordRequests(app, clock, journal);
  serve(app, context);
  for (const seed of virtualMachines) addVirtualMachine(context, seed);
  try {
    await app.listen({ port, host: "localhost" });
    origin = originOf(app);
  } catch (error) {
    certificate.discard();
    throw error;
  }

  return {
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
      ARM_RESOURCE_PROVIDER_REGISTRATIONS: "none",
      ARM_PROVIDER_ENHANCED_VALIDATION: "false",
      SSL_CERT_FILE: certificate.file,
      NODE_EXTRA_CA_CERTS: certificate.file,
      AZURE_VM_BACKUP_TIME_SCALE: String(1 / speed),
    }),
    addVirtualMachine: (vm) => {
      addVirtualMachine(context, checkedSeed(typeof vm === "string" ? { id: vm } : vm));
    },
    failNextBackup: (vm, { code = "UserErrorGuestAgentStatusUnavailable", phase = "snapshot" } = {}) => {
      state.backupFaults.set(vm, { code, phase });
    },
    now: () => new Date(clock.now()),
    advance: (milliseconds) => {
      clock.advance(milliseconds);
    },
    stop: async () => {
      await app.close();
      certificate.discard();
    },
  };
}

function originOf(app: App): string {
  const { port } = app.server.address() as AddressInfo;
  return `https://localhost:${port}`;
}

/** Every answer carries the emulator's time, and leaves its request in the journal before the client sees it. */
function recordRequests(app: App, clock: Clock, journal: Journal): void {
  app.addHook("onSend", async (request, reply) => {
    const now = new Date(clock.now());
    reply.header("Date", now.toUTCString());
    const id = request.headers["x-ms-client-request-id"];
    if (typeof id === "string") reply.header("x-ms-client-request-id", id);
    journal.record({
      time: now.toISOString(),
      method: request.method,
      path: readable(pathOf(request.url)),
      query: request.query as Record<string, unknown>,
      status: reply.statusCode,
      ...(typeof id === "string" ? { clientRequestId: id } : {}),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
  });
}

/** A path without its percent signs, where it can be read so: the journal is asked for `VM;…`, clients send `VM%3B…`. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function addVirtualMachine({ state }: Context, { id, location }: VirtualMachineSeed): void {
  const vm = parseVirtualMachineId(id);
  if (!vm) return;
  const groupId = resourceGroupId(vm);
  if (!state.resourceGroups.get(groupId)) {
    state.resourceGroups.set(groupId, { id: groupId, name: vm.resourceGroupName, location: location ?? "westeurope", tags: {} });
  }
  const type = "Microsoft.Compute/virtualMachines";
  state.resources.set(fold(id), { id: formatVirtualMachineId(vm), name: vm.vmName, type, body: location ? { location } : {} });
}
