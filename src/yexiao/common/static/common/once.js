// <form data-once data-busy="Sending…">: a second tap on the button sends nothing while the first is on its way.

export function startOnce(form) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    const button = event.submitter || form.querySelector("button");
    if (button) setTimeout(() => markBusy(button, form.dataset.busy));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

function markBusy(button, words) {
  button.setAttribute("aria-disabled", "true");
  if (words) button.textContent = words;
}
