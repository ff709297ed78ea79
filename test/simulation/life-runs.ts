import { ExitCode } from "../../lib/contract/exit-code";
import { backUp } from "../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../lib/hook/backup-now/outcome";
import { runRestore } from "../../lib/hook/commands/restore/run";
import type { Context } from "../../lib/hook/context";
import { failureOf } from "../../lib/hook/failure";
import type { RestoreOptions } from "../../lib/hook/restore/restore-options";
import { RunEnded } from "../../lib/hook/run-ended";
import { VaultClient } from "../../lib/hook/vault/vault-client";
import { DrillProcess } from "../hook/drill/drill-process";
import type { EmulatedTime } from "../support/emulated-time";
import type { LifeVault, Place } from "./life-vault";

/** How a run may be disturbed. */
export interface RunPlan {
  readonly timeoutMinutes: number;
  /** When it is killed or, `gently`, asked to end, in milliseconds after its start. */
  readonly end?: { readonly after: number; readonly gently: boolean } | undefined;
}

export interface BackupPlan extends RunPlan {
  readonly waitFor: "accepted" | "snapshot" | "completed";
}

export interface RestorePlan extends RunPlan {
  readonly place: Place;
  /** The id of the recovery point. @default - the latest */
  readonly point: string | undefined;
  readonly rehydrates: boolean;
}

/** So long that no backup on demand expires in the longest life. */
const RETENTION_DAYS = 4_000;

/** The runs of the hook in the life of a vault. */
export class LifeRuns {
  readonly processes: DrillProcess[] = [];
  killed = 0;

  constructor(
    private readonly vault: LifeVault,
    private readonly time: EmulatedTime,
    private readonly log: (line: string) => void,
  ) {}

  /** A client of its own, which nothing disturbs. */
  async reader(): Promise<VaultClient> {
    const { context } = new DrillProcess(this.vault.client, this.time);
    return new VaultClient(await context.connect(), this.vault.id);
  }

  /** Backs up what is pending. Returns the exit code, or undefined if the run was killed. */
  backUp({ waitFor, ...plan }: BackupPlan): Promise<ExitCode | undefined> {
    const { timeoutMinutes } = plan;
    const number = this.processes.length + 1;
    let requests = 0;
    return this.run(plan, async ({ clock, signal, deadline, connect }) => {
      const vault = new VaultClient(await connect(), this.vault.id);
      const result = await backUp(
        {
          ...{ vaultId: this.vault.id, vms: undefined, retention: { days: RETENTION_DAYS }, waitFor },
          ...{ timeoutMinutes, concurrency: 2 },
        },
        { vault, clock, signal, deadline, print: this.print, newRequestId: () => `run-${number}-${++requests}` },
      );
      return exitCodeOf(result);
    });
  }

  /** Restores the disks of a VM. Returns the exit code, or undefined if the run was killed. */
  restore(plan: RestorePlan): Promise<ExitCode | undefined> {
    const options: RestoreOptions = {
      ...{ vaultId: this.vault.id, vm: this.vault.itemId(plan.place), to: "disks", targetGroup: "rg-target" },
      point: plan.point === undefined ? { kind: "latest" } : { kind: "id", id: plan.point },
      ...{ stagingAccount: "strestore", name: undefined, subnetId: undefined, zone: undefined, luns: undefined },
      ...{ secondaryRegion: false, replace: undefined, again: false, skipValidation: false },
      rehydration: plan.rehydrates ? { priority: "high", days: 10 } : undefined,
      ...{ timeoutMinutes: plan.timeoutMinutes, reports: {} },
    };
    return this.run(plan, (context) => runRestore(options, context));
  }

  private readonly print = (line: string): void => {
    this.log(`   ${line}`);
  };

  private async run(plan: RunPlan, command: (context: Context) => Promise<ExitCode>): Promise<ExitCode | undefined> {
    const { time } = this;
    const process = new DrillProcess(this.vault.client, time, {}, this.print);
    this.processes.push(process);
    const ended = command(process.context.limitedTo(plan.timeoutMinutes)).catch((error: unknown) => {
      if (!process.clock.dead) this.print(String(error));
      return error instanceof RunEnded ? ExitCode.interrupted : failureOf(error).exitCode;
    });
    let die = (): void => undefined;
    const death = new Promise<undefined>((resolve) => {
      die = () => {
        process.kill();
        resolve(undefined);
      };
    });
    if (plan.end) {
      const { after, gently } = plan.end;
      time.at(time.time + after, () => {
        if (gently) process.end("interrupted");
        else die();
      });
    }
    const code = await time.until(Promise.race([ended, death]));
    this.log(`   ends with ${String(code)}`);
    if (code === undefined) this.killed++;
    if (code === ExitCode.unexpected) throw new Error("a run ended with a defect");
    return code;
  }
}
