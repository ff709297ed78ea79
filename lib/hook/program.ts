import { ExitCode } from "../contract/exit-code";
import { DRILL_VARIABLE, REQUEST_VARIABLE } from "../contract/request-envelope";
import { processContext } from "./context";
import { failureOf } from "./failure";
import { guardDebugOutput } from "./outgoing/debug-output";
import { keepSecretsOf } from "./outgoing/secrets";
import { ProcessEnd } from "./process-end";
import { terminalOf } from "./report/terminal";

/** Runs the program: the request of a deployment if there is one and no arguments are given, else the command. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<never> {
  keepSecretsOf(env);
  // eslint-disable-next-line no-restricted-syntax -- Node writes to this stream itself
  guardDebugOutput(env, process.stderr);
  const report = (error: unknown): ExitCode => {
    const { exitCode, message } = failureOf(error);
    terminalOf(env).note(`azure-vm-backup: ${message}`);
    return exitCode;
  };
  const end = new ProcessEnd(process, report);
  const outcome = dispatch(args, env, end).catch(report);
  return end.leaveAfter(outcome);
}

async function dispatch(args: readonly string[], env: NodeJS.ProcessEnv, end: ProcessEnd): Promise<ExitCode> {
  const encoded = env[REQUEST_VARIABLE];
  if (encoded && args.length === 0) {
    const { runRequest } = await import("./commands/backup-now/run-request.js");
    return runRequest(encoded, processContext(env, end));
  }

  const drill = env[DRILL_VARIABLE];
  if (drill && args.length === 0) {
    const { runDrillRequest } = await import("./commands/drill/run-command.js");
    return runDrillRequest(drill, processContext(env, end));
  }

  const { commandLine } = await import("./commands/command-line.js");
  const { program, parse } = commandLine(terminalOf(env));
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.badInput;
  }
  if (args[0] === "complete") await (await import("./shell-completion.js")).addShellCompletion(program, args);
  try {
    const invocation = await parse(args);
    return invocation ? await invocation.run(processContext(env, end)) : ExitCode.done;
  } catch (error) {
    const usage = usageExit(error);
    if (usage !== undefined) return usage;
    throw error;
  }
}

/** Commander prints the problem and then throws. It also throws for `--help`, with exit code 0. */
function usageExit(error: unknown): ExitCode | undefined {
  const { code, exitCode } = error as { code?: unknown; exitCode?: unknown };
  if (typeof code !== "string" || !code.startsWith("commander.")) return undefined;
  return exitCode === 0 ? ExitCode.done : ExitCode.badInput;
}
