// What the page does by itself: links of ours go to the server, the open quote comes into view, keys, saving and copying.
(() => {
  const narrow = () => window.matchMedia("(max-width: 900px)").matches;
  let opener = null; // what the reader was opened from, on a narrow screen: focus goes back there
  let asked = false; // a citation was clicked: the reader comes up, and scrolls even where the quote is open already

  function hand(field, text) {
    const input = document.querySelector(`#${field} textarea, #${field} input`);
    if (!input) return;
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), "value").set;
    setter.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  let clicks = 0; // the same link twice has to be two requests
  const again = (link) => link + " ".repeat(1 + (clicks++ % 7));

  function closeReader() {
    document.body.classList.remove("reading");
    if (opener && document.contains(opener)) opener.focus();
    opener = null;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#reader .close")) return closeReader();
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const address = link.getAttribute("href");
    if (/^#(cite|open)\//.test(address)) {
      event.preventDefault();
      asked = true;
      if (narrow() && !document.body.classList.contains("reading")) opener = link;
      hand("open-link", again(address));
    } else if (address.startsWith("#copy/")) {
      event.preventDefault();
      hand("copy-link", again(address));
    } else if (address === "#ask") {
      event.preventDefault();
      hand("question", link.textContent);
      setTimeout(() => document.getElementById("send").click(), 150);
    }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && document.body.classList.contains("reading")) closeReader();
    else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = [...document.querySelectorAll("#question textarea, #query textarea, #query input")].find((f) => f.offsetParent);
      if (field) { event.preventDefault(); field.focus(); }
    }
  });

  // What is asked comes into view, wherever the conversation was scrolled to, and its answer below it, until that is
  // there or somebody scrolls.
  let messages = 0;
  let following = false;
  for (const kind of ["wheel", "touchmove", "mousedown", "keydown"]) {
    document.addEventListener(kind, () => { following = false; }, { passive: true });
  }
  function follow() {
    const asked = document.querySelectorAll("#chat .user");
    const last = asked[asked.length - 1];
    if (asked.length > messages && messages) following = true;
    if (following && last) {
      let box = last.parentElement; // that scrolls, so that the page around it stays where it is
      while (box.id !== "chat" && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
      box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
      const answered = document.querySelectorAll("#chat .bot p.facts, #chat .bot p.notice").length;
      if (answered >= asked.length) following = false;
    }
    messages = asked.length;
  }

  // Gradio speaks no Vietnamese: the names of its own buttons, for screen readers and on hovering.
  const NAMES = { Like: "Câu trả lời đúng", Dislike: "Câu trả lời sai", Clear: "Xóa hội thoại", "Remove this file": "Bỏ tệp này" };
  function nameButtons() {
    for (const button of document.querySelectorAll("#chat button[aria-label], #upload button[aria-label]")) {
      button.dataset.name ||= button.getAttribute("aria-label");
      const name = (document.documentElement.lang === "vi" && NAMES[button.dataset.name]) || button.dataset.name;
      if (button.getAttribute("aria-label") === name) continue;
      button.setAttribute("aria-label", name);
      button.title = name;
    }
  }

  let shown = ""; // the quote that was last scrolled to
  function reveal() {
    const cited = document.getElementById("cited");
    if (!cited) return;
    if (asked && narrow()) {
      document.body.classList.add("reading");
      document.querySelector("#reader .close")?.focus();
    }
    if (!asked && cited.dataset.key === shown) return;
    asked = false;
    shown = cited.dataset.key;
    const pane = cited.closest(".pane");
    pane.scrollTop += cited.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }
  new MutationObserver(() => { follow(); reveal(); nameButtons(); }).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-key", "lang"],
  });
  // Where the quote that is clicked is the open one, nothing changes that could be observed.
  document.addEventListener("click", (event) => {
    if (!event.target.closest('a[href^="#cite/"], a[href^="#open/"]')) return;
    setTimeout(() => {
      reveal();
      if (asked && narrow()) document.body.classList.add("reading"); // a notice in the place of the article
      asked = false;
    }, 700);
  });

  // [name, type, base64]: a file that the server made, saved from memory.
  window.hoiNguonSave = (file) => {
    if (!file) return;
    const [name, type, base64] = file;
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // A word that something is done, shown for a moment and read out; past gradio's queue, which could drop it.
  let hiding = 0;
  window.hoiNguonTell = (told) => {
    if (!told) return;
    let box = document.getElementById("told");
    if (!box) {
      box = document.createElement("div");
      box.id = "told";
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    box.textContent = told;
    box.classList.add("shown");
    clearTimeout(hiding);
    hiding = setTimeout(() => { box.classList.remove("shown"); box.textContent = ""; }, 3000);
  };

  window.hoiNguonCopy = async (text, told) => {
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no secure context, or no permission
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    window.hoiNguonTell(told);
  };
})();
