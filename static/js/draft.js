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
        if (control.multiple) return [[control.name, [...control.selectedOptions].map((option) => option.value), true]];
        return [[control.name, control.value, true]];
      });
  }

  function restore(form, saved) {
    form.querySelectorAll("[data-formset]").forEach((section) => {
      const total = section.querySelector("input[name$=-TOTAL_FORMS]");
      const wanted = Number(saved.find(([name]) => name === total.name)?.[1] || 0);
      while (Number(total.value) < wanted) window.formset.addRow(section);
    });
    for (const [name, value, checked] of saved) {
      if (name.endsWith("_FORMS")) continue;
      for (const control of [...form.elements].filter((each) => each.name === name)) {
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

  function tell(form, draft, key) {
    const time = new Date(draft.at);
    const clock = time.toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
    const seen = form.elements.seen_revision?.value ?? "";
    const stale = draft.seen !== seen ? "注意：原记录后来改过，请核对后再保存。" : "";
    const notice = document.createElement("div");
    notice.className = `notice${stale ? " notice-due" : ""} screen-only`;
    notice.setAttribute("role", "status");
    const text = document.createElement("p");
    text.className = "flex-fill";
    text.textContent = `已恢复未提交的内容（${clock} 保存在这台设备上）。${stale}`;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn btn-outline-secondary btn-sm";
    drop.textContent = "不要，清除";
    drop.addEventListener("click", () => {
      localStorage.removeItem(key);
      location.reload();
    });
    notice.append(text, drop);
    form.before(notice);
  }

  function watch(form) {
    const key = keyOf(form);
    const fresh = JSON.stringify(content(form));
    const saved = localStorage.getItem(key);
    if (saved && !("draftBound" in form.dataset)) {
      const draft = JSON.parse(saved);
      if (JSON.stringify(draft.content) !== fresh) {
        restore(form, draft.content);
        tell(form, draft, key);
      }
    }
    let timer = 0;
    const keep = () => {
      clearTimeout(timer);
      const now = content(form);
      if (JSON.stringify(now) === fresh && !("draftBound" in form.dataset)) {
        localStorage.removeItem(key);
        return;
      }
      const at = Date.now();
      localStorage.setItem(key, JSON.stringify({ at, seen: form.elements.seen_revision?.value ?? "", content: now }));
      const state = form.querySelector("[data-draft-state]");
      if (state) state.textContent = `已自动存在这台设备上 ${new Date(at).toTimeString().slice(0, 5)}`;
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 400);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => {
      keep();
      sessionStorage.setItem(SENT, key);
    });
    form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
      clearTimeout(timer);
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

  forgetAccepted();
  forgetOld();
  document.addEventListener("htmx:load", (event) => {
    const root = event.detail.elt;
    if (root.matches("form[data-draft]")) watch(root);
    root.querySelectorAll("form[data-draft]").forEach(watch);
  });
})();
