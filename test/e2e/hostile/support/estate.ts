import { ExitCode } from "../../../../lib/contract/exit-code";
import type { Emulator } from "../../../../lib/emulator";
import { startTestEmulator } from "../../../support/emulator";
import { PROGRAM } from "../../support/limited-hook";
import { run } from "../../support/processes";
import { protectVms } from "../../support/protected-vms";

const HOUR = 3_600_000;

/** An emulator with a vault whose VM vm-web has a recovery point. */
export interface Estate {
  readonly emulator: Emulator;
  /** The words that a name in braces stands for. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** @param pending VMs without a backup */
export async function makeEstate(pending: readonly string[] = []): Promise<Estate> {
  const emulator = await startTestEmulator({ speed: 100, scheduledBackups: false });
  const { vaultId, policyId } = await protectVms(emulator, ["vm-web", ...pending]);
  const group = `${vaultId.split("/").slice(0, 4).join("/")}/rg-drill`;
  const staging = `${group}/providers/Microsoft.Storage/storageAccounts/stdrill`;
  emulator.addResource(staging);
  const env = { PATH: process.env["PATH"], ...emulator.environment() };
  for (const vm of ["vm-web"]) {
    const { code, output } = await run(process.execPath, [PROGRAM, "backup-now", vaultId, "--vm", vm, "--wait-for", "accepted"], {
      env,
    });
    if (code !== ExitCode.done) throw new Error(output);
    if (vm === "vm-web") emulator.advance(3 * HOUR);
  }
  return {
    emulator,
    words: {
      ...{ vault: [vaultId], policy: [policyId], drill: ["--scratch-group", "rg-drill", "--staging-account", staging] },
      restore: ["--vm", "vm-web", "--to", "disks", "--target-group", "rg-drill", "--staging-account", staging],
    },
  };
}
