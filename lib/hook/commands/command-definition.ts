import type { Command } from "commander";
import type { ExitCode } from "../../contract/exit-code";
import type { Context } from "../context";
import { withExamples } from "./common-options";
import type { VaultFlags, VaultReference } from "./vault-options";
import { vaultReference, withVault } from "./vault-options";

/** A command of the command line. */
export interface CommandDefinition {
  readonly name: string;
  readonly description: string;
  /** Adds arguments, flags and examples. */
  readonly declare: (command: Command) => void;
  /** Parses the arguments and flags. @throws HookError if they contradict each other */
  readonly parse: (argument: unknown, flags: unknown) => Invocation;
}

/** A parsed call of a command. */
export interface Invocation {
  readonly options: unknown;
  /** Loads and runs the command; returns the exit code. */
  readonly run: (context: Context) => Promise<ExitCode>;
}

/** The options of every command about one vault. */
interface VaultOptions {
  readonly vaultId: string;
  /** The time limit of the command. */
  readonly timeoutMinutes: number;
}

/** A command about one vault. */
export interface VaultCommand<Flags, Options> {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly string[];
  /** Adds the flags other than those that name the vault. */
  readonly declare: (command: Command) => void;
  /** Converts the flags to options. */
  readonly options: (flags: Flags) => Omit<Options, "vaultId">;
  /** Loads the function that runs the command. */
  readonly load: (options: Options) => Promise<(options: Options, context: Context) => Promise<ExitCode>>;
}

export function vaultCommand<Flags extends VaultFlags, Options extends VaultOptions>(
  command: VaultCommand<Flags, Options>,
): CommandDefinition {
  return {
    ...command,
    declare: (target) => {
      withVault(target);
      command.declare(target);
      withExamples(target, command.examples);
    },
    parse: (argument, flags) => {
      const vault = vaultReference(argument as string | undefined, flags as Flags);
      const options = command.options(flags as Flags);
      return {
        options: { ...options, vault },
        run: async (context) => {
          const limited = context.limitedTo(options.timeoutMinutes);
          const resolved = { ...options, vaultId: await vaultIdOf(vault, limited) } as Options;
          const run = await command.load(resolved);
          return run(resolved, limited);
        },
      };
    },
  };
}

async function vaultIdOf(vault: VaultReference, { env, signal }: Context): Promise<string> {
  const { resolveVault } = await import("./resolve-vault.js");
  return resolveVault(vault, env, signal);
}
