/* Words and chips on a page. To its users the page is one text: a line a paragraph, "## " before a
   heading, every chip as its token; a place is an index into that text. What is typed goes the
   browser's own way, everything else (cut, paste, drop, insert, undo) is an edit of the text. */

"use strict";

window.manuscript = (page, { alone, changed, name }) => {
  const HEAD = "## ";
  const TOKEN = /(⟦[^⟦⟧\n]*⟧)/;
  const BLOCK = /^(P|H[1-6]|DIV|UL|OL|LI|BLOCKQUOTE|TABLE|TR)$/;
  const OURS = "text/x-renda-chapter";
  const PAUSE = 1000; // ms: what is typed without one is undone together
  const chips = new Map(); // every chip seen so far, by its token: what was cut comes back whole
  const heard = new Map(); // what the tokens of another page said there
  const past = [];
  const future = [];
  let moving = null;

  const chipAt = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-token]");
  const called = (token) => heard.get(token) ?? token.slice(1, -1);
  const wordsOf = (token) => chips.get(token)?.dataset.words ?? chips.get(token)?.textContent ?? called(token);

  // Words and chips that no block holds, as the browser may leave them, are one line.
  const read = (root) => {
    const lines = [];
    let open = false;
    const add = (words, head) => {
      if (!open) lines.push(head);
      open = true;
      lines[lines.length - 1] += words;
    };
    const walk = (parent, head) => parent.childNodes.forEach((node) => {
      if (node.nodeType === Node.TEXT_NODE) add(node.data.replace(/[\u200b\u00a0\n]/g, " "), head);
      else if (node.dataset?.token) add(node.dataset.token, head);
      else if (node.nodeName === "BR") {
        add("", head);
        open = !node.nextSibling; // the last one only holds its line open
      } else if (BLOCK.test(node.nodeName)) {
        const mark = node.nodeName === "H3" ? HEAD : head;
        const before = lines.length;
        open = false;
        walk(node, mark);
        if (lines.length === before) lines.push(mark);
        open = false;
      } else walk(node, head);
    });
    walk(root, "");
    return lines.join("\n");
  };

  const indexOf = (node, offset) => {
    const range = document.createRange();
    range.setStart(page, 0);
    range.setEnd(node, offset);
    return read(range.cloneContents()).length;
  };

  // From where to where: whole chips, and headings from their mark when more than they is selected.
  const selected = () => {
    const selection = window.getSelection();
    const chosen = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
    const text = read(page);
    if (!chosen || !page.contains(chosen.commonAncestorContainer)) return [text.length, text.length];
    const isCaret = chosen.collapsed;
    const [first, last] = [chipAt(chosen.startContainer), chipAt(chosen.endContainer)];
    if (last) chosen.setEndAfter(last);
    if (first && !isCaret) chosen.setStartBefore(first);
    const to = indexOf(chosen.endContainer, chosen.endOffset);
    const from = isCaret ? to : indexOf(chosen.startContainer, chosen.startOffset);
    const isHeading = /(^|\n)## $/.test(text.slice(0, from)) && text.slice(from, to).includes("\n");
    return [isHeading ? from - HEAD.length : from, to];
  };

  const chip = (token) => {
    if (chips.has(token)) return chips.get(token).cloneNode(true);
    const made = document.createElement("a");
    made.className = "fig";
    made.contentEditable = "false";
    made.dataset.token = token;
    made.textContent = heard.get(token) ?? "…";
    return made;
  };

  // A chip the page has not shown yet gets its words later; one of no known figure becomes words.
  const nameNew = async () => {
    const shown = () => [...page.querySelectorAll("[data-token]")];
    const fresh = shown().map((each) => each.dataset.token).filter((token) => !chips.has(token));
    for (const token of new Set(fresh)) {
      const known = await name(token);
      if (known === undefined) continue; // nobody can tell now
      const here = shown().filter((each) => each.dataset.token === token);
      if (known) here.forEach((each) => Object.assign(each, { textContent: known.words, title: known.note }));
      else here.forEach((each) => each.replaceWith(called(token)));
      if (known && here.length) chips.set(token, here[0].cloneNode(true));
      if (!known) changed();
    }
  };

  const place = (text, at) => {
    const before = text.slice(0, at).split("\n");
    const line = page.childNodes[before.length - 1];
    const range = document.createRange();
    let left = before.at(-1).length - (line.nodeName === "H3" ? HEAD.length : 0);
    range.setStart(line, 0);
    for (const node of line.childNodes) {
      if (left <= 0) break;
      if (node.nodeType === Node.TEXT_NODE) range.setStart(node, Math.min(left, node.length));
      else range.setStartAfter(node);
      left -= node.dataset?.token?.length ?? node.length ?? 0;
    }
    range.collapse(true);
    page.focus({ preventScroll: true });
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
    line.scrollIntoView({ block: "nearest" });
  };

  const draw = (text) => {
    page.replaceChildren(...text.split("\n").map((line) => {
      const block = document.createElement(line.startsWith(HEAD) ? "h3" : "p");
      const parts = line.replace(/^## /, "").split(TOKEN).filter(Boolean);
      block.append(...parts.map((part) => (TOKEN.test(part) ? chip(part) : part)));
      if (!parts.length) block.append(document.createElement("br"));
      return block;
    }));
    nameNew();
  };

  const remember = (kind = "") => {
    const step = { text: read(page), at: selected()[1], kind, when: Date.now() };
    const last = past.at(-1);
    if (last?.text === step.text) return;
    if (kind && past.length > 1 && last.kind === kind && step.when - last.when < PAUSE) past.pop();
    past.push(step);
    future.length = 0;
  };

  const step = (from, to) => {
    if (!(from === past ? past.length > 1 : from.length)) return;
    to.push(from.pop());
    const now = past.at(-1);
    draw(now.text);
    place(now.text, now.at);
    changed();
  };
  const undo = () => step(past, future);
  const redo = () => step(future, past);

  // A chart stands on a line of its own.
  const apart = (text) => text
    .replace(new RegExp(`([^\\n])(?=${alone})`, "g"), "$1\n")
    .replace(new RegExp(`(${alone})(?=[^\\n])`, "g"), "$1\n");
  const isAlone = (words) => new RegExp(`^${alone}$`).test(words);

  const edit = (from, to, words, text = read(page)) => {
    let [before, after] = [text.slice(0, from), text.slice(to)];
    if (from === to && isAlone(words)) { // it goes behind the paragraph, not into it
      const rest = after.split("\n")[0];
      [before, after] = [before + rest, after.slice(rest.length)];
    }
    if (words.startsWith(HEAD)) before = before.replace(/(^|\n)## $/, "$1").replace(/([^\n])$/, "$1\n");
    if (words.split("\n").at(-1).startsWith(HEAD)) after = after.replace(/^(?=[^\n])/, "\n");
    const made = apart(before + words + after);
    draw(made);
    place(made, apart(before + words).length);
    remember();
    changed();
  };

  // A line that is moved as a whole leaves no empty one behind.
  const move = (from, to, at) => {
    const text = read(page);
    const isLine = (from === 0 || text[from - 1] === "\n") && text[to] === "\n";
    const end = isLine ? to + 1 : to;
    if (at >= from && at <= end) return;
    const goal = at < from ? at : at - (end - from);
    edit(goal, goal, text.slice(from, to), text.slice(0, from) + text.slice(end));
  };

  // Other programs get the numbers, a chapter gets the tokens and what they said here.
  const give = (transfer, from, to) => {
    const text = read(page).slice(from, to);
    const tokens = text.split(TOKEN).filter((part) => TOKEN.test(part));
    const words = Object.fromEntries(tokens.map((token) => [token, wordsOf(token)]));
    transfer.clearData();
    transfer.setData("text/plain", text.replace(/^## /gm, "").replace(/⟦[^⟦⟧\n]*⟧/g, (token) => words[token]));
    transfer.setData(OURS, JSON.stringify({ text, words }));
  };

  const take = (transfer) => {
    const ours = transfer.getData(OURS);
    if (ours) return JSON.parse(ours);
    const lines = transfer.getData("text/plain").split(/[\r\n]+/);
    const kept = lines.length > 1 ? lines.map((line) => line.trim()).filter(Boolean) : lines;
    return { text: kept.join("\n"), words: {} };
  };

  const put = (from, to, { text, words }) => {
    Object.entries(words).forEach(([token, said]) => heard.set(token, said));
    if (text) edit(from, to, text);
  };

  const copy = (event) => {
    const [from, to] = selected();
    if (from === to) return;
    event.preventDefault();
    give(event.clipboardData, from, to);
    if (event.type === "cut") edit(from, to, "");
  };

  const under = (event) => {
    const range = document.caretRangeFromPoint(event.clientX, event.clientY);
    if (!range || !page.contains(range.startContainer)) return read(page).length;
    const over = chipAt(range.startContainer);
    const box = over?.getBoundingClientRect();
    if (over && event.clientX < box.left + box.width / 2) range.setStartBefore(over);
    else if (over) range.setStartAfter(over);
    return indexOf(range.startContainer, range.startOffset);
  };

  page.addEventListener("copy", copy);
  page.addEventListener("cut", copy);
  page.addEventListener("paste", (event) => {
    event.preventDefault();
    put(...selected(), take(event.clipboardData));
  });
  page.addEventListener("dragstart", (event) => {
    const dragged = chipAt(event.target);
    const [from, to] = selected();
    const at = dragged ? indexOf(dragged.parentNode, [...dragged.parentNode.childNodes].indexOf(dragged)) : from;
    const isInside = !dragged || (at >= from && at < to);
    moving = isInside ? [from, to] : [at, at + dragged.dataset.token.length];
    give(event.dataTransfer, ...moving);
  });
  page.addEventListener("dragend", () => { moving = null; });
  page.addEventListener("drop", (event) => {
    event.preventDefault();
    const at = under(event);
    if (moving && !event.ctrlKey) move(...moving, at);
    else put(at, at, take(event.dataTransfer));
    moving = null;
  });
  page.addEventListener("beforeinput", (event) => {
    const own = {
      historyUndo: undo,
      historyRedo: redo,
      insertLineBreak: () => document.execCommand("insertParagraph"), // it is saved as one
    }[event.inputType];
    if (!own) return;
    event.preventDefault();
    own();
  });
  page.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || !["z", "y"].includes(key)) return;
    event.preventDefault();
    (key === "y" || event.shiftKey ? redo : undo)();
  });
  page.addEventListener("input", (event) => {
    if (!event.isComposing) remember(event.inputType);
    changed();
  });
  page.addEventListener("compositionend", () => remember("insertText"));

  document.execCommand("defaultParagraphSeparator", false, "p");
  page.querySelectorAll("[data-token]").forEach((each) => chips.set(each.dataset.token, each.cloneNode(true)));
  remember();

  return {
    selected,
    insert: ([from, to], token) => edit(from, to, token),
    rewrite: (text) => { draw(text); remember(); },
    text: () => read(page).split("\n").map((line) => line.trim()).filter((line) => line && line !== HEAD.trim()).join("\n"),
  };
};
