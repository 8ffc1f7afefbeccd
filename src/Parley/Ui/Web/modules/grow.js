// Fields grow with their text by field-sizing; here by hand, for browsers that do not know that yet.
const isKnown = CSS.supports('field-sizing: content');

/** Makes a field as tall as its text, within what its style allows. */
export function fit(field) {
  if (isKnown || !field.checkVisibility()) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

if (!isKnown) {
  for (const kind of ['input', 'focusin']) document.addEventListener(kind, ({ target }) => { if (target.matches('textarea')) fit(target); });
  for (const field of document.querySelectorAll('textarea')) fit(field);
}
