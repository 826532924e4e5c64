// <p data-countdown="ISO moment" data-server-now="ISO moment" data-words="{time} left" data-over="It is open now.">
// Counts by the server's clock: the difference is taken once, so a wrong phone clock changes nothing.

export function startCountdown(element) {
  const offset = Date.parse(element.dataset.serverNow) - Date.now();
  const end = Date.parse(element.dataset.countdown);
  if (Number.isNaN(end) || Number.isNaN(offset)) return;
  let timer = 0;

  function show() {
    const seconds = Math.max(0, Math.ceil((end - Date.now() - offset) / 1000));
    if (seconds > 0) {
      element.textContent = element.dataset.words.replace("{time}", inWords(seconds));
      return;
    }
    clearInterval(timer);
    element.textContent = element.dataset.over;
    element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
  }

  timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), 1000);
  show();
}

function inWords(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
