// Small habits of every page: print, submit on change, batch ticks, explained last days, one submission, focus on errors.

"use strict";

const fromHtmx = (start) => document.addEventListener("htmx:load", (event) => start(event.detail.elt));

function refreshBatch(form) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox][name=pk]")];
  const ticked = boxes.filter((box) => box.checked);
  form.querySelector("[data-batch-count]").textContent = ticked.length;
  const all = form.querySelector("[data-batch-all]");
  all.checked = boxes.length > 0 && ticked.length === boxes.length;
  all.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
  boxes.forEach((box) => box.closest("tr").classList.toggle("is-picked", box.checked));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  document.querySelectorAll("details.why[open]").forEach((card) => {
    if (!card.contains(event.target)) card.open = false;
  });
});

// A mouse that rests on a last day opens its reckoning, and closes it when it leaves; a click keeps it open.
document.addEventListener("pointerover", (event) => {
  const card = event.pointerType === "mouse" && event.target.closest("details.why");
  if (!card || card.open) return;
  card.open = true;
  card.dataset.hovered = "";
});

document.addEventListener("pointerout", (event) => {
  const card = event.target.closest("details.why[data-hovered]");
  if (!card || card.contains(event.relatedTarget)) return;
  card.open = false;
  delete card.dataset.hovered;
});

document.addEventListener("click", (event) => {
  const card = event.target.closest("details.why[data-hovered]");
  if (!card) return;
  if (event.target.closest("summary")) event.preventDefault();
  delete card.dataset.hovered;
});

// A finger can't rest on a word: a tap says at the foot of the screen what resting would, the next one takes it away.
document.addEventListener("pointerup", (event) => {
  const shown = document.querySelector(".tip");
  const meant = event.pointerType !== "mouse" && event.target.closest("main [title]:not(a, button, summary, input, select, textarea)");
  shown?.remove();
  if (!meant || shown?.textContent === meant.title) return;
  const tip = Object.assign(document.createElement("p"), { className: "tip", role: "status", textContent: meant.title });
  document.body.append(tip);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.why[open]").forEach((card) => {
    card.open = false;
    card.querySelector("summary").focus();
  });
});

document.addEventListener("change", (event) => {
  const control = event.target;
  if (control.matches("select[data-submit]")) control.form.requestSubmit();
  const batch = control.closest("[data-batch]");
  if (!batch) return;
  if (control.matches("[data-batch-all]")) {
    batch.querySelectorAll("tbody input[name=pk]").forEach((box) => { box.checked = control.checked; });
  }
  refreshBatch(batch);
});

// The leader in charge goes with the unit, unless another name was typed.
document.addEventListener("change", (event) => {
  const unit = event.target;
  if (!unit.matches("select[data-leads]")) return;
  const leader = unit.form.elements[unit.dataset.leads];
  const usual = [...unit.options].map((option) => option.dataset.leader);
  if (!leader.value || usual.includes(leader.value)) leader.value = unit.selectedOptions[0].dataset.leader || "";
});

// The search box was already answered while typing, and a picker's box is no field: leaving one must
// not fetch the list once more.
document.addEventListener("change", (event) => {
  if (event.target.matches("form.filters :is(input[type=search], input[role=combobox])")) event.stopPropagation();
}, true);

document.addEventListener("reset", (event) => {
  if (event.target.matches("[data-batch]")) setTimeout(() => refreshBatch(event.target));
});

// A second press while the first is under way would only be refused by the server.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

fromHtmx((root) => {
  root.querySelectorAll("[data-batch]").forEach(refreshBatch);
  root.querySelector("[data-autofocus]")?.focus();
});
