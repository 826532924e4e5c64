// <details data-open-wide>: open on a desk screen, folded on a phone.

export function startWide(details) {
  if (window.matchMedia("(min-width: 720px)").matches) details.open = true;
}
