// 再加一行: copies a formset's empty row.

"use strict";

(() => {
  function addRow(section) {
    const total = section.querySelector("input[name$=-TOTAL_FORMS]");
    const holder = document.createElement("tbody");
    holder.innerHTML = section.querySelector("[data-formset-empty]").innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
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

  window.formset = { addRow };
})();
