// A draft saves itself to the server after some seconds of rest, and when its page is left.
// What this browser keeps (draft.js) stays until the server has it.

"use strict";

(() => {
  const REST = 5000;

  function attend(form) {
    const isAhead = "draftRestored" in form.dataset || "draftBound" in form.dataset;
    let saved = isAhead ? "" : JSON.stringify(window.draft.content(form));
    let timer = 0;
    let underway = null;
    let isOver = false; // handed in, thrown away, or no longer this page's to save
    const state = form.querySelector("[data-draft-state]");
    const clock = () => new Date().toTimeString().slice(0, 5);

    function body() {
      const data = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach((control) => data.delete(control.name));
      data.set("draft", "1");
      data.set("autosave", "1");
      return data;
    }

    function goOn(answer, sent) {
      saved = sent;
      form.setAttribute("action", answer.action);
      form.dataset.draft = answer.key;
      form.elements.once.value = answer.once;
      form.elements.seen_revision.value = answer.revision;
      if (location.pathname !== answer.action) history.replaceState(history.state, "", answer.action);
      form.dispatchEvent(new CustomEvent("draft:saved", { detail: { sent, at: answer.at, note: answer.note } }));
    }

    function refuse(answer) {
      isOver = true;
      state.textContent = `${answer.refused}。`;
      if (!answer.latest) return;
      const link = document.createElement("a");
      link.href = answer.latest;
      link.textContent = "看最新的";
      state.append(link);
    }

    async function send(sent, keepalive) {
      try {
        const response = await fetch(form.getAttribute("action") || location.pathname, { method: "POST", body: body(), keepalive });
        if (response.redirected) {
          state.textContent = `登录已过期，写的内容已存在这台设备上 ${clock()}。请在新窗口登录，再回到这一页接着写。`;
          return;
        }
        const answer = await response.json();
        if (response.ok) goOn(answer, sent);
        else if (answer.refused) refuse(answer);
        else if (answer.missing) state.textContent = `已存在这台设备上 ${clock()}，还没有存到服务器。${answer.missing}`;
        else later();
      } catch {
        state.textContent = `没有存到服务器，写的内容已存在这台设备上 ${clock()}。`;
        later();
      }
    }

    function save(keepalive = false) {
      clearTimeout(timer);
      timer = 0;
      if (isOver || !navigator.onLine) return;
      if (underway) {
        later();
        return;
      }
      const sent = JSON.stringify(window.draft.content(form));
      if (sent === saved) return;
      underway = send(sent, keepalive).finally(() => { underway = null; });
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(save, REST);
    }

    if (isAhead) later();
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("draft:restored", later);
    form.addEventListener("draft:dropped", () => { isOver = true; });
    form.querySelector("[data-draft-discard]")?.addEventListener("click", () => { isOver = true; });
    window.addEventListener("online", later);
    window.addEventListener("pagehide", () => save(true));
    document.addEventListener("visibilitychange", () => { if (document.hidden && timer) save(true); });
    // A save under way is waited for, so that the form is handed in as the same row.
    form.addEventListener("submit", (event) => {
      if (!navigator.onLine) return;
      if (!underway) {
        clearTimeout(timer);
        isOver = true;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      underway.then(() => form.requestSubmit(event.submitter));
    }, true);
  }

  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll("form[data-autosave]").forEach(attend);
  });
})();
