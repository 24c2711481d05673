"use strict";
// What is wider than the page is scrolled sideways, inside itself. Whoever has no mouse can do so
// with the arrow keys once it takes the focus; what fits needs none.
const wide = ".picture, .formula, .output pre, .highlight pre, .pst-scrollable-table-container";
function letKeysScroll() {
  for (const part of document.querySelectorAll(wide)) {
    part.toggleAttribute("data-scrolls", part.scrollWidth > part.clientWidth + 1);
    if (part.hasAttribute("data-scrolls")) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}
addEventListener("load", letKeysScroll);
addEventListener("resize", letKeysScroll);
addEventListener("toggle", letKeysScroll, true);
