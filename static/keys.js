// Asks for a security key or passkey, and sends what it answers with the form around the button. webauthnJSON is
// allauth's copy of github/webauthn-json. Without scripts, or in a browser that knows no keys, the button isn't shown.
"use strict";

const WORDS = {
  InvalidStateError: "This key is set up already.",
  NotAllowedError: "No key answered, or it was called off. Try it again.",
  SecurityError: "The browser asks for no keys at this address.",
};

for (const button of document.querySelectorAll("button[data-key]")) {
  const form = button.form;
  const said = document.getElementById("key-said");
  const ask = JSON.parse(document.getElementById("asked-of-key").textContent);
  if (!webauthnJSON.supported()) {
    said.textContent = "This browser knows no security keys.";
    continue;
  }
  button.hidden = false;
  if (button.autofocus) button.focus(); // it was hidden when the page looked for what to mark
  button.addEventListener("click", async () => {
    if (!form.reportValidity()) return;
    button.disabled = true;
    said.textContent = "";
    try {
      const answer = await webauthnJSON[button.dataset.key](ask); // "create" or "get"
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      said.textContent = WORDS[error.name] ?? WORDS.NotAllowedError;
      button.disabled = false;
      button.focus();
    }
  });
}
