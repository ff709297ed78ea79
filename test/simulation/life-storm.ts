import { ExitCode } from "../../lib/contract/exit-code";
import { startEmulator } from "../../lib/emulator";
import { backUp } from "../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../lib/hook/backup-now/outcome";
import { failureOf } from "../../lib/hook/failure";
import { RunEnded } from "../../lib/hook/run-ended";
import { hasEnded } from "../../lib/hook/vault/backup-job";
import type { ProtectedItem } from "../../lib/hook/vault/protected-item";
import { type RecoveryPoint, SNAPSHOT_TIER } from "../../lib/hook/vault/recovery-point";
import { VaultClient } from "../../lib/hook/vault/vault-client";
import { BACKUP, itemBody, itemId, ITEMS, makeVault, POLICIES, policyBody, VAULT_BODY, VAULTS, vmId } from "../emulator/azurerm";
import { Client } from "../emulator/client";
import { DrillProcess } from "../hook/drill/drill-process";
import { EmulatedTime } from "../support/emulated-time";
import type { Random } from "../support/random";
import { LifeModel, type SeenVm } from "./life-model";

/** The counts of one life of a vault. */
export interface Life {
  readonly vms: number;
  readonly runs: number;
  readonly killed: number;
  readonly requests: number;
  readonly jobs: number;
  /** The commands that changed something, by name. */
  readonly commands: Readonly<Record<string, number>>;
}

const START = "2026-11-20T10:00:00Z";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TYPE = { protectedItemType: "Microsoft.Compute/virtualMachines" };
/** Longer than the longest life, so that only scheduled backups expire. */
const RETENTION_DAYS = 400;

/** Lives the life of a vault: random changes by users, runs of the hook, and days. Throws if the model is contradicted. */
export async function live(random: Random, commands: number, log: (line: string) => void = () => undefined): Promise<Life> {
  const client = new Client(await startEmulator({ startTime: START, speed: 0 }));
  try {
    const life = new VaultLife(random, client, log);
    await life.begin();
    for (let step = 0; step < commands; step++) await life.step();
    return await life.end();
  } finally {
    await client.stop();
  }
}

class VaultLife {
  private readonly time: EmulatedTime;
  private readonly model = new LifeModel();
  private readonly names: readonly string[];
  private readonly counts: Record<string, number> = {};
  private readonly processes: DrillProcess[] = [];
  private vault = "";
  private weekly = "";
  private killed = 0;
  private seen: readonly SeenVm[] = [];
  /** The VMs whose backups were made to fail or were cancelled. */
  private readonly spoilt = new Set<string>();

  constructor(
    private readonly random: Random,
    private readonly client: Client,
    private readonly log: (line: string) => void,
  ) {
    this.time = new EmulatedTime(client.emulator);
    this.names = Array.from({ length: random.integer(1, 4) }, (_, index) => `vm-${index + 1}`);
  }

  async begin(): Promise<void> {
    const { client } = this;
    this.vault = await makeVault(client);
    // An immutable vault deletes no backups.
    const securitySettings = { immutabilitySettings: { state: "Disabled" } };
    await client.follow(await client.arm("PUT", this.vault, VAULTS, { ...VAULT_BODY, properties: { securitySettings } }));
    this.weekly = `${this.vault}/backupPolicies/other`;
    await client.arm("PUT", this.weekly, POLICIES, policyBody());
    for (const name of this.names) client.emulator.addVirtualMachine(vmId(client, name));
    await this.declare();
  }

  /** One random command, and a look at what it left. */
  async step(): Promise<void> {
    const [name, command] = this.random.pick<[string, () => Promise<unknown>]>(
      ["trigger", () => this.trigger()],
      ["trigger", () => this.trigger()],
      ["declare", () => this.declare()],
      ["change", () => this.change()],
      ["fail", () => this.fail()],
      ["stop", () => this.put({ ...TYPE, protectionState: "ProtectionStopped" })],
      ["delete", () => this.remove()],
      ["undelete", () => this.undelete()],
      ["restore", () => this.readPoint()],
      ["day", () => this.advance(DAY * this.random.pick(1, 1, 2, 15))],
    );
    this.log(`${(this.time.time / DAY).toFixed(2)} d: ${name}`);
    if ((await command()) !== false) this.counts[name] = (this.counts[name] ?? 0) + 1;
    await this.look();
  }

  /** Ends with a run without faults, after which every active VM must have a backup. */
  async end(): Promise<Life> {
    this.client.emulator.clearFaults();
    await this.advance(2 * DAY);
    await this.look();
    await this.run({ timeoutMinutes: 600, waitFor: "completed" });
    await this.look();
    const bare = this.seen.filter(({ state, points }) => state === "active" && points.length === 0);
    if (bare.length > 0) throw new Error(`not backed up in the end: ${bare.map(({ name }) => name).join(", ")}`);
    const requests = this.processes.reduce((sum, process) => sum + process.requests, 0);
    const jobs = this.seen.reduce((sum, { attempts }) => sum + attempts.length, 0);
    return { vms: this.names.length, runs: this.processes.length, killed: this.killed, requests, jobs, commands: this.counts };
  }

  private vm(): string {
    const [first = "", ...others] = this.names;
    return this.random.pick(first, ...others);
  }

  /** Sends a change of an item, and returns whether Azure took it. */
  private async put(properties: object, name = this.vm()): Promise<boolean> {
    const answer = await this.client.arm("PUT", itemId(this.client, name), ITEMS, { properties });
    if (answer.status >= 300) return false;
    if (answer.headers["azure-asyncoperation"] !== undefined) await this.client.follow(answer);
    return true;
  }

  private declare(name = this.vm()): Promise<boolean> {
    this.model.policyChanged(name);
    return this.put(itemBody(this.client, name).properties, name);
  }

  private change(name = this.vm()): Promise<boolean> {
    this.model.policyChanged(name);
    return this.put(itemBody(this.client, name, this.weekly).properties, name);
  }

  private async remove(): Promise<boolean> {
    const answer = await this.client.arm("DELETE", itemId(this.client, this.vm()), ITEMS);
    if (answer.headers["azure-asyncoperation"] !== undefined) await this.client.follow(answer);
    return answer.status < 300;
  }

  private undelete(): Promise<boolean> {
    const deleted = this.seen.find(({ state }) => state === "softDeleted");
    return deleted ? this.put({ ...TYPE, isRehydrate: true }, deleted.name) : Promise.resolve(false);
  }

  private fail(vm = this.vm()): Promise<void> {
    const code = this.random.pick("CloudInternalError", "UserErrorGuestAgentStatusUnavailable", "ExtensionOperationInProgress");
    this.client.emulator.addFault({
      kind: "job",
      vm,
      code,
      times: this.random.integer(1, 3),
      phase: this.random.pick("snapshot", "transfer"),
    });
    this.spoilt.add(vm);
    return Promise.resolve();
  }

  private async readPoint(): Promise<boolean> {
    const { points = [], name } = this.random.pick(this.seen[0], ...this.seen.slice(1)) ?? {};
    const point = points[0];
    if (!point || name === undefined) return false;
    const { status } = await this.client.arm("GET", `${itemId(this.client, name)}/recoveryPoints/${point.id}`, BACKUP);
    if (status !== 200) throw new Error(`${name}: recovery point ${point.id} is listed and cannot be read`);
    return true;
  }

  private async advance(ms: number): Promise<void> {
    await this.time.until(this.time.sleep(ms), Infinity);
  }

  private async trigger(): Promise<void> {
    const { random } = this;
    const waitFor = random.pick("accepted", "snapshot", "completed");
    const end = random.chance(0.5)
      ? { after: random.between(0, random.pick(10_000, 5 * MINUTE, 60 * MINUTE)), gently: random.chance(0.3) }
      : undefined;
    const cancelAfter = random.chance(0.2) ? random.between(0, 30 * MINUTE) : undefined;
    await this.run({ waitFor, timeoutMinutes: random.pick(5, 60, 600), end, cancelAfter });
    await this.advance(random.between(0, 3 * 60 * MINUTE));
  }

  private async run(plan: RunPlan): Promise<void> {
    const { time } = this;
    const process = new DrillProcess(this.client, time, {}, () => undefined);
    this.processes.push(process);
    const { clock, context } = process;
    const limited = context.limitedTo(plan.timeoutMinutes);
    const vault = new VaultClient(await context.connect(), this.vault);
    let requests = 0;
    const run = backUp(
      {
        ...{ vaultId: this.vault, vms: undefined, retention: { days: RETENTION_DAYS }, waitFor: plan.waitFor },
        ...{ timeoutMinutes: plan.timeoutMinutes, concurrency: 2 },
      },
      {
        ...{
          vault,
          clock,
          signal: limited.signal,
          deadline: limited.deadline,
          print: (line) => {
            this.log(`   ${line}`);
          },
        },
        newRequestId: () => `run-${this.processes.length}-${++requests}`,
      },
    ).then(exitCodeOf, (error: unknown) => (error instanceof RunEnded ? ExitCode.interrupted : failureOf(error).exitCode));
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
    if (plan.cancelAfter !== undefined) time.at(time.time + plan.cancelAfter, () => void time.during(() => this.cancel()));
    const code = await time.until(Promise.race([run, death]));
    this.log(`   ends with ${String(code)}`);
    await this.look();
    if (code === undefined) this.killed++;
    else if (plan.waitFor === "completed") this.model.checkExit(code, this.seen, this.spoilt);
  }

  /** Cancels a running backup, as somebody in the portal. */
  private async cancel(): Promise<void> {
    const { body } = await this.client.arm(
      "GET",
      `${this.vault}/backupJobs?$filter=${encodeURIComponent("status eq 'InProgress' and operation eq 'Backup'")}`,
      BACKUP,
    );
    const [job] = (body as { value: { id: string; properties: { entityFriendlyName: string } }[] }).value;
    if (!job) return;
    this.spoilt.add(job.properties.entityFriendlyName);
    this.counts["cancel"] = (this.counts["cancel"] ?? 0) + 1;
    await this.client.arm("POST", `${job.id}/cancel`, BACKUP);
  }

  /** Reads the vault, and shows it to the model. */
  private async look(): Promise<void> {
    const { time } = this;
    const reader = new DrillProcess(this.client, time);
    const vault = new VaultClient(await reader.context.connect(), this.vault);
    const read = async (): Promise<SeenVm[]> => {
      const now = time.now();
      const [items, jobs] = [
        await vault.listProtectedItems(),
        await vault.listJobs({ from: new Date(START), to: new Date(now.getTime() + DAY), operations: ["Backup"] }),
      ];
      return Promise.all(
        this.names.map(async (name) => {
          const item = items.find(({ vmName }) => vmName === name);
          const own = jobs.filter(({ vmName, activityId }) => vmName === name && activityId?.startsWith("run-"));
          const startOf = (one: (typeof own)[number]): number => one.startTime?.getTime() ?? 0;
          const points = item && !item.softDeleted ? await vault.listRecoveryPoints(item) : [];
          return {
            name,
            state: stateOf(item),
            points: points.map((point) => ({
              id: point.id,
              expires: isVaulted(point) ? (point.expires?.getTime() ?? Infinity) : 0,
            })),
            attempts: own.map(startOf),
            completed: own.filter((one) => hasEnded(one) && one.status === "Completed").map(startOf),
          };
        }),
      );
    };
    this.seen = await time.until(read());
    this.model.see(time.now().getTime(), this.seen);
  }
}

interface RunPlan {
  readonly waitFor: "accepted" | "snapshot" | "completed";
  readonly timeoutMinutes: number;
  /** When the run is killed or, `gently`, asked to end, in milliseconds after its start. */
  readonly end?: { readonly after: number; readonly gently: boolean } | undefined;
  /** When somebody cancels a backup, in milliseconds after the start of the run. */
  readonly cancelAfter?: number | undefined;
}

/** Whether a recovery point is in the vault. One that is a snapshot only is deleted with the snapshot. */
function isVaulted({ tiers }: RecoveryPoint): boolean {
  return tiers.some((tier) => tier !== SNAPSHOT_TIER);
}

function stateOf(item: ProtectedItem | undefined): SeenVm["state"] {
  if (!item) return "absent";
  if (item.softDeleted) return "softDeleted";
  return item.protectionState === "ProtectionStopped" ? "stopped" : "active";
}
