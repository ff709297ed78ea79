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
  /** What the arguments and flags of a call ask for. @throws HookError if they contradict each other */
  readonly parse: (argument: unknown, flags: unknown) => Invocation;
}

/** A parsed call of a command. */
export interface Invocation {
  readonly options: unknown;
  /** Runs the command; returns the exit code. What it runs is loaded here and not before. */
  readonly run: (context: Context) => Promise<ExitCode>;
}

/** What every command about one vault is asked for. */
interface VaultOptions {
  readonly vaultId: string;
  /** How long the command may take. */
  readonly timeoutMinutes: number;
}

/** A command that is about one vault. */
export interface VaultCommand<Flags, Options> {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly string[];
  /** Adds the flags beside those that name the vault. */
  readonly declare: (command: Command) => void;
  /** What the flags ask for. */
  readonly options: (flags: Flags) => Omit<Options, "vaultId">;
  /** Loads what runs the command. */
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
