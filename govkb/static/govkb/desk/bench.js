// The workbench without waiting for whole pages. Everything here has a button that works without.
"use strict";

(() => {
  const form = document.getElementById("panel");
  const article = document.getElementById("article");
  if (!form || !article) return;

  const EVERY = 20000; // milliseconds between two saves while something changes
  const CONTEXT = 32; // characters sent before and after a selection
  const FILLS = /^(quote|select|version|drop)/; // what gives the words to quote anew
  let queue = Promise.resolve();
  let isDirty = false;
  let isStopped = false;
  let isReady = false;

  const field = (name) => document.getElementById(`field-${name}`);
  const tell = (text) => { document.getElementById("status").textContent = text; };

  // Asking the server, one thing after another, so that each knows the revision of the last

  function ask(action, extra = {}) {
    queue = queue.then(() => send(action, extra)).catch(() => tell("The server cannot be reached. What you typed is still here."));
    return queue;
  }

  async function send(action, extra) {
    if (isStopped && action === "autosave") return;
    const data = new FormData(form);
    data.set("action", action);
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    isDirty = false;
    const answer = await fetch(location.pathname, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "workbench" },
      credentials: "same-origin",
    });
    if (answer.headers.get("Content-Type").startsWith("application/json")) {
      const { revision, at } = await answer.json();
      form.elements.revision.value = revision;
      tell(`Saved at ${at}.`);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("state")) return loggedOut();
    show(page, action, data);
    if (answer.status === 409) {
      isStopped = true;
      tell("Saved in another tab meanwhile: both versions are kept.");
    }
  }

  function loggedOut() {
    isDirty = true;
    isStopped = true;
    tell("You are logged out. Press any button here: what you typed is kept while you log in again.");
  }

  // What was chosen while the answer was on its way is newer than the answer.
  function newer(sent) {
    const now = new FormData(form);
    return ["claim", "clauses", "place"].filter((name) => now.get(name) !== sent.get(name)).map((name) => [name, now.get(name)]);
  }

  function show(page, action, sent) {
    const active = document.activeElement && document.activeElement.id;
    const chosen = newer(sent);
    for (const part of page.querySelectorAll("[data-part]")) {
      const old = document.getElementById(part.id);
      if (old) old.replaceWith(document.adoptNode(part));
    }
    for (const [name, value] of chosen) {
      const control = form.elements[name];
      if (control && value !== null) control.value = value;
    }
    if (FILLS.test(action)) {
      const words = page.getElementById("field-quote");
      if (words) field("quote").value = words.value;
    }
    const again = active && document.getElementById(active);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    const result = document.getElementById("place").querySelector(".found, .refused, legend");
    if (result && /^(quote|select|find)/.test(action)) tell(result.textContent.trim());
  }

  // Buttons

  const waiting = {};
  const PARTS = /^(quote|find|search|accept|reject|skip|none)(:|$)/;

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || isReady) return;
    event.preventDefault();
    clearTimeout(waiting.quote);
    clearTimeout(waiting.q);
    if (PARTS.test(button.value) && !isStopped) {
      if (button.value.startsWith("quote:")) quote(button.value);
      else ask(button.value);
      return;
    }
    // Whoever saves must know the revision of what was saved on the way to the button. Not at once:
    // a form that is telling of a submission does not take another.
    queue.finally(() => setTimeout(() => { isReady = true; form.requestSubmit(button); }, 0));
  });

  function quote(action) {
    setCurrent(document.getElementById(`p${action.split(":")[1]}`));
    ask(action).then(() => { field("quote").focus(); });
  }

  // Typing

  function soon(name, milliseconds, action) {
    clearTimeout(waiting[name]);
    waiting[name] = setTimeout(() => ask(action), milliseconds);
  }

  form.addEventListener("input", (event) => {
    isDirty = true;
    if (event.target.id === "field-q") soon("q", 250, "search");
    if (event.target.id === "field-quote") soon("quote", 600, "find");
    if (event.target.id === "field-new_claim") document.getElementById("claim-new").checked = true;
  });
  form.addEventListener("change", () => { isDirty = true; });
  form.addEventListener("focusout", () => { if (isDirty) ask("autosave"); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && isDirty) ask("autosave"); });
  setInterval(() => { if (isDirty) ask("autosave"); }, EVERY);

  // Selecting

  let isPressed = false;
  article.addEventListener("pointerdown", () => { isPressed = true; });
  document.addEventListener("pointerup", () => { isPressed = false; selected(); });
  document.addEventListener("selectionchange", () => { if (!isPressed) selected(); });

  let last = "";
  function selected() {
    clearTimeout(waiting.selection);
    waiting.selection = setTimeout(() => {
      const chosen = selection();
      const said = JSON.stringify(chosen);
      if (chosen && said !== last) {
        setCurrent(document.getElementById(`p${chosen.from}`), false);
        ask("select", chosen);
      }
      last = said;
    }, 200);
  }

  // The words themselves, without the labels of the evidence between them
  function words(range) {
    const copy = range.cloneContents();
    for (const label of copy.querySelectorAll("[data-label]")) label.remove();
    return copy.textContent;
  }

  function selection() {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    const touched = [...article.querySelectorAll(".words")].filter((one) => range.intersectsNode(one));
    if (!touched.length || !article.contains(range.commonAncestorContainer)) return null;
    const pieces = touched.map((one) => {
      const part = document.createRange();
      part.selectNodeContents(one);
      const before = part.cloneRange();
      const after = part.cloneRange();
      if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
      if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
      before.setEnd(part.startContainer, part.startOffset);
      after.setStart(part.endContainer, part.endOffset);
      return { number: one.parentElement.dataset.number, text: words(part), before: words(before), after: words(after) };
    }).filter((one) => one.text.trim());
    if (!pieces.length) return null;
    return {
      from: pieces[0].number,
      exact: pieces.map((one) => one.text).join("\n\n"),
      prefix: [...pieces[0].before].slice(-CONTEXT).join(""),
      suffix: [...pieces[pieces.length - 1].after].slice(0, CONTEXT).join(""),
    };
  }

  // Keys

  const paragraphs = [...article.querySelectorAll(".paragraph")];
  const isShown = (one) => !one.closest("details:not([open])");
  let current = article.querySelector(".paragraph.current") || paragraphs.find(isShown);
  if (location.hash.startsWith("#p")) setCurrent(document.getElementById(location.hash.slice(1)) || current);

  function setCurrent(paragraph, isFocused = true) {
    if (!paragraph || !paragraph.classList.contains("paragraph")) return;
    if (current) current.classList.remove("current");
    current = paragraph;
    current.classList.add("current");
    form.elements.paragraph.value = current.dataset.number;
    if (isFocused) current.focus();
  }

  function step(by) {
    const open = paragraphs.filter(isShown);
    setCurrent(open[open.indexOf(current) + by]);
  }

  function press(key) {
    const offer = document.querySelector(`.offer[data-state=""] [data-key="${key}"]`);
    if (offer) ask(offer.value);
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    e: () => { const button = current && current.querySelector(".quote"); if (button) quote(button.value); },
    "/": () => field("q").focus(),
    y: () => press("y"),
    n: () => press("n"),
    s: () => press("s"),
    "?": () => { const list = document.getElementById("keys"); list.open = !list.open; if (list.open) list.querySelector("summary").focus(); },
  };
  for (const number of "1234") {
    KEYS[number] = () => { const radio = document.getElementById(`stance-${number}`); if (radio) { radio.checked = true; radio.focus(); isDirty = true; } };
  }

  const isTyped = (element) => element.matches("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('[name=action][value="save"]'));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "ArrowDown" && event.target === field("q")) {
      event.preventDefault();
      clearTimeout(waiting.q);
      ask("search").then(() => {
        const first = document.querySelector("#claims input[type=radio]");
        if (first) { first.checked = true; first.focus(); isDirty = true; }
      });
      return;
    }
    if (event.key === "Enter" && event.target === field("q")) {
      event.preventDefault();
      ask("search");
      return;
    }
    if (event.key === "Escape" && isTyped(event.target)) {
      event.target.blur();
      if (current) current.focus({ preventScroll: true });
      return;
    }
    if (form.dataset.keys === "off" || isTyped(event.target)) return;
    const act = KEYS[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
})();
