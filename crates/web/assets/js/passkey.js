// Passkeys: asks the browser, and sends what it answers with the form. Without this file the page says in words that the
// browser cannot, and which other way there is.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const written = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (all) => (all ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const asked = (text) => {
    const options = JSON.parse(text);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = named(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = named(options.allowCredentials);
    return options;
  };
  const answered = (given) => {
    const response = {};
    for (const name of ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"])
      if (given.response[name]) response[name] = written(given.response[name]);
    return JSON.stringify({ id: given.id, rawId: written(given.rawId), type: given.type, response });
  };
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkey-without]").forEach((e) => e.remove());
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        const given = await navigator.credentials[form.dataset.passkey]({ publicKey: asked(form.dataset.options) });
        form.elements.answer.value = answered(given);
        form.requestSubmit();
      } catch {
        failed.hidden = false;
      }
    });
  });
})();
