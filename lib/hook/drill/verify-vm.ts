import { MINUTE_MS } from "../../azure/durations";
import type { Clock } from "../clock";
import type { InstanceView, ResourceReader } from "../restore/resources";
import { endCauseOf, type RunLimits } from "../run-ended";
import { withinDeadline } from "../vault/rounds";
import { compare, failedCheck, notChecked } from "./checks";
import type { DrillCheck } from "./drill-record";

/** How long a restored VM may take to boot, and after that to show its agent. */
const BOOT_MS = 10 * MINUTE_MS;
const AGENT_MS = 3 * MINUTE_MS;
const INTERVAL_MS = 20_000;
const BY_DRILL = "a VM that boots";

/** Checks that a restored VM boots, by its instance view. */
export async function verifyVm(
  vmId: string | undefined,
  resources: ResourceReader,
  context: RunLimits & { readonly clock: Clock },
): Promise<DrillCheck[]> {
  const name = "virtual machine";
  if (vmId === undefined) return [failedCheck(name, "the restore has completed, and the VM is not in the scratch group")];
  const { clock, signal } = context;
  const until = clock.elapsed() + BOOT_MS;
  let agentUntil: number | undefined;
  for (;;) {
    const view = await resources.instanceView(vmId);
    if (!view) return [failedCheck(name, "the VM does not exist any more")];
    const checks = checksOf(view);
    const [provisioning, power, agent] = checks.map(({ outcome }) => outcome === "passed");
    if (provisioning && power) agentUntil ??= clock.elapsed() + AGENT_MS;
    const isBooted = agentUntil !== undefined && (agent === true || clock.elapsed() >= agentUntil);
    if (isBooted || clock.elapsed() >= until || endCauseOf(context) !== undefined) return checks;
    await clock.sleep(withinDeadline(context, INTERVAL_MS), signal);
  }
}

function checksOf({ statuses, agent }: InstanceView): DrillCheck[] {
  const state = (kind: string): string | undefined =>
    statuses.find((code) => code.toLowerCase().startsWith(`${kind.toLowerCase()}/`))?.slice(kind.length + 1);
  return [
    compare("provisioning state", { is: "succeeded", from: BY_DRILL }, state("ProvisioningState")),
    compare("power state", { is: "running", from: BY_DRILL }, state("PowerState")),
    agent === undefined
      ? notChecked("VM agent", "Azure shows no agent")
      : compare("VM agent", { is: "Ready", from: BY_DRILL }, agent),
  ];
}
