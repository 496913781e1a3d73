// The page of a cluster. Without it all is there too: what a card could not load stands beside the claim’s article.

// What a score rests on is asked for when its card is opened. Where that fails, the card says so.
const failed = (event) => {
  const basis = event.target.closest("details.basis");
  if (!basis || basis.querySelector(".failed")) return;
  const words = document.createElement("p");
  words.className = "failed";
  words.setAttribute("role", "alert");
  words.textContent = "This could not be loaded. All of it stands beside the claim’s article.";
  event.target.append(words);
};
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
