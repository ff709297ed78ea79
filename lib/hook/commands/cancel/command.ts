import { type Command, Option } from "commander";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { wholeNumber } from "../argument-types";
import type { Commands } from "../commands";
import { withExamples } from "../common-options";
import { type VaultFlags, vaultReference, withVault } from "../vault-options";

interface CancelFlags extends VaultFlags {
  readonly job?: readonly string[];
  readonly vm?: readonly string[];
  readonly timeout: number;
}

const DEFAULT_TIMEOUT_MINUTES = 30;

export function addCancel(program: Command, commands: Commands): void {
  const command = program
    .command("cancel")
    .description("ask Azure to cancel running backups, possible only while the snapshot is taken, and follow them to their end");
  withVault(command)
    .addOption(new Option("--job <id...>", "the jobs, by the id that 'jobs' shows"))
    .addOption(new Option("--vm <name-or-id...>", "the running backups of these VMs"))
    .addOption(
      new Option("--timeout <minutes>", "stop waiting for their end after that long")
        .argParser(wholeNumber())
        .default(DEFAULT_TIMEOUT_MINUTES),
    )
    .helpOption("--help", "print this help")
    .action(async (vault: string | undefined, flags: CancelFlags) => {
      const { job: jobIds = [], vm: vms = [], timeout: timeoutMinutes } = flags;
      const reference = vaultReference(vault, flags);
      if (jobIds.length + vms.length === 0) {
        throw new HookError(ExitCode.badInput, "cancel needs --job or --vm, got neither; name what is to be cancelled");
      }
      await commands.cancel({ vault: reference, jobIds, vms, timeoutMinutes });
    });
  withExamples(command, ['cancel "$VAULT_ID" --vm vm-web', "cancel -g rg-backup -v vault-app --job 3b9a4f3e"]);
}
