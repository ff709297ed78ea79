import { vaultCommand } from "../command-definition";
import { type ViewFlags, viewOptions, withView } from "../common-options";
import type { RecoveryPointsOptions } from "./run";

export const recoveryPoints = vaultCommand<ViewFlags, RecoveryPointsOptions>({
  name: "recovery-points",
  description: "show the recovery points of each VM: time, tier, expiry and consistency",
  examples: ['recovery-points "$VAULT_ID" --vm vm-web', "recovery-points --from-stack cdktf.out/stacks/backup -o json"],
  declare: withView,
  options: viewOptions,
  load: async () => (await import("./run.js")).runRecoveryPoints,
});
