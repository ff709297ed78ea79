import { h, htmlOf, type PageElement } from "../../../page/element";
import { jobTimeline } from "./job-timeline";
import type { JobSnapshot, Snapshot, VaultSnapshot } from "./snapshot";
import { operationWords, statePill, stateWords } from "./state-pill";
import { type Cell, hasWords, tableOf } from "./table";

/** The page shows at most this many rows of a table. */
const MOST_ITEMS = 100;
const MOST_JOBS = 50;

/** The vaults as the page shows them: only the rows that have every word of the filter. */
export function vaultsHtml({ vaults, now }: Snapshot, filter: string): string {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (vaults.length === 0)
    return htmlOf(h("p", { class: "empty" }, "No vault yet. Create one with Terraform or the Azure CLI, and it appears here."));
  return vaults.map((vault, index) => htmlOf(vaultSection(vault, index, words, Date.parse(now)))).join("");
}

/** What a screen reader says if it changes. */
export function vaultsSummary({ vaults }: Snapshot): string {
  const texts = vaults.map((vault) => {
    const { vms, pending, running, points } = counts(vault);
    return `${vault.name}: ${vms} VMs, ${pending} pending, ${running} jobs in progress, ${points} recovery points`;
  });
  return texts.join(". ");
}

function counts({ items, jobs, recoveryPointCount }: VaultSnapshot) {
  return {
    vms: items.length,
    pending: items.filter(({ state }) => state === "IRPending").length,
    running: jobs.filter(({ status }) => status === "InProgress").length,
    points: recoveryPointCount,
  };
}

function vaultSection(vault: VaultSnapshot, index: number, words: readonly string[], now: number): PageElement {
  const id = `vault-${index}`;
  const { vms, pending, running, points } = counts(vault);
  const matching = vault.jobs.filter((job) => hasWords(jobCells(job), words)).slice(0, MOST_JOBS);
  return h("section", { "aria-labelledby": id }, [
    h("h2", { id }, vault.name),
    h("p", { class: "facts" }, `${vault.location} · soft delete ${vault.softDelete} · ${vault.id}`),
    h("ul", { class: "tiles" }, [
      tile(vms, "protected VMs"),
      tile(pending, "initial backups pending"),
      tile(running, "jobs in progress"),
      tile(points, "recovery points"),
    ]),
    ...(vault.jobs.length > 0 ? [jobTimeline(`grid-${index}`, matching, now)] : []),
    itemTable(vault, words),
    jobTable(vault, words),
    pointTable(vault, words),
  ]);
}

function tile(number: number, text: string): PageElement {
  return h("li", { class: "tile" }, h("b", null, number), h("span", null, text));
}

function itemTable({ items }: VaultSnapshot, words: readonly string[]): PageElement {
  const rows = items.map(({ vm, state, policy, lastBackupStatus, lastBackupTime }) => [
    { text: vm },
    stateCell(state),
    { text: policy || "–" },
    stateCell(lastBackupStatus),
    timeCell(lastBackupTime),
  ]);
  const columns = ["VM", "State", "Policy", "Last backup", "At (UTC)"];
  const empty = "No VM is protected by this vault.";
  return tableOf({ caption: "Protected items", columns, rows, empty, most: MOST_ITEMS }, words);
}

function jobTable({ jobs }: VaultSnapshot, words: readonly string[]): PageElement {
  const columns = ["Operation", "VM", "Status", "Started (UTC)", "Ended (UTC)", "Detail"];
  const rows = jobs.map(jobCells);
  return tableOf({ caption: "Jobs", columns, rows, empty: "No job has run in this vault.", most: MOST_JOBS }, words);
}

function jobCells(job: JobSnapshot): Cell[] {
  const { operation, vm, status, startTime, endTime, detail, progress } = job;
  const label = `${operationWords(operation)} of ${vm}`;
  const bar = h("progress", { max: 100, value: Math.round(progress * 100), "aria-label": label });
  return [
    { text: operationWords(operation) },
    { text: vm },
    { text: `${status} ${stateWords(status)}`, shows: [statePill(status), ...(status === "InProgress" ? [bar] : [])] },
    timeCell(startTime),
    timeCell(endTime),
    { text: detail },
  ];
}

function pointTable({ recoveryPoints }: VaultSnapshot, words: readonly string[]): PageElement {
  const rows = recoveryPoints.map(({ vm, time, tier, expiry }) => [
    { text: vm },
    timeCell(time),
    { text: tier },
    expiry === undefined ? { text: "until deleted" } : timeCell(expiry),
  ]);
  const columns = ["VM", "Taken (UTC)", "Kept as", "Expires (UTC)"];
  const empty = "No backup has made a recovery point yet.";
  return tableOf({ caption: "Recovery points", columns, rows, empty, most: MOST_JOBS }, words);
}

function stateCell(state: string): Cell {
  return { text: `${state} ${stateWords(state)}`, shows: statePill(state) };
}

function timeCell(text: string | undefined): Cell {
  if (text === undefined) return { text: "–" };
  const shown = `${text.slice(0, 10)} ${text.slice(11, 19)}`;
  return { text: shown, shows: h("time", { datetime: text }, shown) };
}
