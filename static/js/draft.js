// Nothing typed is lost: a form's content is kept in this browser, per user, until it was accepted.

"use strict";

(() => {
  const KEPT_DAYS = 7;
  const SENT = "draft-sent";
  const user = document.body.dataset.user;
  if (!user) return;

  const OURS = `draft|${user}|`;
  const keyOf = (form) => `${OURS}${form.getAttribute("action")?.split("?")[0] || location.pathname}|${form.dataset.draft}`;
  const guards = new Set(["csrfmiddlewaretoken", "once", "seen_revision", "next"]);

  function content(form) {
    return [...form.elements].filter((control) => control.name && !guards.has(control.name)
      && !["password", "file", "submit", "button", "reset"].includes(control.type))
      .flatMap((control) => {
        if (control.type === "checkbox" || control.type === "radio") return [[control.name, control.value, control.checked]];
        const words = "options" in control.dataset ? [[...control.selectedOptions].map((option) => option.text)] : [];
        if (control.multiple) return [[control.name, [...control.selectedOptions].map((option) => option.value), true, ...words]];
        return [[control.name, control.value, true, ...words]];
      });
  }

  // The browser lets no page choose a file again, so their names are kept for the person to do it.
  function files(form) {
    return [...form.elements].filter((control) => control.type === "file" && control.files.length)
      .map((control) => [control.name, [...control.files].map((file) => file.name)]);
  }

  function askForFiles(form, chosen) {
    for (const [name, names] of chosen) {
      const control = form.elements[name];
      if (!control || control.files.length) continue;
      const line = document.createElement("div");
      line.className = "form-text needs-more";
      line.setAttribute("role", "status");
      line.textContent = `文件没有存在这台设备上，请重新选择：${names.join("、")}`;
      control.after(line);
      control.addEventListener("change", () => line.remove(), { once: true });
    }
  }

  // A ticked box that the page fetches later (data-late) is handed on by a hidden input till then.
  function handOn(form, name, value) {
    const place = form.querySelector(`[data-late~="${name}"]`);
    if (!place || place.querySelector(`[value="${value}"]`)) return;
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name, value });
    place.append(hidden);
  }

  // What was chosen of a long list (data-options) need not be among the few that the page lists.
  function listAgain(select, values, words) {
    values.forEach((value, number) => {
      const isListed = [...(select.options || [])].some((option) => option.value === value);
      if (select.options && !isListed) select.append(new Option(words[number], value));
    });
  }

  function restore(form, saved) {
    form.querySelectorAll("[data-formset]").forEach((section) => {
      const total = section.querySelector("input[name$=-TOTAL_FORMS]");
      const wanted = Number(saved.find(([name]) => name === total.name)?.[1] || 0);
      while (Number(total.value) < wanted) window.formset.addRow(section);
    });
    for (const [name, value, checked, words] of saved) {
      if (name.endsWith("_FORMS")) continue;
      if (checked) handOn(form, name, value);
      for (const control of [...form.elements].filter((each) => each.name === name)) {
        if (words) listAgain(control, [value].flat(), words);
        if (control.type === "checkbox" || control.type === "radio") {
          if (control.value === value) control.checked = checked;
        } else if (control.multiple) {
          [...control.options].forEach((option) => { option.selected = value.includes(option.value); });
        } else {
          control.value = value;
        }
        control.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
      }
    }
  }

  const seenBy = (form) => form.elements.seen_revision?.value ?? "";

  function clockOf(draft) {
    return new Date(draft.at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-outline-secondary btn-sm";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function notice(form, words, isDue, ...buttons) {
    const made = document.createElement("div");
    made.className = `notice${isDue ? " notice-due" : ""} screen-only`;
    made.setAttribute("role", "status");
    const text = document.createElement("p");
    text.className = "flex-fill";
    text.textContent = words;
    made.append(text, ...buttons);
    form.before(made);
    return made;
  }

  function dropper(form, key) {
    return button("不要，清除", () => {
      form.dispatchEvent(new CustomEvent("draft:dropped"));
      localStorage.removeItem(key);
      location.reload();
    });
  }

  function tell(form, draft, key) {
    const stale = draft.seen !== seenBy(form) ? "注意：原记录后来改过，请核对后再保存。" : "";
    const names = (draft.files || []).flatMap(([, each]) => each);
    const again = names.length ? `照片、文件要重新选择：${names.join("、")}。` : "";
    notice(form, `已恢复未提交的内容（${clockOf(draft)} 保存在这台设备上）。${again}${stale}`, stale, dropper(form, key));
  }

  // What was saved elsewhere later stands in the form; what this browser kept is one press away.
  function offer(form, draft, key) {
    const take = button("改用这台设备上的", () => {
      restore(form, draft.content);
      made.remove();
    });
    const words = `这份草稿后来在别处保存过，下面是最新的。这台设备上另有 ${clockOf(draft)} 写的内容，没有存到服务器。`;
    const made = notice(form, words, true, take, dropper(form, key));
  }

  function watch(form) {
    let key = keyOf(form);
    let fresh = JSON.stringify(content(form));
    const isBound = "draftBound" in form.dataset;
    const savesItself = "autosave" in form.dataset;
    const saved = localStorage.getItem(key);
    const draft = saved ? JSON.parse(saved) : null;
    let chosen = draft?.files || [];
    if (draft && !isBound && window.formset.isFolded(form, draft.content.map(([name]) => name))) {
      location.replace("?all=1"); // the words belong into rows that are lines here
      return;
    }
    if (draft && (isBound || chosen.length || JSON.stringify(draft.content) !== fresh)) {
      if (!isBound && savesItself && draft.seen !== seenBy(form)) {
        offer(form, draft, key);
      } else if (!isBound) {
        if (savesItself && draft.once) form.elements.once.value = draft.once;
        restore(form, draft.content);
        form.dataset.draftRestored = "";
        tell(form, draft, key);
      }
      askForFiles(form, chosen);
    } else if (draft) {
      localStorage.removeItem(key);
    }
    let timer = 0;
    const say = (words) => {
      const state = form.querySelector("[data-draft-state]");
      if (state) state.textContent = words;
    };
    const keep = () => {
      clearTimeout(timer);
      timer = 0;
      const now = content(form);
      const picked = files(form);
      if (JSON.stringify(now) === fresh && !picked.length && !isBound) {
        localStorage.removeItem(key);
        return;
      }
      const at = Date.now();
      if (picked.length) chosen = picked;
      const kept = { at, seen: seenBy(form), once: form.elements.once?.value, content: now, files: chosen };
      try {
        localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        say("这台设备存不下草稿，请按“保存草稿”，或者先抄下来。");
        return;
      }
      const clock = new Date(at).toTimeString().slice(0, 5);
      say(navigator.onLine ? `已自动存在这台设备上 ${clock}` : `没有网络。写的内容已存在这台设备上 ${clock}，连上网后再提交。`);
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 400);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    // The server has it: the page goes on with that draft, and keeps here only what came after.
    form.addEventListener("draft:saved", (event) => {
      localStorage.removeItem(key);
      key = keyOf(form);
      if (!form.querySelector("[data-formset]")) fresh = event.detail.sent;
      keep();
      say(`已自动保存 ${event.detail.at}${event.detail.note ? `，${event.detail.note}` : ""}`);
    });
    form.addEventListener("submit", (event) => {
      keep();
      if (navigator.onLine) {
        sessionStorage.setItem(SENT, key);
        return;
      }
      event.preventDefault(); // the browser would leave the page for its own of a lost connection
      say("没有网络，还没有提交。内容已存在这台设备上，关掉也不会丢；连上网后再按一次提交。");
    });
    const leave = () => { if (timer) keep(); };
    window.addEventListener("pagehide", leave);
    window.addEventListener("offline", () => say("没有网络。可以接着写，内容存在这台设备上，连上网后再提交。"));
    window.addEventListener("online", () => say("网络已恢复，可以提交了。"));
    form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", leave);
      localStorage.removeItem(key);
    });
  }

  // Accepted means: the server said so on this page, and did not hand the form back with errors.
  function forgetAccepted() {
    const key = sessionStorage.getItem(SENT);
    const refused = [...document.querySelectorAll("form[data-draft-bound]")].some((form) => keyOf(form) === key);
    const accepted = document.querySelector("[data-message=success], [data-message=info]");
    if (key && accepted && !refused) localStorage.removeItem(key);
    sessionStorage.removeItem(SENT);
  }

  function forgetOld() {
    const oldest = Date.now() - KEPT_DAYS * 86400000;
    Object.keys(localStorage).filter((key) => key.startsWith("draft|"))
      .filter((key) => JSON.parse(localStorage.getItem(key)).at < oldest)
      .forEach((key) => localStorage.removeItem(key));
  }

  window.draft = { content };
  forgetAccepted();
  forgetOld();
  document.addEventListener("htmx:load", (event) => {
    const root = event.detail.elt;
    if (root.matches("form[data-draft]")) watch(root);
    root.querySelectorAll("form[data-draft]").forEach(watch);
  });
})();
