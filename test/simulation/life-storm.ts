import { startEmulator } from "../../lib/emulator";
import { Client } from "../emulator/client";
import { EmulatedTime } from "../support/emulated-time";
import type { Random } from "../support/random";
import { LifeModel, type SeenVm } from "./life-model";
import { type BackupPlan, LifeRuns } from "./life-runs";
import { keyOf, LifeVault, type Place } from "./life-vault";
import { viewOf } from "./life-view";

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
/** An OS disk and a data disk. */
const DISKS_OF_A_VM = 2;

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
  private readonly vault: LifeVault;
  private readonly runs: LifeRuns;
  private readonly counts: Record<string, number> = {};
  private seen: readonly SeenVm[] = [];
  /** The VMs whose backups or restores were made to fail, were cancelled, or cannot succeed since the VM was moved. */
  private readonly spoilt = new Set<string>();

  constructor(
    private readonly random: Random,
    client: Client,
    private readonly log: (line: string) => void,
  ) {
    this.time = new EmulatedTime(client.emulator);
    const names = Array.from({ length: random.integer(1, 4) }, (_, index) => `vm-${index + 1}`);
    this.vault = new LifeVault(client, names);
    this.runs = new LifeRuns(this.vault, this.time, log);
  }

  async begin(): Promise<void> {
    await this.vault.make();
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
      ["stop", () => this.vault.stop(this.place())],
      ["delete", () => this.vault.remove(this.place())],
      ["undelete", () => this.undelete()],
      ["move", () => this.move()],
      ["archive", () => this.archive()],
      ["restore", () => this.restore()],
      ["restore", () => this.restore()],
      ["day", () => this.advance(DAY * this.random.pick(1, 1, 2, 15, 100))],
    );
    this.log(`${(this.time.time / DAY).toFixed(2)} d: ${name}`);
    if ((await command()) !== false) this.counts[name] = (this.counts[name] ?? 0) + 1;
    await this.look();
  }

  /** Ends with a run without faults, after which every active VM must have a backup. */
  async end(): Promise<Life> {
    this.vault.client.emulator.clearFaults();
    await this.advance(2 * DAY);
    await this.look();
    await this.backUp({ timeoutMinutes: 600, waitFor: "completed" });
    const there = new Set(this.vault.vms.map(keyOf));
    const bare = this.model.withoutBackup(this.seen).filter((name) => there.has(name));
    if (bare.length > 0) throw new Error(`not backed up in the end: ${bare.join(", ")}`);
    const { processes, killed } = this.runs;
    const requests = processes.reduce((sum, process) => sum + process.requests, 0);
    const jobs = this.seen.reduce((sum, { attempts, restores }) => sum + attempts.length + restores.length, 0);
    return { vms: this.vault.vms.length, runs: processes.length, killed, requests, jobs, commands: this.counts };
  }

  /** A VM, where it is now. */
  private place(): Place {
    return this.random.pick(...(this.vault.vms as [Place, ...Place[]]));
  }

  /** A recovery point that expires at a suitable time, and the place where its VM is or was. */
  private point(isSuitable: (expires: number) => boolean = () => true) {
    const { places } = this.vault;
    const points = this.seen.flatMap((vm) => {
      const place = places.find((one) => keyOf(one) === vm.name);
      return place ? vm.points.filter(({ expires }) => isSuitable(expires)).map(({ id }) => ({ place, point: id })) : [];
    });
    const [first, ...others] = points;
    return first && this.random.pick(first, ...others);
  }

  private async declare(place = this.place()): Promise<boolean> {
    const isAccepted = await this.vault.declare(place);
    if (isAccepted) this.model.policyChanged(keyOf(place));
    return isAccepted;
  }

  private async change(place = this.place()): Promise<boolean> {
    const isAccepted = await this.vault.change(place);
    if (isAccepted) this.model.policyChanged(keyOf(place));
    return isAccepted;
  }

  private undelete(): Promise<boolean> {
    const deleted = this.seen.find(({ state }) => state === "softDeleted");
    const place = this.vault.places.find((one) => keyOf(one) === deleted?.name);
    return place ? this.vault.undelete(place) : Promise.resolve(false);
  }

  private fail(vm = this.place()): Promise<void> {
    this.vault.fail(vm.name, this.random);
    this.spoil(vm.name);
    return Promise.resolve();
  }

  private async move(vm = this.place()): Promise<void> {
    this.spoil(vm.name);
    const moved = await this.vault.move(vm);
    if (this.random.chance(0.7)) await this.declare(moved);
  }

  /** Only what is kept for half a year more can be archived. */
  private async archive(): Promise<boolean> {
    const chosen = this.point((expires) => expires > this.time.now().getTime() + 180 * DAY);
    return chosen !== undefined && this.vault.archive(chosen.place, chosen.point);
  }

  private async restore(): Promise<boolean> {
    const { random } = this;
    const chosen = this.point();
    if (!chosen) return false;
    const { place, point } = chosen;
    if (!(await this.vault.canRead(place, point))) throw new Error(`${keyOf(place)}: recovery point ${point} cannot be read`);
    const plan = { place, point: random.chance(0.5) ? point : undefined, rehydrates: random.chance(0.3) };
    const code = await this.runs.restore({ ...plan, ...this.disturbed(), timeoutMinutes: random.pick(5, 600) });
    await this.look();
    if (code !== undefined) this.model.checkRestore(code, keyOf(place), this.seen, this.spoilt);
    const completed = this.seen.flatMap(({ restores }) => restores.filter(({ status }) => status === "Completed"));
    const disks = await this.vault.restoredDisks();
    if (disks < DISKS_OF_A_VM * completed.length)
      throw new Error(`${completed.length} restores completed and ${disks} disks are there`);
    await this.advance(random.between(0, 3 * 60 * MINUTE));
    return true;
  }

  private async trigger(): Promise<void> {
    const { random, time } = this;
    const waitFor = random.pick("accepted", "snapshot", "completed");
    if (random.chance(0.2)) time.at(time.time + random.between(0, 30 * MINUTE), () => void time.during(() => this.cancel()));
    await this.backUp({ waitFor, timeoutMinutes: random.pick(5, 60, 600), ...this.disturbed() });
    await this.advance(random.between(0, 3 * 60 * MINUTE));
  }

  /** Half of the runs end early. */
  private disturbed(): Pick<BackupPlan, "end"> {
    const { random } = this;
    if (random.chance(0.5)) return {};
    return { end: { after: random.between(0, random.pick(10_000, 5 * MINUTE, 60 * MINUTE)), gently: random.chance(0.3) } };
  }

  private async backUp(plan: BackupPlan): Promise<void> {
    const code = await this.runs.backUp(plan);
    await this.look();
    if (code !== undefined && plan.waitFor === "completed") this.model.checkExit(code, this.seen, this.spoilt);
  }

  private async cancel(): Promise<void> {
    const vm = await this.vault.cancel();
    if (vm === undefined) return;
    this.spoil(vm);
    this.counts["cancel"] = (this.counts["cancel"] ?? 0) + 1;
  }

  private spoil(vm: string): void {
    for (const place of this.vault.places) if (place.name === vm) this.spoilt.add(keyOf(place));
  }

  private async advance(ms: number): Promise<void> {
    await this.time.until(this.time.sleep(ms), Infinity);
  }

  /** Reads the vault, and shows it to the model. */
  private async look(): Promise<void> {
    const reader = await this.runs.reader();
    const now = this.time.now().getTime();
    const view = viewOf(reader, this.vault.places, new Date(START), new Date(now + DAY));
    this.seen = await this.time.until(view);
    this.model.see(now, this.seen);
  }
}
