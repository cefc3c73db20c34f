/** A form that is on its way cannot be sent twice: a double click does what one click does. */
export function start(form) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
    form.setAttribute("aria-busy", "true");
  });
  // Coming back with the browser's own button finds the form ready again.
  window.addEventListener("pageshow", () => {
    isSent = false;
    form.removeAttribute("aria-busy");
  });
}
