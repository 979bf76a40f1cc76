// Keyboard help and small conveniences. Every page works without this file.
"use strict";
(() => {
  const dialog = () => document.getElementById("shortcuts");
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      dialog()?.showModal();
      return;
    }
    if (dialog()?.open) return;
    const hit = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === event.key && !e.disabled);
    if (!hit) return;
    event.preventDefault();
    if (hit.matches("input:not([type=submit]):not([type=radio]):not([type=checkbox]), select, textarea")) hit.focus();
    else hit.click();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-prints]")) window.print();
  });
  // A choice that sends its form at once; without this file the form has its own button.
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-sends]")) event.target.form?.requestSubmit();
  });
  document.documentElement.classList.add("has-script");
  // A long answer: say that it is on its way.
  document.addEventListener("submit", (event) => {
    const busy = event.target.querySelector("[data-busy]");
    if (busy) busy.hidden = false;
  });
  // Long work goes on by itself: the bar follows it, and the page comes again when it has ended.
  const poll = async () => {
    const box = document.querySelector("[data-polls]");
    if (!box) return;
    const answer = await fetch(location.href).catch(() => null);
    const text = answer?.ok ? await answer.text() : "";
    const next = new DOMParser().parseFromString(text, "text/html").querySelector("[data-polls]");
    if (!next) {
      location.reload();
      return;
    }
    const [was, is] = [box, next].map((e) => [...e.querySelectorAll("p, progress")]);
    // Only what is different is put in, so that a screen reader is told of each step once.
    if (was[0].textContent !== is[0].textContent) was[0].textContent = is[0].textContent;
    was[1].value = is[1].value;
    was[2].textContent = is[2].textContent;
    setTimeout(poll, 1000);
  };
  if (document.querySelector("[data-polls]")) setTimeout(poll, 1000);
  // What is typed in a form that keeps drafts is saved while it is typed, and once more when the page is left.
  document.querySelectorAll("input[name=draft]").forEach((mark) => {
    const form = mark.form;
    const said = form.querySelector("[data-draft-said]");
    let wait = 0;
    const save = async (keepalive) => {
      wait = 0;
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch("/drafts", { method: "POST", body, keepalive, headers: { "x-draft": "yes" } }).catch(() => null);
      said.textContent = answer?.ok ? said.dataset.saved : said.dataset.unsaved;
    };
    form.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(save, 1000, false);
    });
    form.addEventListener("submit", () => {
      clearTimeout(wait);
      wait = 0;
    });
    window.addEventListener("pagehide", () => {
      if (!wait) return;
      clearTimeout(wait);
      save(true);
    });
  });
  // What is folded on the page is not folded on paper.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("main details:not([open]):not(.d-print-none)")];
    for (const one of unfolded) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
    unfolded = [];
  });
  // A password can be looked at while it is typed; it is hidden again before it is sent.
  document.querySelectorAll("input[data-show]").forEach((field) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "function-link naervaer-password";
    button.setAttribute("aria-controls", field.id);
    const turn = (shown) => {
      field.type = shown ? "text" : "password";
      button.textContent = shown ? field.dataset.hide : field.dataset.show;
    };
    turn(false);
    button.addEventListener("click", () => turn(field.type === "password"));
    field.form.addEventListener("submit", () => turn(false));
    field.after(button);
  });
  document.querySelectorAll("[data-refresh]").forEach((e) => {
    setTimeout(() => location.reload(), Number(e.dataset.refresh) * 1000);
  });
})();
