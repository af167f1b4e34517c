// Texts on their way in: Enter reads an address, and what is entered is kept on the server every
// 20 seconds and whenever a field is left. Without scripts, every button keeps it as well.

"use strict";

const ADDRESS = /^\s*(https?:\/\/[^\s/]\S*|www\.[^\s/.]+\.\S+)\s*$/i;
const PAUSE = 20_000; // milliseconds

function token() {
  // A login in another tab gives a new one; the cookie always has the newest.
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : null;
}

function renewToken(form) {
  const newest = token();
  if (newest) form.elements.csrfmiddlewaretoken.value = newest;
}

function oneBox(form) {
  form.elements.given.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || ADDRESS.test(event.target.value)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

function autosave(form) {
  const kept = form.querySelector("[data-kept]");
  let isDirty = false;
  let isBusy = false;
  let isOver = false;

  async function keep() {
    if (!isDirty || isBusy || isOver) return;
    isDirty = false;
    isBusy = true;
    renewToken(form);
    const data = new FormData(form);
    data.set("do", "autosave");
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: data });
      const type = answer.headers.get("Content-Type") || "";
      if (!type.startsWith("application/json")) throw new Error("logged out");
      const told = await answer.json();
      if (told.newer) {
        isOver = true;
        kept.textContent = kept.dataset.newer;
      } else {
        form.elements.revision.value = told.revision;
        kept.textContent = told.told;
      }
      isBusy = false;
      keep(); // what was entered meanwhile
    } catch {
      isDirty = true;
      isBusy = false;
      kept.textContent = kept.dataset.lost;
    }
  }

  form.addEventListener("input", () => { isDirty = true; });
  form.addEventListener("change", keep);
  form.addEventListener("focusout", keep);
  document.addEventListener("visibilitychange", keep);
  setInterval(keep, PAUSE);

  form.addEventListener("submit", (event) => {
    if (isBusy) {
      // What is on its way changes the revision that this press must name.
      event.preventDefault();
      const button = event.submitter;
      const wait = setInterval(() => {
        if (isBusy) return;
        clearInterval(wait);
        form.requestSubmit(button);
      }, 20);
      return;
    }
    isDirty = false;
    isOver = true;
    renewToken(form);
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      const button = form.querySelector("[data-save]");
      if (button) form.requestSubmit(button);
    }
  });
}

for (const form of document.querySelectorAll("form[data-one-box]")) oneBox(form);
for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
