import { Option } from "commander";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { jobIds, vmNames, wholeNumber } from "../argument-types";
import { vaultCommand } from "../command-definition";
import type { VaultFlags } from "../vault-options";
import type { CancelOptions } from "./run";

interface CancelFlags extends VaultFlags {
  readonly job?: readonly string[];
  readonly vm?: readonly string[];
  readonly timeout: number;
}

const DEFAULT_TIMEOUT_MINUTES = 30;

export const cancel = vaultCommand<CancelFlags, CancelOptions>({
  name: "cancel",
  description: "ask Azure to cancel running backups, possible only while the snapshot is taken, and follow them to their end",
  examples: ['cancel "$VAULT_ID" --vm vm-web', "cancel -g rg-backup -v vault-app --job 3b9a4f3e"],
  declare: (command) =>
    command
      .addOption(
        new Option(
          "--job <id>",
          "a job id, as 'jobs' shows it, or its first 8 characters; repeat the flag for more jobs",
        ).argParser(jobIds),
      )
      .addOption(
        new Option("--vm <name-or-id>", "the running backup of this VM; repeat the flag for more VMs").argParser(vmNames),
      )
      .addOption(
        new Option("--timeout <minutes>", "stop waiting for the jobs to end after this time")
          .argParser(wholeNumber())
          .default(DEFAULT_TIMEOUT_MINUTES),
      ),
  options: ({ job = [], vm: vms = [], timeout: timeoutMinutes }) => {
    if (job.length + vms.length === 0) {
      throw new HookError(ExitCode.badInput, "cancel needs --job or --vm, got neither; name the jobs or VMs to cancel");
    }
    return { jobIds: job, vms, timeoutMinutes };
  },
  load: async () => (await import("./run.js")).runCancel,
});
