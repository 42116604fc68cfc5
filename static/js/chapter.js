/* The chapter editor: words are typed, numbers are chips. The hidden text field holds words and tokens. */
(() => {
  const form = document.querySelector("[data-chapter]");
  if (!form) return;
  const page = form.querySelector("[data-manuscript]");
  const plain = form.querySelector("[data-plain]");
  const field = plain.querySelector("textarea");
  const typed = form.querySelector("[data-typed]");
  const dialog = document.querySelector("[data-picker-dialog]");
  const results = dialog.querySelector("[data-results]");
  const search = dialog.querySelector("input");
  const counters = "件条次人项个名份篇期场处村户批家类届票轮天元组站";
  let figures = null;
  let mode = "value";
  let spot = null;

  const line = (node) => {
    let text = "";
    node.childNodes.forEach((child) => {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      else if (child.dataset && child.dataset.token) text += child.dataset.token;
      else if (child.nodeName === "BR") text += "\n";
      else text += line(child);
    });
    return text.replace(/[\u200b\u00a0]/g, " ");
  };

  const text = () =>
    [...page.childNodes]
      .map((node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim();
        if (node.dataset && node.dataset.token) return node.dataset.token;
        return (node.nodeName === "H3" ? "## " : "") + line(node).trim();
      })
      .filter((each) => each && each !== "##")
      .join("\n");

  const warn = () => {
    const words = field.value.replace(/⟦[^⟧]*⟧/g, "＃");
    const found = words.match(new RegExp(`(?<![\\d.〔年第])\\d+(\\.\\d+)?%?\\s*[${counters}]`, "g")) || [];
    typed.textContent = found.length ? `手工数字，印发时不核对：${found.slice(0, 5).join("、")}` : "";
  };

  const keep = () => {
    field.value = text();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    warn();
  };

  const chip = (token, words, note) => {
    const made = document.createElement("a");
    made.className = "fig";
    made.contentEditable = "false";
    made.dataset.token = token;
    made.title = note || "";
    made.textContent = words;
    return made;
  };

  const load = async () => {
    if (figures) return;
    const answer = await fetch(form.dataset.figures, { credentials: "same-origin" });
    figures = answer.ok ? (await answer.json()).figures : [];
  };

  // A draft comes back as text: its tokens become chips again, those not on the page with their own number.
  const redraw = async () => {
    const known = new Map([...page.querySelectorAll("[data-token]")].map((each) => [each.dataset.token, each]));
    const lines = field.value.split("\n").map((each) => {
      const block = document.createElement(each.startsWith("## ") ? "h3" : "p");
      const parts = each.replace(/^## /, "").split(/(⟦[^⟦⟧]*⟧)/).filter(Boolean);
      block.append(...parts.map((part) => (part.startsWith("⟦") ? known.get(part)?.cloneNode(true) ?? chip(part, "…") : part)));
      return block;
    });
    page.replaceChildren(...lines);
    warn();
    const fresh = [...page.querySelectorAll("[data-token]")].filter((each) => !known.has(each.dataset.token));
    if (!fresh.length) return;
    await load();
    fresh.forEach((each) => {
      const figure = figures.find((one) => each.dataset.token.slice(1, -1).split(":")[0] === one.key);
      each.textContent = figure ? figure.text || figure.label : "图表";
      each.title = figure?.definition ?? "";
    });
  };

  const insert = (figure) => {
    const listed = mode === "list" && figure.list;
    const made = chip(`⟦${figure.key}${listed ? ":list" : ""}⟧`, listed ? `${figure.label}（清单）` : figure.text, figure.definition);
    dialog.close();
    page.focus();
    if (spot && page.contains(spot.startContainer)) {
      spot.collapse(false);
      spot.insertNode(made);
    } else {
      (page.lastElementChild || page).append(made);
    }
    const after = document.createRange();
    after.setStartAfter(made);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(after);
    keep();
  };

  const show = () => {
    const wanted = search.value.trim();
    results.replaceChildren();
    (figures || [])
      .filter((each) => (mode === "list" ? each.list : true))
      .filter((each) => !wanted || `${each.label}${each.group}${each.key}`.includes(wanted))
      .slice(0, 30)
      .forEach((each) => {
        const row = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-outline-secondary btn-sm";
        button.textContent = `${each.label}　${each.text}${each.unit === "%" ? "" : each.unit}`;
        button.title = each.definition;
        button.addEventListener("click", () => insert(each));
        row.append(button);
        results.append(row);
      });
    if (!results.children.length) {
      const none = document.createElement("li");
      none.textContent = "没有找到，换一个词试试";
      results.append(none);
    }
  };

  form.querySelectorAll("[data-insert]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      const selection = window.getSelection();
      spot = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
      mode = button.dataset.insert;
      dialog.showModal();
      search.value = "";
      search.focus();
      await load();
      show();
    });
  });
  search.addEventListener("input", show);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  page.addEventListener("input", keep);
  field.addEventListener("draft:restored", redraw);
  page.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a.fig");
    if (!link || !link.href) return;
    event.preventDefault(); // a chip is no editable text, so the browser would leave the page
    window.open(link.href, "_blank", "noopener");
  });
  form.addEventListener("submit", () => { field.value = text(); });

  page.hidden = false;
  plain.hidden = true;
  warn();
})();
