// Step pages as a confirm box: fetched, shown, and posted to their own address. Without script, or
// when a step asks for much, the page itself opens.

"use strict";

(() => {
  const MOST_FIELDS = 4;
  const SECOND_CLICK = 600; // ms
  const box = document.getElementById("dialog");
  if (!box) return;
  const modal = new bootstrap.Modal(box);
  const [title, body, foot] = [".modal-title", ".modal-body", ".modal-footer"].map((part) => box.querySelector(part));
  const cancel = foot.firstElementChild;

  function show(heading, content, ...buttons) {
    title.textContent = heading;
    body.replaceChildren(content);
    foot.replaceChildren(cancel, ...buttons);
    modal.show();
  }

  async function open(link) {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("[data-dialog-content]");
    const fields = form ? form.querySelectorAll(".field, textarea:not(.field textarea)").length : 0;
    if (!answer.ok || answer.redirected || !form || fields > MOST_FIELDS) {
      location.assign(link.href);
      return;
    }
    const shown = document.importNode(form, true);
    shown.id = "dialog-form";
    shown.querySelector("[data-dialog-cancel]")?.remove();
    shown.querySelectorAll(".card").forEach((card) => card.classList.remove("card"));
    shown.querySelectorAll(".card-body").forEach((part) => part.classList.remove("card-body"));
    const buttons = [...shown.querySelectorAll(".form-foot button")];
    buttons.forEach((button) => button.setAttribute("form", "dialog-form"));
    shown.querySelector(".form-foot")?.remove();
    show(shown.dataset.dialogTitle, shown, ...buttons);
    htmx.process(shown);
    htmx.trigger(shown, "htmx:load", { elt: shown });
  }

  function ask(button) {
    const text = document.createElement("p");
    text.className = "mb-0";
    text.textContent = button.dataset.confirm;
    const yes = document.createElement("button");
    yes.type = "button";
    yes.className = "btn btn-primary";
    yes.textContent = button.textContent.trim();
    yes.addEventListener("click", () => {
      yes.disabled = true;
      button.dataset.confirmed = "1";
      button.form.requestSubmit(button);
      // not at once: a second click would fall through onto what lies below
      setTimeout(() => modal.hide(), SECOND_CLICK);
    });
    show("请确认", text, yes);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link).catch(() => location.assign(link.href));
      return;
    }
    const button = event.target.closest("button[data-confirm]");
    if (button && !button.dataset.confirmed) {
      event.preventDefault();
      ask(button);
    }
  });

  box.addEventListener("shown.bs.modal", () => {
    (body.querySelector("input:not([type=hidden]), select, textarea") || foot.lastElementChild).focus();
  });
})();
