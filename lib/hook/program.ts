import { isForgiven } from "./backup-now/outcome";
import { ExitCode } from "./exit-code";
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
    const { decodeRequest } = await import("./command/request-from-environment.js");
    const request = decodeRequest(encoded);
    const { runBackup } = await import("./run-backup.js");
    const code = await runBackup({ ...request, vms: request.protectedItemIds }, request.credential ?? {}, environment, signal);
    return forgiving(code, request.onFailure);
  }

  const { commandLine } = await import("./command/command-line.js");
  let code: ExitCode = ExitCode.done;
  const program = commandLine({
    backupNow: async (order, onFailure) => {
      const { runBackup } = await import("./run-backup.js");
      code = forgiving(await runBackup(order, {}, environment, signal), onFailure);
    },
  });
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.badInput;
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    const usage = usageExit(error);
    if (usage !== undefined) return usage;
    throw error;
  }
}

/** Commander prints what is wrong and then throws; `--help` comes the same way, as success. */
function usageExit(error: unknown): ExitCode | undefined {
  const { code, exitCode } = error as { code?: unknown; exitCode?: unknown };
  if (typeof code !== "string" || !code.startsWith("commander.")) return undefined;
  return exitCode === 0 ? ExitCode.done : ExitCode.badInput;
}

function forgiving(code: ExitCode, onFailure: "fail" | "warn"): ExitCode {
  if (!isForgiven(code, onFailure)) return code;
  process.stdout.write(`not every backup is done, which ends with exit code 0 instead of ${code} because onFailure is 'warn'\n`);
  return ExitCode.done;
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
