// 再加一行: copies a formset's empty row. 改: opens a row of a long table in its place.

"use strict";

(() => {
  function addRow(section) {
    const total = section.querySelector("input[name$=-TOTAL_FORMS]");
    const holder = document.createElement("tbody");
    holder.innerHTML = section.querySelector("[data-formset-empty]").innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    const numbers = [...section.querySelectorAll("[data-formset-rows] input[name$=-order]")];
    const own = row.querySelector("input[name$=-order]");
    if (own) own.value = Math.max(own.value, ...numbers.map((input) => Number(input.value) + 1));
    section.querySelector("[data-formset-rows]").append(row);
    total.value = Number(total.value) + 1;
    htmx.process(row);
    htmx.trigger(row, "htmx:load", { elt: row });
    return row;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-formset-add]");
    if (!button) return;
    addRow(button.closest("[data-formset]")).querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });

  // A line sends only its key; the row that takes its place sends all of its fields.
  async function openRow(link) {
    const line = link.closest("tr");
    const before = line.previousElementSibling;
    const rows = line.parentElement;
    await htmx.ajax("GET", link.getAttribute("href"), { target: line, swap: "outerHTML" });
    const row = before ? before.nextElementSibling : rows.firstElementChild;
    row?.querySelector("input:not([type=hidden]), select:not([aria-hidden]), textarea")?.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-formset-rows] .row-line a");
    if (!link) return;
    event.preventDefault();
    openRow(link);
  });

  // Whether words were kept for a row that stands there as a line.
  function isFolded(form, names) {
    const lines = new Set([...form.querySelectorAll(".row-line input")].map((key) => key.name.replace(/-id$/, "")));
    return names.some((name) => lines.has(name.replace(/-\w+$/, "")) && !name.endsWith("-id"));
  }

  window.formset = { addRow, isFolded };
})();
