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
  const typedNumber = new RegExp(form.dataset.typedNumber, "g");
  let offered = null;
  let asking = null; // the question under way, which everybody waits for who asks meanwhile
  let mode = "value";
  let spot = null;

  const warn = () => {
    const words = field.value.replace(/⟦[^⟦⟧\n]*⟧/g, "＃");
    const found = [...words.matchAll(typedNumber)].filter((each) => each[1]).map((each) => each[1].replace(/\s/g, ""));
    const more = found.length > 5 ? ` 等 ${found.length} 处` : "";
    typed.textContent = found.length ? `手工数字，印发时不核对：${found.slice(0, 5).join("、")}${more}` : "";
  };

  const keep = () => {
    field.value = manuscript.text();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    warn();
  };

  // The figures, and the charts of this chapter before those of the others; nothing while the line is down.
  const ask = async () => {
    try {
      const answer = await fetch(form.dataset.figures, { credentials: "same-origin" });
      if (answer.ok) offered = await answer.json();
      offered?.charts.sort((a, b) => (b.chapter === form.dataset.chapter) - (a.chapter === form.dataset.chapter));
    } catch {
      offered = null;
    }
  };
  const load = async () => {
    if (!offered) {
      asking ??= ask().finally(() => { asking = null; });
      await asking;
    }
    return offered;
  };

  const listed = (figure) => `${figure.label}（清单）`;

  // What a chip of this token says: nothing known of it is null, nothing to be learnt now undefined.
  const name = async (token) => {
    if (!await load()) return undefined;
    const chart = offered.charts.find((each) => each.token === token);
    if (chart) return { words: chart.label, note: chart.group };
    const keys = token.slice(1, -1).split(" ")[0].match(/[a-z_]+\.[a-z_]+(@\d+)?/g) || [];
    const figures = keys.map((key) => offered.figures.find((each) => each.key === key));
    const [first] = figures;
    if (!first || figures.includes(undefined)) return null;
    const note = `${first.label}：${first.definition}`;
    if (token === `⟦${first.key}⟧`) return { words: first.text, note };
    return { words: /:(list|points)⟧$/.test(token) ? listed(first) : `图表：${first.label}`, note };
  };

  const manuscript = window.manuscript(page, { alone: form.dataset.alone, changed: keep, name });

  const choices = () => {
    if (mode === "chart") return offered.charts.map((each) => ({ ...each, words: `${each.label}　${each.group}` }));
    return offered.figures.filter((each) => mode === "value" || each.list).map((each) => ({
      token: `⟦${each.key}${mode === "list" ? ":list" : ""}⟧`,
      words: `${each.label}　${each.text}${each.unit === "%" ? "" : each.unit}`,
      group: `${each.group}${each.key}`,
      note: each.definition,
    }));
  };

  const show = () => {
    const wanted = search.value.trim();
    const found = offered ? choices().filter((each) => !wanted || `${each.words}${each.group}`.includes(wanted)) : [];
    const rows = found.slice(0, 30).map((each) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-outline-secondary btn-sm";
      button.textContent = each.words;
      button.title = each.note ?? "";
      button.addEventListener("click", () => {
        dialog.close();
        manuscript.insert(spot, each.token);
      });
      row.append(button);
      return row;
    });
    const none = document.createElement("li");
    none.textContent = offered ? "没有找到，换一个词试试" : asking ? "正在取指标……" : "现在取不到，请检查网络后再按一次";
    results.replaceChildren(...(rows.length ? rows : [none]));
  };

  form.querySelectorAll("[data-insert]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      spot = manuscript.selected();
      mode = button.dataset.insert;
      dialog.showModal();
      search.value = "";
      search.focus();
      const ready = load();
      show();
      await ready;
      show();
    });
  });
  search.addEventListener("input", show);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  // A draft comes back as text: its tokens become chips again.
  field.addEventListener("draft:restored", () => {
    manuscript.rewrite(field.value);
    warn();
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a.fig");
    if (!link || !link.href) return;
    event.preventDefault(); // a chip is no editable text, so the browser would leave the page
    window.open(link.href, "_blank", "noopener");
  });
  form.addEventListener("submit", () => { field.value = manuscript.text(); });

  page.hidden = false;
  plain.hidden = true;
  warn();
})();
