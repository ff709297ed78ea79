import { Option } from "commander";
import { MAX_RETENTION_DAYS } from "../../../azure/limits";
import { wholeNumber } from "../argument-types";
import { type CommandDefinition, vaultCommand } from "../command-definition";
import { requireNoVault, type VaultFlags } from "../vault-options";
import type { AdoptOptions } from "./run";

interface Flags extends VaultFlags {
  readonly out?: string;
  readonly initialBackup?: number;
  readonly timeout?: number;
}

const TIMEOUT_MINUTES = 10;

const ofVault = vaultCommand<Flags, AdoptOptions>({
  name: "adopt",
  description: "write the TypeScript that takes over an existing vault, or the backup resources of a stack, with this library",
  examples: [
    'adopt "$VAULT_ID" --out vault-app-stack.ts',
    "adopt -g rg-backup -v vault-app --subscription 00000000-0000-0000-0000-000000000000",
    "adopt --from-stack cdktf.out/stacks/app --out app-backup.ts",
  ],
  declare: (command) => {
    const stack = command.options.find(({ long }) => long === "--from-stack");
    if (stack) stack.description = "take over the resources of azurerm in a cdk.tf.json, or its folder, instead of a vault";
    command
      .addOption(new Option("--out <file>", "write the code to a file (default: stdout)"))
      .addOption(
        new Option(
          "--initial-backup <days>",
          "also take the initial backup of VMs that have none, and keep it for this time (default: no initial backup)",
        ).argParser(wholeNumber(MAX_RETENTION_DAYS)),
      )
      .addOption(
        new Option("--timeout <minutes>", `give up after this time (default: ${TIMEOUT_MINUTES})`).argParser(wholeNumber()),
      );
  },
  options: ({ out, initialBackup: initialBackupDays, timeout: timeoutMinutes = TIMEOUT_MINUTES }) => ({
    out,
    initialBackupDays,
    timeoutMinutes,
  }),
  load: async () => {
    const { runAdopt } = await import("./run.js");
    // The writer of the code is a bundle of its own. What throws or catches the errors of the hook is not in it.
    const { stackCode } = await import("../../adopt/code-writer.js");
    return (options, context) => runAdopt(options, context, stackCode);
  },
});

export const adopt: CommandDefinition = {
  ...ofVault,
  parse: (argument, given) => {
    const flags = given as Flags;
    const { fromStack: stack, out, initialBackup: initialBackupDays, timeout = TIMEOUT_MINUTES } = flags;
    if (stack === undefined) return ofVault.parse(argument, flags);
    requireNoVault(argument as string | undefined, flags);
    const options = { stack, out, initialBackupDays };
    return {
      options,
      run: async (context) => {
        const { runAdoptStack } = await import("./run.js");
        const { stackFileCode } = await import("../../adopt/code-writer.js");
        return runAdoptStack(options, context.limitedTo(timeout), stackFileCode);
      },
    };
  },
};
