import { Option } from "commander";
import { wholeNumber } from "../argument-types";
import { vaultCommand } from "../command-definition";
import type { VaultFlags } from "../vault-options";
import type { AdoptOptions } from "./run";

interface Flags extends VaultFlags {
  readonly out?: string;
  readonly timeout?: number;
}

const TIMEOUT_MINUTES = 10;

export const adopt = vaultCommand<Flags, AdoptOptions>({
  name: "adopt",
  description: "write the TypeScript of a stack that takes over an existing vault, its policies and its VMs",
  examples: [
    'adopt "$VAULT_ID" --out vault-app-stack.ts',
    "adopt -g rg-backup -v vault-app --subscription 00000000-0000-0000-0000-000000000000",
  ],
  declare: (command) => {
    command
      .addOption(new Option("--out <file>", "write the code to a file (default: stdout)"))
      .addOption(
        new Option("--timeout <minutes>", `give up after this time (default: ${TIMEOUT_MINUTES})`).argParser(wholeNumber()),
      );
  },
  options: ({ out, timeout: timeoutMinutes = TIMEOUT_MINUTES }) => ({ out, timeoutMinutes }),
  load: async () => {
    const { runAdopt } = await import("./run.js");
    // The writer of the code is a bundle of its own. What throws or catches the errors of the hook is not in it.
    const { stackCode } = await import("../../adopt/stack-code.js");
    return (options, context) => runAdopt(options, context, stackCode);
  },
});
