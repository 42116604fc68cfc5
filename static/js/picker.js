// People and units by typing: a long select becomes a text box that filters by name or pinyin initials.
// Of a very long one the page lists only a part (data-options), and is asked for what is typed.

"use strict";

(() => {
  const MOST_SHOWN = 30;
  const FEW = 8; // so many choices are quicker to look through than to type
  const REST = 250; // milliseconds without a key before the page is asked
  let serial = 0;

  function build(select) {
    const isLong = "options" in select.dataset;
    const isSmall = select.classList.contains("form-select-sm");
    if (select.dataset.pickerReady || (!isLong && !select.multiple && select.options.length <= FEW)) return;
    select.dataset.pickerReady = "1";
    const listId = `picker-${++serial}`;
    const wrap = document.createElement("div");
    wrap.className = "picker";
    const input = document.createElement("input");
    input.type = "text";
    input.className = select.className.replaceAll("form-select", "form-control");
    input.autocomplete = "off";
    input.placeholder = isLong ? (isSmall ? "输入名称查找" : "输入名称、编号查找") : "输入姓名、名称或拼音首字母";
    input.disabled = select.disabled;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" })) {
      input.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    const box = document.createElement("div");
    box.className = "picker-list";
    box.hidden = true;
    const list = document.createElement("ul");
    list.id = listId;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "可选项");
    const note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    box.append(note, list);
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
    wrap.append(...(select.multiple ? [chips] : []), input, box, select);
    let active = -1;
    let shown = []; // the options in the open list
    let timer = 0;
    let asked = 0; // the number of the latest question: earlier answers come too late
    let isAsking = false;
    let takesFirst = false; // Enter was pressed before the answer came

    const options = () => [...select.options].filter((option) => option.value !== "");
    const isFree = (option) => !(select.multiple && option.selected);
    const matching = (typed) => {
      const text = typed.trim().toLowerCase();
      return options().filter((option) => isFree(option)
        && (!text || option.text.toLowerCase().includes(text) || (option.dataset.initials || "").includes(text)));
    };

    // A form in a dialog stands at another address than the page around it.
    function address(typed) {
      const form = select.form?.matches("[data-dialog-content]") ? select.form : null;
      const url = new URL(form?.getAttribute("action") || location.href, location.href);
      url.searchParams.set("options", select.name);
      url.searchParams.set("typed", typed);
      url.hash = "";
      return url;
    }

    function optionFor([value, text]) {
      const known = options().find((option) => option.value === value);
      if (known) return known;
      const option = new Option(text, value);
      select.append(option);
      return option;
    }

    async function ask(typed) {
      asked += 1;
      const number = asked;
      try {
        const response = await fetch(address(typed), { headers: { Accept: "application/json" } });
        const answer = response.redirected ? null : await response.json();
        if (number !== asked || box.hidden) return;
        isAsking = false;
        if (!answer) {
          show([], "登录已过期，请在新窗口登录，再回到这里查找");
          return;
        }
        const found = answer.options.map(optionFor).filter(isFree);
        show(found, answer.more ? "还有更多，请多输入几个字" : found.length ? "" : "没有找到");
        if (takesFirst && found.length) choose(found[0]);
      } catch {
        if (number === asked && !box.hidden) show([], "没有查到：网络断了，请稍后再试");
      }
    }

    function close() {
      clearTimeout(timer);
      asked += 1;
      takesFirst = false;
      box.hidden = true;
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

    function mark() {
      [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === active)));
      const item = list.children[active];
      if (!item) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }

    function show(found, words) {
      shown = found.slice(0, MOST_SHOWN);
      list.replaceChildren(...shown.map((option, number) => {
        const item = document.createElement("li");
        item.id = `${listId}-${number}`;
        item.setAttribute("role", "option");
        item.textContent = option.text;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(option);
        });
        return item;
      }));
      list.hidden = !shown.length;
      note.textContent = words;
      note.hidden = !words;
      box.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark();
    }

    function open(typed, place) {
      clearTimeout(timer);
      active = place;
      takesFirst = false;
      isAsking = isLong;
      const found = isLong ? [] : matching(typed);
      show(found, isLong ? "正在查找…" : found.length ? "" : "没有找到");
      if (isLong) timer = setTimeout(() => ask(typed.trim()), typed ? REST : 0);
    }

    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => open("", -1));
    input.addEventListener("input", () => {
      open(input.value, 0);
      if (!select.multiple && !input.value && select.value) {
        select.value = "";
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (box.hidden) {
          open("", 0);
          return;
        }
        active = Math.max(0, Math.min(shown.length - 1, active + (event.key === "ArrowDown" ? 1 : -1)));
        mark();
      } else if (event.key === "Enter" && !box.hidden) {
        event.preventDefault();
        if (shown[active]) choose(shown[active]);
        else takesFirst = isAsking;
      } else if (event.key === "Escape" && !box.hidden) {
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
