"use strict";
// Runs in the browser: requests the page's content every second, and changes only what has changed.

const byId = (id) => document.getElementById(id);

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function speedOf(speed) {
  if (speed === 0) return "stands still";
  return speed === 1 ? "real time" : `× ${speed}`;
}

let rendered = "";
function render({ now, speed, html, summary }) {
  byId("now").dateTime = now;
  setText(byId("now"), `${now.slice(0, 10)} ${now.slice(11, 19)}`);
  setText(byId("speed"), speedOf(speed));
  setText(byId("summary"), summary);
  if (html === rendered) return;
  rendered = html;
  Idiomorph.morph(byId("vaults"), html, { morphStyle: "innerHTML" });
}

async function refresh() {
  const filter = byId("filter").value;
  try {
    const answer = await fetch(`/emulator/page/content?filter=${encodeURIComponent(filter)}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const content = await answer.json();
    // An answer that was late is for another filter.
    if (byId("filter").value === filter) render(content);
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
byId("filter").addEventListener("input", refresh);
for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", async () => {
    const body = JSON.stringify({ advance: Number(button.dataset.advance) });
    await fetch("/emulator/clock", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    await refresh();
  });
}
poll();
