"""Styles and script of the page. No font, style or script comes from another host."""

from __future__ import annotations

FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")
"""System fonts: Gradio's own semi-bold lacks Vietnamese glyphs."""

STYLE = """
.gradio-container { max-width: 1500px !important; }
footer { display: none !important; }
#title h1 { margin: 0; font-size: 1.5rem; }
#title p { margin: .1rem 0 0; opacity: .75; }
#open-citation { position: absolute; left: -9999px; width: 1px; height: 1px; overflow: hidden; }
#chat blockquote { margin: .5rem 0; padding: .35rem .9rem; border-inline-start: 3px solid var(--color-accent);
  font-style: normal; }
#chat a.cite { text-decoration: none; font-weight: 600; color: var(--link-text-color); }
#chat a.cite:hover, #chat a.cite:focus-visible { text-decoration: underline; }
#chat p.sources { margin: .8rem 0 .2rem; font-size: .85rem; font-weight: 600; }
#chat ul.sources { margin: 0; padding: 0; list-style: none; font-size: .85rem; }
#chat ul.sources li { margin: .15rem 0; }
#chat .where, #chat .times { display: block; opacity: .7; overflow-wrap: anywhere; }
#chat .understood { font-size: .85rem; opacity: .75; }
#chat .refusal { font-weight: 600; }
#chat .notice { font-style: italic; }
#reader { padding: 0 !important; }
#reader .pane { height: 72vh; overflow-y: auto; border: 1px solid var(--border-color-primary); border-radius: 8px;
  padding: .5rem 1.2rem 1rem; background: var(--block-background-fill); box-sizing: border-box; }
#reader .source h2 { font-size: 1.1rem; line-height: 1.4; margin: 1rem 0 .3rem; }
#reader .source .facts, #reader .derived, #reader .hint { font-size: .85rem; opacity: .75; overflow-wrap: anywhere; }
#reader .derived { font-weight: 400; }
#reader .text { white-space: pre-wrap; line-height: 1.65; overflow-wrap: anywhere; }
#reader mark { background: #ffe28a; color: #1a1a1a; padding: .1em .15em; border-radius: 3px; scroll-margin: 30vh; }
@media (max-width: 900px) { #reader .pane { height: auto; max-height: 70vh; } }
"""

SCRIPT = """
<script>
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#cite/"]');
  if (!link) return;
  event.preventDefault();
  const field = document.querySelector("#open-citation textarea, #open-citation input");
  if (!field) return;
  field.value = link.getAttribute("href") + " ".repeat(1 + Date.now() % 7);  // the same link twice is two requests
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
let shown = "";  // the citation that was last scrolled to
function reveal(again) {
  const cited = document.getElementById("cited");
  if (!cited || (!again && cited.dataset.key === shown)) return;
  shown = cited.dataset.key;
  const pane = cited.closest(".pane");
  pane.scrollTop += cited.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}
new MutationObserver(() => reveal(false)).observe(document, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-key"],
});
document.addEventListener("click", (event) => {
  if (!event.target.closest('a[href^="#cite/"]')) return;
  setTimeout(() => {  // also where the article is the one already open
    reveal(true);
    if (window.matchMedia("(max-width: 900px)").matches)
      document.getElementById("reader").scrollIntoView({ block: "start", behavior: "smooth" });
  }, 600);
});
</script>
"""
