// The extraction page: a claim in the text and its card light up together, by mouse, keyboard and address.
// Without this script each mark is a link to its card, and each card to its words.
"use strict";

const marks = new Map(); // id of a claim -> its stretches in the text
for (const mark of document.querySelectorAll("mark[data-claims]")) {
  for (const id of mark.dataset.claims.split(" ")) marks.set(id, [...(marks.get(id) ?? []), mark]);
}
const cards = new Map();
for (const card of document.querySelectorAll("[data-claim]")) cards.set(card.dataset.claim, card);

function light(id, name, on) {
  for (const part of [...(marks.get(id) ?? []), cards.get(id)]) part?.classList.toggle(name, on);
}

// The column of cards scrolls for itself on wide windows; on narrow ones nothing moves under the reader's finger.
function reveal(card) {
  const column = card?.closest(".beside");
  if (!column || getComputedStyle(column).position !== "sticky") return;
  const [outer, inner] = [column.getBoundingClientRect(), card.getBoundingClientRect()];
  const [top, bottom] = [Math.max(outer.top, 0), Math.min(outer.bottom, innerHeight)];
  if (inner.top < top || inner.bottom > bottom) column.scrollTop += inner.top - top - 8;
}

// The first claim of a mark is the one that its link leads to; the others share its words.
function claimAt(node) {
  const mark = node.closest("mark[data-claims]");
  if (mark) return { id: mark.dataset.claims.split(" ")[0], from: "text" };
  const card = node.closest("[data-claim]");
  return card && { id: card.dataset.claim, from: "card" };
}

let lit = null;
function show(event) {
  const found = claimAt(event.target);
  if (found?.id === lit) return;
  if (lit) light(lit, "lit", false);
  lit = found?.id ?? null;
  if (!lit) return;
  light(lit, "lit", true);
  if (found.from === "text") reveal(cards.get(lit));
}
for (const event of ["pointerover", "pointermove", "focusin"]) document.addEventListener(event, show);

let chosen = null;
function choose() {
  if (chosen) light(chosen, "chosen", false);
  chosen = location.hash.match(/^#(?:c|card)-([0-9a-f]+)$/)?.[1] ?? null;
  if (chosen) light(chosen, "chosen", true);
}
addEventListener("hashchange", choose);
choose();

// Reading takes some seconds: say so, and don't send the text twice. A page that comes back is ready again.
const form = document.getElementById("paste");
const button = form.querySelector("button");
const label = button.textContent;
form.addEventListener("submit", () => {
  button.disabled = true;
  button.textContent = button.dataset.busy;
});
addEventListener("pageshow", () => {
  button.disabled = false;
  button.textContent = label;
});
