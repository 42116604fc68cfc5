// A long form in steps on the phone, each an entry of the history: the phone's own back key goes one step
// back and not off the page. Without script all the steps are simply shown one below the other.

"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  const steps = form ? [...form.querySelectorAll("[data-step]")] : [];
  if (!steps.length) return;
  const marks = [...document.querySelectorAll("[data-step-bar] .step")];
  const [back, next, send] = ["back", "next", "send"].map((name) => form.querySelector(`[data-step-${name}]`));
  const summary = form.querySelector("[data-step-summary]");
  let current = 0;

  const filled = (step) => [...step.querySelectorAll("input, textarea, select")].every((control) => {
    if (control.checkValidity()) return true;
    control.reportValidity();
    return false;
  });

  function words(control) {
    if (control.type === "file") return control.files.length ? `${control.files.length} 张` : "";
    if (control.tagName === "SELECT") return [...control.selectedOptions].filter((option) => option.value).map((option) => option.text).join("、");
    if (control.type === "radio") return control.checked ? control.closest(".choice").querySelector("label").textContent.trim() : "";
    return control.value.trim();
  }

  function summarise() {
    const lines = steps.slice(0, -1).flatMap((step) => [...step.querySelectorAll(".field")]).map((field) => {
      const asked = field.querySelector("legend, label").firstChild.textContent.trim();
      const { brief, bill } = field.querySelector("[data-brief]")?.dataset || {};
      const label = brief && asked !== bill ? brief : asked;
      const text = [...field.querySelectorAll("select, textarea, input:not([role=combobox]):not([type=hidden])")].map(words).filter(Boolean).join("、");
      return [label, text];
    }).filter(([, text]) => text);
    summary.replaceChildren(...lines.flatMap(([label, text]) => {
      const [term, value] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = label;
      value.textContent = text;
      return [term, value];
    }));
    summary.hidden = form.querySelector("[data-step-summary-head]").hidden = false;
  }

  function show(number, move) {
    current = number;
    const last = current === steps.length - 1;
    steps.forEach((step, index) => { step.hidden = index !== current; });
    marks.forEach((mark, index) => {
      mark.classList.toggle("is-done", index < current);
      mark.classList.toggle("is-now", index === current);
      if (index === current) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    back.hidden = current === 0;
    next.hidden = last;
    send.hidden = !last;
    if (last) summarise();
    if (!move) return;
    window.scrollTo(0, 0);
    steps[current].setAttribute("tabindex", "-1");
    steps[current].focus({ preventScroll: true });
  }

  next.addEventListener("click", () => {
    if (!filled(steps[current])) return;
    history.pushState({ step: current + 1, isAhead: true }, "");
    show(current + 1, true);
  });
  form.querySelector("[data-step-first]")?.addEventListener("click", () => {
    history.pushState({ step: 0, isAhead: true }, "");
    show(0, true);
  });
  back.addEventListener("click", () => {
    if (history.state?.isAhead) {
      history.back();
      return;
    }
    history.replaceState({ step: current - 1 }, "");
    show(current - 1, true);
  });
  window.addEventListener("popstate", (event) => {
    if (!Number.isInteger(event.state?.step)) return;
    show(event.state.step, true);
    const saved = form.getAttribute("action"); // the draft may have got its own address meanwhile
    if (saved && saved !== location.pathname) history.replaceState(history.state, "", saved);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || current === steps.length - 1) return;
    if (event.target.getAttribute("role") === "combobox") return;
    event.preventDefault();
    next.click();
  });
  const wrong = steps.findIndex((step) => step.querySelector(".is-invalid, .invalid-feedback"));
  show(Math.max(wrong, 0), false);
  history.replaceState({ step: current }, "");
})();
