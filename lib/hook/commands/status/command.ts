import { vaultCommand } from "../command-definition";
import { type ViewFlags, viewOptions, withView } from "../common-options";
import type { StatusOptions } from "./run";

export const status = vaultCommand<ViewFlags, StatusOptions>({
  name: "status",
  description: "show every VM of the vault: protection, last backup, last recovery point, policy, next scheduled backup",
  examples: ['status "$VAULT_ID"', "status -g rg-backup -v vault-app --vm vm-web --output json"],
  declare: withView,
  options: viewOptions,
  load: async () => (await import("./run.js")).runStatus,
});
