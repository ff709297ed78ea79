"use strict";
// Runs in the browser: requests a snapshot every second and writes it into the page as text.

const byId = (id) => document.getElementById(id);

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const LOOKS = {
  Completed: ["good", "✓"],
  Protected: ["good", "✓"],
  InProgress: ["busy", "●"],
  IRPending: ["busy", "○"],
  CompletedWithWarnings: ["warn", "!"],
  Cancelling: ["warn", "!"],
  ProtectionStopped: ["warn", "❙❙"],
  BackupsSuspended: ["warn", "❙❙"],
  SoftDeleted: ["bad", "✕"],
  Failed: ["bad", "✕"],
  ProtectionError: ["bad", "✕"],
  Cancelled: ["", "–"],
};
const WORDS = {
  IRPending: "Initial backup pending",
  InProgress: "In progress",
  CompletedWithWarnings: "Completed with warnings",
  ProtectionStopped: "Protection stopped",
  BackupsSuspended: "Backups suspended",
  SoftDeleted: "Soft-deleted",
  ProtectionError: "Protection error",
};

function pill(state) {
  if (!state) return "–";
  const [look, sign] = LOOKS[state] ?? ["", "·"];
  return element("span", { className: `pill ${look}` }, element("span", { ariaHidden: "true" }, sign), WORDS[state] ?? state);
}

function time(text) {
  if (!text) return "–";
  return element("time", { dateTime: text }, `${text.slice(0, 10)} ${text.slice(11, 19)}`);
}

function words(name) {
  return name.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
}

function table(caption, columns, rows, empty) {
  const heads = columns.map((name) => element("th", { scope: "col" }, name));
  const body = rows.map((cells) =>
    element("tr", {}, ...cells.map((cell) => (cell.tagName === "TD" ? cell : element("td", {}, cell)))),
  );
  const made = element("table", {}, element("caption", {}, caption));
  if (rows.length > 0) made.append(element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...body));
  const card = element("div", { className: "card", tabIndex: 0, role: "region", ariaLabel: caption }, made);
  if (rows.length === 0) card.append(element("p", { className: "empty" }, empty));
  return card;
}

function jobStatus(job) {
  const cell = element("td", {}, pill(job.status));
  if (job.status === "InProgress") {
    const percent = Math.round(job.progress * 100);
    cell.append(element("progress", { max: 100, value: percent, ariaLabel: `${job.operation} of ${job.vm}` }));
  }
  return cell;
}

function tile(number, text) {
  return element("li", { className: "tile" }, element("b", {}, String(number)), element("span", {}, text));
}

function counts(vault) {
  const running = vault.jobs.filter((job) => job.status === "InProgress").length;
  const pending = vault.items.filter((item) => item.state === "IRPending").length;
  return { vms: vault.items.length, pending, running, points: vault.recoveryPointCount };
}

function vaultSection(vault, index) {
  const { vms, pending, running, points } = counts(vault);
  const heading = `vault-${index}`;
  const items = vault.items.map((item) => [
    item.vm,
    pill(item.state),
    item.policy || "–",
    pill(item.lastBackupStatus),
    time(item.lastBackupTime),
  ]);
  const jobs = vault.jobs.map((job) => [
    words(job.operation),
    job.vm,
    jobStatus(job),
    time(job.startTime),
    time(job.endTime),
    element("td", { className: "detail" }, job.detail),
  ]);
  const recoveryPoints = vault.recoveryPoints.map((point) => [
    point.vm,
    time(point.time),
    point.tier,
    point.expiry ? time(point.expiry) : "until deleted",
  ]);
  const section = element(
    "section",
    {},
    element("h2", { id: heading }, vault.name),
    element("p", { className: "facts" }, `${vault.location} · soft delete ${vault.softDelete} · ${vault.id}`),
    element(
      "ul",
      { className: "tiles" },
      tile(vms, "protected VMs"),
      tile(pending, "initial backups pending"),
      tile(running, "jobs in progress"),
      tile(points, "recovery points"),
    ),
    table("Protected items", ["VM", "State", "Policy", "Last backup", "At (UTC)"], items, "No VM is protected by this vault."),
    table("Jobs", ["Operation", "VM", "Status", "Started (UTC)", "Ended (UTC)", "Detail"], jobs, "No job has run in this vault."),
    table(
      "Recovery points",
      ["VM", "Taken (UTC)", "Kept as", "Expires (UTC)"],
      recoveryPoints,
      "No backup has made a recovery point yet.",
    ),
  );
  section.setAttribute("aria-labelledby", heading);
  return section;
}

function speedOf(speed) {
  if (speed === 0) return "stands still";
  return speed === 1 ? "real time" : `× ${speed}`;
}

let announced = "";
function announce(vaults) {
  const text = vaults
    .map((vault) => {
      const { vms, pending, running, points } = counts(vault);
      return `${vault.name}: ${vms} VMs, ${pending} pending, ${running} jobs in progress, ${points} recovery points`;
    })
    .join(". ");
  if (text === announced) return;
  announced = text;
  byId("summary").textContent = text;
}

let rendered = "";
function render(snapshot) {
  byId("now").replaceWith(Object.assign(time(snapshot.now), { id: "now" }));
  byId("speed").textContent = speedOf(snapshot.speed);
  const text = JSON.stringify(snapshot.vaults);
  if (text === rendered) return;
  rendered = text;
  const empty = element(
    "p",
    { className: "empty" },
    "No vault yet. Create one with Terraform or the Azure CLI, and it appears here.",
  );
  byId("vaults").replaceChildren(...(snapshot.vaults.length > 0 ? snapshot.vaults.map(vaultSection) : [empty]));
  announce(snapshot.vaults);
}

async function refresh() {
  try {
    const answer = await fetch("/emulator/snapshot");
    if (!answer.ok) throw new Error(String(answer.status));
    render(await answer.json());
    byId("lost").hidden = true;
  } catch {
    byId("lost").hidden = false;
  }
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(poll, 1000);
}

document.addEventListener("visibilitychange", refresh);
for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", async () => {
    const body = JSON.stringify({ advance: Number(button.dataset.advance) });
    await fetch("/emulator/clock", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    await refresh();
  });
}
poll();
