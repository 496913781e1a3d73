// The review queue: walking the rows by keys, ticking them, addresses without filters that are as by default, and what went wrong.
// Keys reach the buttons through desk.js ([data-key]). Without this script the filters are a plain form.
"use strict";

{
  const rows = () => [...document.querySelectorAll("#queue [data-row]")];
  let last = ""; // the row that one was at, by its cluster

  const here = () => document.activeElement.closest("#queue [data-row]") ?? rows().find((row) => row.dataset.row === last);

  function walk(by) {
    const all = rows();
    if (!all.length) return;
    const row = here();
    const index = row ? all.indexOf(row) + by : by > 0 ? 0 : all.length - 1;
    const next = all[Math.min(Math.max(index, 0), all.length - 1)];
    next.querySelector(".title").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function tell() {
    const boxes = [...document.querySelectorAll("#queue [data-tick]")];
    const ticked = boxes.filter((box) => box.checked).length;
    const words = document.querySelector("[data-picked]");
    if (words) words.textContent = ticked ? `${ticked} ticked` : "";
    for (const row of rows()) row.classList.toggle("ticked", row.querySelector("[data-tick]")?.checked ?? false);
    const all = document.querySelector("[data-pick-all]");
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  }

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#queue [data-row]");
    if (row) last = row.dataset.row;
  });

  document.addEventListener("click", (event) => {
    const walker = event.target.closest("[data-walk]");
    if (!walker) return;
    if (walker.dataset.walk === "tick") (here() ?? rows()[0])?.querySelector("[data-tick]")?.click();
    else if (walker.dataset.walk === "filter") document.querySelector("[data-first-filter]")?.focus();
    else walk(Number(walker.dataset.walk));
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      for (const box of document.querySelectorAll("#queue [data-tick]")) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-pick-all], [data-tick]")) tell();
  });

  let sent = null; // the filters as they were asked for

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "filters") return;
    sent = new FormData(event.detail.elt);
    const values = event.detail.parameters;
    for (const name of Object.keys(values)) {
      if (values[name] === (event.detail.elt.elements[name]?.dataset.default ?? "")) delete values[name];
    }
  });

  // What came back would take away what is being typed: the queue waits until that is sent, too.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const field = document.activeElement.closest("#filters input");
    if (event.detail.target?.id === "queue" && field && sent?.get(field.name) !== field.value) event.detail.shouldSwap = false;
  });

  const failed = (shown) => {
    const words = document.getElementById("queue-failed");
    if (words) words.hidden = !shown;
  };
  for (const problem of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(problem, (event) => event.detail.target?.id === "queue" && failed(true));
  }
  document.addEventListener("htmx:beforeRequest", () => failed(false));

  // Where there is little room the filters are folded away, unless some are set.
  function fold() {
    const filters = document.getElementById("filters");
    if (!matchMedia("(max-width: 40rem)").matches || "narrowed" in filters.dataset) return;
    filters.closest("details").open = false;
  }

  document.addEventListener("htmx:afterSettle", tell);
  window.addEventListener("pageshow", () => (fold(), tell()));
}
