import { isSameName } from "../../azure/case-fold";
import { parseVaultId } from "../../azure/resource-id";
import { MINUTE_MS } from "../../azure/durations";
import { ArmError } from "../arm/arm-error";
import type { Clock } from "../clock";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { formatInstant } from "../report/duration";
import type { Containers } from "./containers";
import { drillOfJournal, journalName } from "./drill-id";

/**
 * The record of a drill in Azure: an empty container of the staging account, whose metadata tell the drill's vault and scratch group and
 * until when it holds the group. It is written before anything is made, and deleted after all of it is gone. A drill that is killed cannot
 * renew its record, so that the next one finds it expired, and cleans up.
 *
 * A container needs no data plane, no key, and no change of a resource that Terraform manages, as a tag would be.
 */

/** For how long a record holds the scratch group after it was written or renewed. */
export const LEASE_MS = 15 * MINUTE_MS;
export const RENEW_MS = 4 * MINUTE_MS;

/** What the record of a drill tells. */
export interface JournalEntry {
  readonly drillId: string;
  readonly vaultId: string;
  readonly scratchGroupId: string;
  readonly restores: "disks" | "vm";
  /** `claiming` until no other drill is known to hold the scratch group. */
  readonly state: "claiming" | "running";
  readonly startedAt: Date;
  readonly renewedAt: Date;
}

export function isExpired({ renewedAt }: Pick<JournalEntry, "renewedAt">, now: Date): boolean {
  return now.getTime() > renewedAt.getTime() + LEASE_MS;
}

/** The records of drills in a staging account. */
export class Journals {
  constructor(
    private readonly containers: Containers,
    private readonly deleteContainer: (id: string) => Promise<void>,
  ) {}

  /** The records of a scratch group, the oldest first. A container of such a name that tells no drill is no record. */
  async of(scratchGroupId: string): Promise<JournalEntry[]> {
    const names = (await this.containers.list()).flatMap(({ name }) => (drillOfJournal(name) === undefined ? [] : [name]));
    const entries: JournalEntry[] = [];
    for (const name of names) {
      const container = await this.containers.get(name);
      const entry = container && entryOf(name, container.metadata);
      if (entry && isSameName(entry.scratchGroupId, scratchGroupId)) entries.push(entry);
    }
    return entries.sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
  }

  async get(drillId: string): Promise<JournalEntry | undefined> {
    const name = journalName(drillId);
    const container = await this.containers.get(name);
    return container && entryOf(name, container.metadata);
  }

  create(entry: JournalEntry): Promise<void> {
    return this.containers.create(journalName(entry.drillId), metadataOf(entry));
  }

  update(entry: JournalEntry): Promise<void> {
    return this.containers.update(journalName(entry.drillId), metadataOf(entry));
  }

  remove(entry: JournalEntry): Promise<void> {
    return this.deleteContainer(this.idOf(entry));
  }

  idOf({ drillId }: Pick<JournalEntry, "drillId">): string {
    return this.containers.idOf(journalName(drillId));
  }
}

/** Holds the scratch group for a drill, as long as it is renewed. */
export class HeldGroup {
  private held: JournalEntry;
  private isLost = false;

  constructor(
    private readonly journals: Journals,
    entry: JournalEntry,
    private readonly clock: Clock,
  ) {
    this.held = entry;
  }

  get entry(): JournalEntry {
    return this.held;
  }

  /**
   * Makes sure that the scratch group is still held, before something is made or deleted in it.
   * @throws HookError if it is not
   */
  require(): void {
    if (!this.isLost && !isExpired(this.held, this.clock.now())) return;
    this.isLost = true;
    throw new HookError(
      ExitCode.backupFailed,
      `drill ${this.held.drillId} has not renewed its record since ${formatInstant(this.held.renewedAt)}, so that another drill may have taken the scratch group; what it made is cleaned up by the next drill, or by 'azure-vm-backup drill --clean'`,
    );
  }

  /** Renews the record. A record that is gone, or was not renewed in time, is lost for good. */
  async renew(): Promise<void> {
    const found = await this.journals.get(this.held.drillId);
    if (!found || isExpired(this.held, this.clock.now())) {
      this.isLost = true;
      return;
    }
    const renewed = { ...this.held, renewedAt: this.clock.now() };
    await this.journals.update(renewed);
    this.held = renewed;
  }

  /** Renews the record again and again until the signal is aborted. A failed renewal is tried again soon. */
  async keep(signal: AbortSignal, print: (line: string) => void): Promise<void> {
    for (let wait = RENEW_MS; ;) {
      await this.clock.sleep(wait, signal);
      if (signal.aborted || this.isLost) return;
      try {
        await this.renew();
        wait = RENEW_MS;
      } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        print(`${error.message}; the record of the drill is renewed again in a minute`);
        wait = MINUTE_MS;
      }
    }
  }
}

// Metadata of Azure Storage are ASCII, and their names are identifiers.
function metadataOf(entry: JournalEntry): Record<string, string> {
  return {
    drillid: entry.drillId,
    vault: encodeURI(entry.vaultId),
    scratchgroup: encodeURI(entry.scratchGroupId),
    restores: entry.restores,
    state: entry.state,
    started: entry.startedAt.toISOString(),
    renewed: entry.renewedAt.toISOString(),
  };
}

function entryOf(name: string, metadata: Readonly<Record<string, string>>): JournalEntry | undefined {
  const { drillid: drillId, vault = "", scratchgroup = "", restores, state, started = "", renewed = "" } = metadata;
  const [startedAt, renewedAt] = [new Date(started), new Date(renewed)];
  if (drillId === undefined || drillOfJournal(name) !== drillId) return undefined;
  if (Number.isNaN(startedAt.getTime()) || Number.isNaN(renewedAt.getTime())) return undefined;
  const [vaultId, scratchGroupId] = [decoded(vault), decoded(scratchgroup)];
  if (vaultId === undefined || scratchGroupId === undefined || !parseVaultId(vaultId)) return undefined;
  return {
    ...{ drillId, vaultId, scratchGroupId, startedAt, renewedAt },
    restores: restores === "vm" ? "vm" : "disks",
    state: state === "claiming" ? "claiming" : "running",
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURI(text);
  } catch {
    return undefined;
  }
}
