// What pages add when scripts run: each module waits for its data- attribute, and every page works without it.

import { startCopy } from "./copy.js";
import { startCountdown } from "./countdown.js";
import { startMenu } from "./menu.js";
import { startOnce } from "./once.js";
import { startWide } from "./wide.js";

const starters = {
  "[data-countdown]": startCountdown,
  "[data-copy]": startCopy,
  "details.menu": startMenu,
  "details[data-open-wide]": startWide,
  "form[data-once]": startOnce,
};

function startWithin(root) {
  for (const [selector, start] of Object.entries(starters)) {
    if (root.matches(selector)) start(root);
    root.querySelectorAll(selector).forEach(start);
  }
}

startWithin(document.body);
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) startWithin(event.detail.elt);
});
