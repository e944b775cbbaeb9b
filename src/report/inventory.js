// Sorting and filtering of the tables; the page is whole without it.
"use strict";
function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = head.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" || (!head.hasAttribute("aria-sort") && head.classList.contains("n"));
      heads.forEach(h => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = row => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const rows = [...table.tBodies[0].rows].sort((a, b) =>
        key(a).localeCompare(key(b), undefined, { numeric: true }) * (down ? -1 : 1));
      table.tBodies[0].append(...rows);
    });
  });
}
document.querySelectorAll("table.sortable").forEach(sortable);
const list = document.getElementById("findings"), form = document.getElementById("filters");
function filter() {
  const text = form.text.value.toLowerCase(), safety = form.safety.value, pattern = form.pattern.value, file = form.file.value;
  let shown = 0;
  for (const row of list.tBodies[0].rows) {
    const d = row.dataset;
    row.hidden = (safety && d.safety !== safety) || (pattern && d.pattern !== pattern) || (file && d.file !== file) ||
      (text && !row.textContent.toLowerCase().includes(text));
    shown += !row.hidden;
  }
  form.shown.value = shown + " shown";
}
if (list && form) {
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  filter();
}
