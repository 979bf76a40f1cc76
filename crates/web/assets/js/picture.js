// Walks the days of a picture with the arrow keys and says the day under it. Without this file the table says the same.
(() => {
  "use strict";
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const day = (picture, column, row) =>
    picture.querySelector(`.day[data-column="${column}"][data-row="${row}"]`);

  const say = (target) => {
    const picture = target.closest(".picture");
    const words = picture && document.getElementById(picture.closest("[data-words]")?.dataset.words);
    if (words) words.textContent = target.querySelector("title")?.textContent ?? "";
  };

  document.addEventListener("keydown", (event) => {
    const from = event.target.closest?.(".picture .day");
    const step = steps[event.key];
    if (!from || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const picture = from.closest(".picture");
    let column = Number(from.dataset.column);
    let row = Number(from.dataset.row);
    // Holidays are blank: walk over them, at most a school year.
    for (let tries = 0; tries < 60; tries += 1) {
      column += step[0];
      row += step[1];
      const to = day(picture, column, row);
      if (to) {
        from.setAttribute("tabindex", "-1");
        to.setAttribute("tabindex", "0");
        to.focus();
        return;
      }
    }
  });
  document.addEventListener("focusin", (event) => {
    const target = event.target.closest?.(".picture .day");
    if (target) say(target);
  });
  document.addEventListener("pointerover", (event) => {
    const target = event.target.closest?.(".picture .day");
    if (target) say(target);
  });
})();
