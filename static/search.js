// "/" leads to the search box, from anywhere but a field.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.getElementById("site-search");
  if (!box) return; // the login has none
  event.preventDefault();
  box.focus();
  box.select();
});
