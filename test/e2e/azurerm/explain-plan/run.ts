import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY_MS } from "../../../../lib/azure/durations";
import { startEmulator } from "../../../../lib/emulator";
import type { Observation } from "../../../hook/explain-plan/observation";
import { armClientOf } from "../../support/protected-vms";
import { type PlanCase, SUBSCRIPTION } from "./case";
import { CaseRun } from "./case-run";

/** Fast enough for azurerm's waits, slow enough that no backup is due between a plan and its apply. */
const SPEED = 30;
const BEGIN = "2026-01-10T08:00:00Z";
/** The morning of the plans: after more than a year of backups. */
const PLAN_DAY = "2027-03-10T10:00:00Z";
/** How long before the plans the second configuration of a case is applied, if it has one. */
const SECOND_STEP_MS = 40 * DAY_MS;
/** How long the backups are watched that policies take after the apply. */
const WATCHED_MS = 8 * DAY_MS;
/** azurerm mostly waits. More cases at once make the emulator too slow for its connections. */
const AT_ONCE = 30;

export interface Observed {
  readonly observations: readonly Observation[];
  /** What kept a case from being planned. */
  readonly failures: readonly string[];
}

/** Plans and applies the cases with a version of azurerm, all of them with one emulator. */
export async function observe(azurerm: string, cases: readonly PlanCase[]): Promise<Observed> {
  const observations: Observation[] = [];
  const failures: string[] = [];
  for (const softDelete of ["Enabled", "AlwaysON"] as const) {
    const group = cases.filter((one) => one.softDelete === softDelete);
    if (group.length > 0) observations.push(...(await observeIn(azurerm, group, softDelete, failures)));
  }
  return { observations: observations.sort((a, b) => (a.name < b.name ? -1 : 1)), failures };
}

async function observeIn(
  azurerm: string,
  cases: readonly PlanCase[],
  softDelete: PlanCase["softDelete"],
  failures: string[],
): Promise<Observation[]> {
  const emulator = await startEmulator({
    startTime: BEGIN,
    speed: SPEED,
    softDelete,
    account: { subscriptionId: SUBSCRIPTION },
  });
  const root = mkdtempSync(join(tmpdir(), "explain-plan-"));
  const advanceTo = (time: number): void => {
    emulator.advance(time - emulator.now().getTime());
  };
  try {
    const arm = await armClientOf(emulator);
    let runs = cases.map((one) => new CaseRun(one, join(root, one.name), azurerm, emulator, arm));
    /** Takes a step of every case; one that fails takes no further step. */
    const step = async (take: (run: CaseRun) => Promise<void>): Promise<void> => {
      const failed = new Set<CaseRun>();
      await each(runs, async (run) => {
        try {
          await take(run);
        } catch (error) {
          failed.add(run);
          failures.push(`${run.one.name}: ${String(error)}`);
        }
      });
      runs = runs.filter((run) => !failed.has(run));
    };
    await step((run) => run.prepare());
    await step(async (run) => (run.one.backedUp ? run.build() : undefined));
    advanceTo(Date.parse(PLAN_DAY) - SECOND_STEP_MS);
    await step((run) => run.buildSecond());
    advanceTo(Date.parse(PLAN_DAY));
    await step(async (run) => (run.one.backedUp ? undefined : run.build()));
    await step((run) => run.change());
    emulator.advance(WATCHED_MS);
    return await each(runs, (run) => run.observation());
  } finally {
    rmSync(root, { recursive: true, maxRetries: 5 });
    await emulator.stop();
  }
}

async function each<T, R>(all: readonly T[], use: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...all.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await use(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
