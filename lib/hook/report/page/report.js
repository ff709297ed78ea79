"use strict";
// Runs in the browser: shows only the VMs that match the filter. Without it the page shows all of them.
{
  const form = document.getElementById("filter");
  const text = document.getElementById("filter-text");
  const status = document.getElementById("filter-status");
  const count = document.getElementById("filter-count");
  const rows = [...document.querySelectorAll("tbody > tr[data-vm]")];
  const others = new Map(rows.map((row) => [row.dataset.vm, []]));
  for (const other of document.querySelectorAll("li[data-vm]")) others.get(other.dataset.vm)?.push(other);
  const contents = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const fits =
        status.value === "" || status.value === row.dataset.status || (status.value === "!" && "problem" in row.dataset);
      const matches = fits && words.every((word) => contents.get(row).includes(word));
      if (matches) shown++;
      for (const element of [row, ...others.get(row.dataset.vm)]) element.hidden = !matches;
    }
    count.textContent = `${shown} of ${rows.length} VMs`;
  };

  if (form) {
    form.hidden = false;
    text.addEventListener("input", apply);
    status.addEventListener("change", apply);
    apply();
  }
}
