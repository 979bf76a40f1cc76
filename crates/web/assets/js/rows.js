// Keyboard for the register and the review, and focus that is never lost. Every page works without this file.
(() => {
  "use strict";
  const typing = (target) =>
    target.matches?.("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]");
  const plain = (event) => !event.altKey && !event.ctrlKey && !event.metaKey;

  // The register: arrows walk between pupils, one letter marks and goes on.
  const group = (row, slot) => row?.querySelector(`fieldset[data-slot="${slot}"]`);
  const enter = (fieldset) => {
    const input = fieldset?.querySelector("input:checked") ?? fieldset?.querySelector("input");
    input?.focus();
    return Boolean(input);
  };
  const walk = (fieldset, step) => {
    let row = fieldset.closest("[data-row]");
    do row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (row && !group(row, fieldset.dataset.slot));
    return enter(group(row, fieldset.dataset.slot));
  };
  // Digits typed right after somebody was marked late are the minutes; without them nothing is asked.
  let late = null;
  const minutes = (event) => {
    if (!late || !/^[0-9]$/.test(event.key)) return false;
    if (late.value.length < 3) late.value += event.key;
    return true;
  };
  const register = (event) => {
    const fieldset = event.target.closest?.("[data-register] fieldset[data-slot]");
    if (!fieldset) return false;
    if (minutes(event)) return true;
    late = null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      walk(fieldset, event.key === "ArrowDown" ? 1 : -1);
      return true;
    }
    const choice = fieldset.querySelector(`input[data-letter="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!choice) return false;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    if (["late", "left_early"].includes(choice.value)) {
      late = fieldset.querySelector("[data-minutes]");
      late.value = "";
    }
    if (!walk(fieldset, 1)) fieldset.closest("form").querySelector("[data-save]")?.focus();
    return true;
  };

  // The review: j and k walk, 1 to 5 decide; what needs words gets the cursor first.
  const rows = () => [...document.querySelectorAll("[data-review] > [data-row]")];
  const current = () => document.activeElement?.closest?.("[data-review] > [data-row]");
  const go = (row) => {
    if (!row) return;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    go(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]);
  };
  const review = (event) => {
    if (!document.querySelector("[data-review]")) return false;
    if (event.key === "j") return step(1), true;
    if (event.key === "k") return step(-1), true;
    const row = current();
    if (!row) return false;
    if (event.key === "o") return row.querySelector("a[data-open]")?.click(), true;
    const button = row.querySelector(`[data-stroke="${CSS.escape(event.key)}"]`);
    if (!button) return false;
    const field = button.form?.querySelector("[required]");
    // What must be said is said before it is sent; a day that stands there already is looked at first.
    if (field && (!field.value || field.matches("[data-asks-first]"))) field.focus();
    else button.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    // Out of a field of the review, back to its pupil.
    if (event.key === "Escape" && typing(event.target)) go(event.target.closest("[data-review] > [data-row]"));
    if (!plain(event) || typing(event.target)) return;
    if (register(event) || review(event)) event.preventDefault();
  });

  // After a decision the next pupil without one is in focus.
  let decided = -1;
  document.addEventListener("htmx:before:swap", (event) => {
    decided = rows().indexOf(event.target.closest?.("[data-row]"));
  });
  document.addEventListener("htmx:after:settle", () => {
    if (decided < 0) return;
    const all = rows();
    const here = all[decided];
    const stays = here?.querySelector("[role=alert]");
    go(stays ? here : all.slice(decided + 1).find((row) => !row.dataset.decided) ?? here);
    decided = -1;
  });

  // A list that leaves the screen: printing is offered only where it can be done.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // The answer of a form decides which of its fields are asked.
  const ask = (form) => {
    const chosen = form.querySelector("[data-asks]:checked");
    for (const field of form.querySelectorAll("[data-asked-by]")) {
      field.hidden = !field.dataset.askedBy.split(" ").includes(chosen?.value);
    }
  };
  for (const form of document.querySelectorAll("form[data-asking]")) {
    form.addEventListener("change", () => ask(form));
    ask(form);
  }
})();
