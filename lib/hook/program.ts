import type { AzureAccess } from "./commands/azure-access";
import type { Commands } from "./commands/commands";
import type { VaultReference } from "./commands/vault-options";
import { ExitCode } from "../contract/exit-code";
import { failureOf } from "./failure";

/** Runs the program to its end: a request of a deployment where there is one and nothing on the command line, else the command. */
export async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const interruption = interruptedBySignal();
  try {
    process.exitCode = await dispatch(args, environment, interruption);
  } catch (error) {
    if (interruption.aborted) {
      process.stderr.write("interrupted before anything was started\n");
      process.exitCode = ExitCode.interrupted;
      return;
    }
    const { exitCode, message } = failureOf(error);
    process.stderr.write(`azure-vm-backup: ${message}\n`);
    process.exitCode = exitCode;
  }
}

async function dispatch(args: readonly string[], environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<ExitCode> {
  // The name is repeated here rather than imported, because the request's schema costs start-up time that a command line need not pay.
  const encoded = environment["AZURE_VM_BACKUP_REQUEST"];
  if (encoded && args.length === 0) {
    const { decodeRequest } = await import("./commands/backup-now/request-from-environment.js");
    const request = decodeRequest(encoded);
    const { runBackup } = await import("./commands/backup-now/run.js");
    const order = { ...request, vms: request.protectedItemIds };
    return runBackup(order, request.credential ?? {}, environment, signal, {
      insideDeployment: true,
      onFailure: request.onFailure,
    });
  }

  if (args[0] === "emulator") {
    const { runEmulator } = await import("./commands/emulator/run.js");
    return runEmulator(args.slice(1), signal);
  }

  const { commandLine } = await import("./commands/command-line.js");
  let code: ExitCode = ExitCode.done;
  const program = commandLine(
    commandsIn(environment, signal, (ended) => {
      code = ended;
    }),
  );
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.badInput;
  }
  if (args[0] === "complete") (await import("@bomb.sh/tab/commander")).default(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    const usage = usageExit(error);
    if (usage !== undefined) return usage;
    throw error;
  }
}

/** The commands, each loaded once it is asked for. */
function commandsIn(environment: NodeJS.ProcessEnv, signal: AbortSignal, end: (code: ExitCode) => void): Commands {
  const vaultOf = async ({ vault }: { vault: VaultReference }): Promise<string> => {
    const { resolveVault } = await import("./commands/resolve-vault.js");
    return resolveVault(vault, environment);
  };
  const access = async (): Promise<AzureAccess> => {
    const { azureAccess } = await import("./commands/azure-access.js");
    return azureAccess(environment, signal);
  };
  return {
    backupNow: async (order, options) => {
      const vaultId = await vaultOf(order);
      const { runBackup } = await import("./commands/backup-now/run.js");
      end(await runBackup({ ...order, vaultId }, {}, environment, signal, options));
    },
    plan: async (order, output) => {
      const vaultId = await vaultOf(order);
      const { runPlan } = await import("./commands/backup-now/plan.js");
      end(await runPlan({ ...order, vaultId }, await access(), output));
    },
    jobs: async (order) => {
      const vaultId = await vaultOf(order);
      const { runJobs } = await import("./commands/jobs/run.js");
      end(await runJobs({ ...order, vaultId }, await access()));
    },
    status: async (order) => {
      const vaultId = await vaultOf(order);
      const { runStatus } = await import("./commands/status/run.js");
      end(await runStatus({ ...order, vaultId }, await access()));
    },
    preflight: async (order) => {
      const vaultId = await vaultOf(order);
      const { runPreflight } = await import("./commands/preflight/run.js");
      end(await runPreflight({ ...order, vaultId }, await access()));
    },
    cancel: async (order) => {
      const vaultId = await vaultOf(order);
      const { runCancel } = await import("./commands/cancel/run.js");
      end(await runCancel({ ...order, vaultId }, await access()));
    },
    recoveryPoints: async (order) => {
      const vaultId = await vaultOf(order);
      const { runRecoveryPoints } = await import("./commands/recovery-points/run.js");
      end(await runRecoveryPoints({ ...order, vaultId }, await access()));
    },
  };
}

/** Commander prints what is wrong and then throws; `--help` comes the same way, as success. */
function usageExit(error: unknown): ExitCode | undefined {
  const { code, exitCode } = error as { code?: unknown; exitCode?: unknown };
  if (typeof code !== "string" || !code.startsWith("commander.")) return undefined;
  return exitCode === 0 ? ExitCode.done : ExitCode.badInput;
}

/** Aborted by the first Ctrl-C or SIGTERM; the second one ends the process at once. */
function interruptedBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      controller.abort();
    });
  }
  return controller.signal;
}
