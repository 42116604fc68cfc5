// People and units by typing: a long select becomes a text box that filters by name or pinyin initials.

"use strict";

(() => {
  const MOST_SHOWN = 30;
  const FEW = 8; // so many choices are quicker to look through than to type
  let serial = 0;

  function build(select) {
    if (select.dataset.pickerReady || (!select.multiple && select.options.length <= FEW)) return;
    select.dataset.pickerReady = "1";
    const listId = `picker-${++serial}`;
    const wrap = document.createElement("div");
    wrap.className = "picker";
    const input = document.createElement("input");
    input.type = "text";
    input.className = select.className.replaceAll("form-select", "form-control");
    input.autocomplete = "off";
    input.placeholder = "输入姓名、名称或拼音首字母";
    input.disabled = select.disabled;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" })) {
      input.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    const list = document.createElement("ul");
    list.id = listId;
    list.className = "picker-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "可选项");
    const chips = document.createElement("ul");
    chips.className = "picker-chips";
    // labels and error links point to the control that people can see
    input.id = select.id;
    select.id = `${select.id}-choices`;
    const required = select.required;
    select.required = false;
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    select.classList.add("picker-source");
    select.before(wrap);
    wrap.append(...(select.multiple ? [chips] : []), input, list, select);
    let active = -1;

    const options = () => [...select.options].filter((option) => option.value !== "");
    const matching = (typed) => {
      const text = typed.trim().toLowerCase();
      return options().filter((option) => !(select.multiple && option.selected)
        && (!text || option.text.toLowerCase().includes(text) || (option.dataset.initials || "").includes(text)));
    };

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    // The chips stay the same elements: leaving the box for one of them must not take it away.
    function settleText() {
      input.value = select.multiple || !select.value ? "" : select.selectedOptions[0].text;
    }

    function settle() {
      const chosen = select.multiple ? [...select.selectedOptions] : [];
      chips.replaceChildren(...chosen.map((option) => {
        const chip = document.createElement("li");
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "picker-chip";
        drop.textContent = `${option.text} ×`;
        drop.setAttribute("aria-label", `去掉${option.text}`);
        drop.addEventListener("click", () => {
          option.selected = false;
          changed();
          input.focus();
        });
        chip.append(drop);
        return chip;
      }));
      settleText();
      const isEmpty = select.multiple ? chosen.length === 0 : !select.value;
      input.setCustomValidity(required && isEmpty ? "请从列表中选择" : "");
    }

    function changed() {
      settle();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function choose(option) {
      option.selected = true;
      close();
      changed();
    }

    function open(typed) {
      const found = matching(typed).slice(0, MOST_SHOWN);
      list.replaceChildren(...found.map((option, number) => {
        const item = document.createElement("li");
        item.id = `${listId}-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(number === active));
        item.textContent = option.text;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(option);
        });
        return item;
      }));
      if (!found.length) {
        const none = document.createElement("li");
        none.className = "note";
        none.textContent = "没有找到";
        list.append(none);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      if (active >= 0) {
        input.setAttribute("aria-activedescendant", `${listId}-${active}`);
        list.children[active].scrollIntoView({ block: "nearest" });
      }
      return found;
    }

    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => open(""));
    input.addEventListener("input", () => {
      active = 0;
      open(input.value);
      if (!select.multiple && !input.value && select.value) {
        select.value = "";
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    input.addEventListener("keydown", (event) => {
      const typed = list.hidden ? "" : input.value === select.selectedOptions[0]?.text ? "" : input.value;
      const found = matching(typed).slice(0, MOST_SHOWN);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        active = Math.max(0, Math.min(found.length - 1, active + (event.key === "ArrowDown" ? 1 : -1)));
        open(typed);
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        if (found[active]) choose(found[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
        settle();
      }
    });
    input.addEventListener("blur", () => {
      close();
      settleText();
    });
    select.addEventListener("draft:restored", settle);
    settle();
  }

  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll("select[data-picker]").forEach(build);
  });
})();
