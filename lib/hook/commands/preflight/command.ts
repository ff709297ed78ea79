import { vaultCommand } from "../command-definition";
import { type ViewFlags, viewOptions, withView } from "../common-options";
import type { PreflightOptions } from "./run";

export const preflight = vaultCommand<ViewFlags, PreflightOptions>({
  name: "preflight",
  description: "check vault, region, permissions and VMs before a deployment or backup, and change nothing",
  examples: ['preflight "$VAULT_ID" --vm "$VM_ID"', "preflight --from-stack cdktf.out/stacks/backup --output json"],
  declare: withView,
  options: viewOptions,
  load: async () => (await import("./run.js")).runPreflight,
});
