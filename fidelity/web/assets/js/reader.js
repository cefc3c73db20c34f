/** Who is signed in on a page, as its header says; nobody: undefined. */
export function readerOf(page = document) {
  return page.querySelector(".nhsuk-header__account-form")?.dataset.by;
}
