// 议案 and 建议 name their three texts differently and ask for different ones; the count of who joins.
// Without script the labels say both names, and the server asks for what is missing.

"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  const kind = form?.querySelector("select[name=kind]");
  if (!kind) return;
  const texts = [...form.querySelectorAll("[data-bill]")];
  const joining = form.querySelector("select[name=cosigners]");
  const count = form.querySelector("[data-joint]");

  function help(control, words) {
    const field = control.closest(".field");
    let line = field.querySelector(".form-text");
    if (!line && words) {
      line = document.createElement("div");
      line.className = "form-text";
      line.id = `${control.id}_helptext`;
      control.setAttribute("aria-describedby", line.id);
      control.after(line);
    }
    if (line) line.textContent = words;
  }

  function ask(control, wanted) {
    const label = control.closest(".field").querySelector("label");
    let mark = label.querySelector(".required-mark");
    control.required = wanted;
    if (wanted && !mark) {
      mark = document.createElement("span");
      mark.className = "required-mark";
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = "*";
      label.append(mark);
    }
    if (!wanted) mark?.remove();
  }

  function refresh() {
    const isBill = kind.value === "bill";
    texts.forEach((control) => {
      const { bill, other, billHelp, otherHelp, askedOf } = control.dataset;
      control.closest(".field").querySelector("label").firstChild.textContent = isBill ? bill : other;
      help(control, isBill ? billHelp : otherHelp);
      if (askedOf) ask(control, kind.value === askedOf);
    });
    if (!count) return;
    count.hidden = !isBill;
    const { least, article } = joining.dataset;
    const number = 1 + [...joining.selectedOptions].length;
    const short = Number(least) - number;
    count.classList.toggle("needs-more", short > 0);
    count.textContent = short > 0
      ? `连领衔代表共 ${number} 名，还差 ${short} 名；少于 ${least} 名的可以作为建议提出（${article}）。`
      : `连领衔代表共 ${number} 名，够 ${least} 名（${article}）；对方确认后才算联名。`;
  }

  form.addEventListener("change", (event) => {
    if (event.target === kind || event.target === joining) refresh();
  });
  form.addEventListener("draft:restored", refresh);
  refresh();
})();
