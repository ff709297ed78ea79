import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startEmulator } from "../../lib/emulator";
import { filterTime } from "../../lib/hook/vault/job-filter";
import { BACKUP, itemBody, itemId, ITEMS, makeVault, POLICIES, vmId } from "../emulator/azurerm";
import { at, Client } from "../emulator/client";
import { Random } from "../support/random";
import { comparedMemory, SoakModel } from "./soak-model";

/** Emulated months of a vault with many VMs: schedules, retention, failures and restarts. The memory must stay flat. */

const START = "2026-11-20T10:00:00Z";
const DAY = 24 * 3_600_000;
const RETENTION_DAYS = 7;
/** The emulator keeps jobs for 60 days. Only then is its memory comparable. */
const DAYS_BEFORE = 70;
const DAYS_BETWEEN_RESTARTS = 7;
const SAMPLE = 20;
const RUN_AT = "2026-11-20T23:00:00Z";

class Soak {
  private readonly random = new Random(1);
  private readonly model = new SoakModel(RETENTION_DAYS, Date.parse(RUN_AT) % DAY);
  private readonly heaps: number[] = [];
  private days = 0;
  private restarts = 0;
  private jobs = 0;
  private failed = 0;
  private client!: Client;
  private vault = "";

  constructor(
    private readonly vms: number,
    private readonly stateFile: string,
  ) {}

  async run(minutes: number): Promise<void> {
    await this.start();
    try {
      await this.makeVault();
      await this.advance(DAYS_BEFORE * DAY);
      await this.restart();
      process.stdout.write(`${this.vms} VMs; ${DAYS_BEFORE} days have passed; the months begin\n`);
      const ends = performance.now() + minutes * 60_000;
      while (performance.now() < ends) await this.day();
    } finally {
      await this.client.stop();
    }
    this.report();
  }

  private async start(): Promise<void> {
    this.client = new Client(await startEmulator({ startTime: START, speed: 0, stateFile: this.stateFile }));
  }

  private async restart(): Promise<void> {
    await this.client.stop();
    await this.start();
    this.restarts++;
  }

  private async makeVault(): Promise<void> {
    const { client } = this;
    this.vault = await makeVault(client);
    const policy = `${this.vault}/backupPolicies/daily`;
    await client.arm("PUT", policy, POLICIES, POLICY);
    for (let number = 1; number <= this.vms; number++) {
      const name = `vm-${number}`;
      client.emulator.addVirtualMachine(vmId(client, name));
      const answer = await client.arm("PUT", itemId(client, name), ITEMS, itemBody(client, name, policy));
      if (answer.status >= 300) throw new Error(`${name} is not protected: ${answer.status}`);
      this.model.add(name);
    }
    client.emulator.advance(60_000);
  }

  private async advance(ms: number): Promise<void> {
    const { emulator } = this.client;
    const from = emulator.now().getTime();
    emulator.advance(ms);
    this.model.advance(from, from + ms);
    // A request lets the emulator create what was due.
    await this.client.arm("GET", this.vault, "2024-01-01");
  }

  /** A day with some failures and changes, after which the counts must be those of the model. */
  private async day(): Promise<void> {
    const { client, random, model } = this;
    for (let times = random.integer(0, 5); times > 0; times--) this.fail(`vm-${random.integer(1, this.vms)}`);
    if (random.chance(0.3)) await this.stopOrResume(`vm-${random.integer(1, this.vms)}`);
    const from = client.emulator.now().getTime();
    await this.advance(DAY);
    const now = client.emulator.now().getTime();
    const wanted = model.jobs(from, now);
    const found = await this.jobsBetween(from, now);
    if (found.completed !== wanted.completed || found.failed !== wanted.failed)
      throw new Error(`day ${this.days}: ${JSON.stringify(found)} jobs instead of ${JSON.stringify(wanted)}`);
    this.jobs += found.completed + found.failed;
    this.failed += found.failed;
    for (let number = 0; number < SAMPLE; number++) await this.checkPoints(`vm-${random.integer(1, this.vms)}`, now);
    if (++this.days % DAYS_BETWEEN_RESTARTS === 0) await this.restart();
    this.heaps.push(heapAfterCollection());
    if (this.days % 10 === 0) process.stdout.write(`day ${this.days}: ${megabytes(this.heaps.at(-1) ?? 0)} MB\n`);
  }

  private fail(name: string): void {
    const vm = this.model.vms.get(name);
    if (!vm?.protected || vm.failsNext) return;
    vm.failsNext = true;
    this.client.emulator.addFault({ kind: "job", vm: name, code: "CloudInternalError", times: 1 });
  }

  private async stopOrResume(name: string): Promise<void> {
    const { client, model } = this;
    const vm = model.vms.get(name);
    // A VM whose next backup fails keeps the fault until then.
    if (!vm || vm.failsNext) return;
    const properties = vm.protected
      ? { protectedItemType: "Microsoft.Compute/virtualMachines", protectionState: "ProtectionStopped" }
      : itemBody(client, name, `${this.vault}/backupPolicies/daily`).properties;
    const answer = await client.arm("PUT", itemId(client, name), ITEMS, { properties });
    if (answer.status >= 300) throw new Error(`${name} is not changed: ${answer.status}`);
    vm.protected = !vm.protected;
  }

  private async jobsBetween(from: number, to: number): Promise<{ completed: number; failed: number }> {
    const [first, last] = [filterTime(new Date(from + 1_000)), filterTime(new Date(to))];
    const filter = `startTime eq '${first}' and endTime eq '${last}' and operation eq 'Backup'`;
    const sum = { completed: 0, failed: 0 };
    let path: string | undefined = `${this.vault}/backupJobs?$filter=${encodeURIComponent(filter)}`;
    while (path !== undefined) {
      const answer = await this.client.arm("GET", path, BACKUP);
      for (const { properties } of at(answer, "value") as { properties: { status: string } }[]) {
        if (properties.status === "Failed") sum.failed++;
        else sum.completed++;
      }
      path = at(answer, "nextLink") as string | undefined;
    }
    return sum;
  }

  private async checkPoints(name: string, now: number): Promise<void> {
    // The last recovery points of a VM whose protection is stopped do not expire.
    if (this.model.vms.get(name)?.protected !== true) return;
    const answer = await this.client.arm("GET", `${itemId(this.client, name)}/recoveryPoints`, BACKUP);
    const found = (at(answer, "value") as unknown[]).length;
    const wanted = this.model.points(name, now);
    if (found !== wanted) throw new Error(`day ${this.days}: ${name} has ${found} recovery points instead of ${wanted}`);
  }

  private report(): void {
    const { first, last } = comparedMemory(this.heaps);
    process.stdout.write(
      `${this.days} days, ${this.jobs} jobs (${this.failed} failed), ${this.restarts} restarts; ` +
        `heap after collection ${megabytes(first)} MB in the first third, ${megabytes(last)} MB in the last; peak RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
    );
  }
}

const POLICY = {
  properties: {
    backupManagementType: "AzureIaasVM",
    instantRpRetentionRangeInDays: 2,
    timeZone: "UTC",
    schedulePolicy: {
      schedulePolicyType: "SimpleSchedulePolicy",
      ...{ scheduleRunFrequency: "Daily", scheduleRunTimes: [RUN_AT] },
    },
    retentionPolicy: {
      retentionPolicyType: "LongTermRetentionPolicy",
      dailySchedule: { retentionTimes: [RUN_AT], retentionDuration: { count: RETENTION_DAYS, durationType: "Days" } },
    },
  },
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapAfterCollection(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: "string", default: "60" }, vms: { type: "string", default: "1000" } },
  });
  const folder = mkdtempSync(join(tmpdir(), "soak-"));
  try {
    await new Soak(Number(values.vms), join(folder, "state.json")).run(Number(values.minutes));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
