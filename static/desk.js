// The desk: keys, the panel in which an act is asked for, and the claim that one is at.
// Without this script every act is a link or a button that leads to a page of its own.
"use strict";

const panel = document.getElementById("panel");
const acts = document.getElementById("acts");
const claims = () => [...document.querySelectorAll("[data-claim]")].filter((claim) => claim.checkVisibility());
let current = null;

// --- the claim that one is at, and those that are ticked ---

function at(claim) {
  current?.classList.remove("current");
  current = claim;
  current?.classList.add("current");
  tell();
}

function ticked() {
  return [...document.querySelectorAll("[data-pick]:checked")].map((box) => box.value);
}

function chosen() {
  const ids = ticked();
  return ids.length || !current ? ids : [current.dataset.claim];
}

function tell() {
  if (!acts) return; // a reader decides nothing
  const line = document.getElementById("chosen");
  const count = ticked().length;
  for (const claim of claims()) claim.classList.toggle("ticked", claim.querySelector("[data-pick]")?.checked ?? false);
  for (const group of acts.querySelectorAll("[data-pairs]")) group.hidden = count < 2;
  if (count) line.textContent = `${count} claim${count > 1 ? "s" : ""} ticked`;
  else if (current) line.textContent = `At: ${(current.querySelector(".statement") ?? current).textContent.trim().slice(0, 90)}`;
}

function step(by) {
  const all = claims();
  if (!all.length) return;
  const index = current ? all.indexOf(current) + by : by > 0 ? 0 : all.length - 1;
  const next = all[Math.min(Math.max(index, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  at(next);
}

document.addEventListener("focusin", (event) => {
  const claim = event.target.closest("[data-claim]");
  if (claim) at(claim);
});
document.addEventListener("change", (event) => event.target.matches("[data-pick]") && tell());

// --- acts: asked for in the panel, or done at once ---

function begin(doer) {
  const link = doer.tagName === "A" ? new URL(doer.href) : null;
  const values = Object.fromEntries(new FormData(acts));
  delete values.claims;
  if (link) values.claims = link.searchParams.getAll("claims");
  else if (doer.name === "claims") values.claims = [doer.value];
  else if (doer.dataset.act !== "cluster") values.claims = chosen();
  const method = doer.dataset.method ?? (link ? "get" : "post");
  if (method === "get") delete values.csrfmiddlewaretoken; // it belongs in no address
  const address = link ? link.pathname : new URL(doer.formAction).pathname;
  htmx.ajax(method, address, { target: "#panel-body", swap: "innerHTML", values });
}

// One decision a time: a double click, or a key pressed twice, would send it twice. What ends in another page is never
// sent again from this one.

let sending = false;
const ofPanel = (event) => event.detail.target?.id === "panel-body";
const leaves = (xhr) => Boolean(xhr?.getResponseHeader("HX-Refresh") || xhr?.getResponseHeader("HX-Redirect"));

function send(now) {
  sending = now;
  panel?.setAttribute("aria-busy", String(now));
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!ofPanel(event)) return;
  if (sending) event.preventDefault();
  else send(true);
});
document.addEventListener("htmx:afterRequest", (event) => ofPanel(event) && !leaves(event.detail.xhr) && send(false));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const doer = event.target.closest("[data-act]");
  if (doer && acts && panel) {
    event.preventDefault();
    begin(doer);
  } else if (event.target.closest("[data-close]") && panel?.open) {
    event.preventDefault();
    panel.close();
  } else if (event.target.closest("[data-tick-all]")) {
    for (const box of document.querySelectorAll("[form=suggested][name=suggestions]")) box.checked = true;
  } else if (event.target.closest("[data-help]")) help();
});

// Once it is settled: before, htmx doesn't know of the form in it, and a quick hand would send it without htmx.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "panel-body") {
    if (!panel.open) panel.showModal();
    const wanted = ["[autofocus]", "[aria-invalid=true]", "input:not([type=hidden]), textarea, select", "h2"];
    wanted.map((each) => panel.querySelector(each)).find(Boolean)?.focus();
  }
  // What was decided has been worked out: show it, unless somebody is in the middle of something.
  if (document.querySelector("[data-followed]") && !panel?.open && !ticked().length) renew();
});

for (const problem of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(problem, (event) => {
    if (!ofPanel(event)) return;
    const words = document.createElement("p");
    words.className = "notice error";
    words.setAttribute("role", "alert");
    words.textContent = "This could not be sent, and nothing was stored. Try again.";
    document.getElementById("panel-body").prepend(words);
    if (!panel.open) panel.showModal();
  });
}

// --- a page made anew in its place: one stays at the claim, or at what took its place, and told what was told ---

function renew() {
  sessionStorage.setItem("toasts", document.querySelector(".toasts").innerHTML);
  location.reload();
}

window.addEventListener("pagehide", () => {
  if (current) sessionStorage.setItem("at", JSON.stringify([location.href, current.dataset.claim, claims().indexOf(current)]));
});

function comeBack() {
  const [place, id, index] = JSON.parse(sessionStorage.getItem("at") ?? "[]");
  document.querySelector(".toasts").insertAdjacentHTML("beforeend", sessionStorage.getItem("toasts") ?? "");
  for (const name of ["at", "toasts"]) sessionStorage.removeItem(name);
  const renewed = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (place !== location.href || !(renewed || document.querySelector("[data-toast]"))) return;
  const all = claims();
  const was = all.find((claim) => claim.dataset.claim === id) ?? all[Math.min(index, all.length - 1)];
  if (!was) return;
  was.focus({ preventScroll: renewed });
  at(was); // a window that isn't in front tells of no focus
}

comeBack();

// --- toasts leave after a while, unless somebody is at them; history keeps what they told ---

for (const toast of document.querySelectorAll("[data-toast]")) {
  const leave = () => toast.matches(":hover, :focus-within") ? setTimeout(leave, 4000) : toast.remove();
  setTimeout(leave, 20000);
}

// --- keys ---

function help() {
  const box = document.getElementById("help");
  const list = box.querySelector("dl");
  list.replaceChildren();
  const told = new Map([["/", "Search"], ["Esc", "Close"]]);
  if (claims().length && acts) {
    told.set("N", "Next claim").set("P", "Previous claim").set("X", "Tick the claim");
  }
  for (const one of document.querySelectorAll("[data-key]")) {
    if (one.checkVisibility()) told.set(one.dataset.key.toUpperCase(), one.dataset.keyHelp ?? one.firstChild.textContent.trim());
  }
  for (const [key, words] of told) {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    const says = document.createElement("dd");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    says.textContent = words;
    line.append(term, says);
    list.append(line);
  }
  box.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "?") help();
  else if (acts && key === "n") step(1);
  else if (acts && key === "p") step(-1);
  else if (acts && key === "x" && current) current.querySelector("[data-pick]")?.click();
  else {
    const doer = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.checkVisibility());
    if (!doer) return;
    doer.click();
  }
  event.preventDefault();
});

if (acts) tell();
for (const hidden of document.querySelectorAll("[data-help][hidden], [data-tick-all][hidden]")) hidden.hidden = false;
const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1))?.closest("[data-claim]");
if (target) at(target);
