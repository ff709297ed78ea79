"use strict";
// Runs in the browser: shows the recovery points that exist at the end of the chosen day. Without it the page shows one day.
{
  const form = document.getElementById("move");
  const slider = document.getElementById("slider");
  const date = document.getElementById("day");
  const { days, kinds, policies } = JSON.parse(document.getElementById("points").textContent);

  const instant = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;

  const rowOf = (texts) => {
    const row = document.createElement("tr");
    for (const [column, text] of texts.entries()) {
      const cell = document.createElement(column === 0 ? "th" : "td");
      if (column === 0) cell.scope = "row";
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  };

  const show = (index) => {
    slider.value = index;
    date.value = days[index];
    slider.setAttribute("aria-valuetext", days[index]);
    for (const [policy, { ends, points }] of policies.entries()) {
      const end = ends[index];
      const existing = points.filter(([time, expires]) => time <= end && expires > end).reverse();
      const rows = existing.map(([time, expires, snapshotUntil, kind, vaulted]) => {
        const tier = vaulted === 0 ? "Snapshot" : snapshotUntil > end ? "Snapshot and Vault-Standard" : "Vault-Standard";
        return rowOf([instant(time), kinds[kind], tier, instant(expires)]);
      });
      document.getElementById(`rows-${policy}`).replaceChildren(...rows);
      const kept = new Map(existing.map(([, , , kind, , day]) => [day, kinds[kind]]));
      for (const cell of document.querySelectorAll(`#calendar-${policy} [data-day]`)) {
        cell.dataset.kept = kept.get(cell.dataset.day) ?? "";
      }
      document.getElementById(`count-${policy}`).textContent = `${existing.length} recovery points at the end of ${days[index]}`;
    }
  };

  form.hidden = false;
  slider.addEventListener("input", () => show(Number(slider.value)));
  date.addEventListener("change", () => {
    const index = days.indexOf(date.value);
    if (index !== -1) show(index);
  });
}
