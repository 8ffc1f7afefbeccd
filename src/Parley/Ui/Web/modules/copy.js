// [data-copy="ID"]: copies the value or text of an element. [data-select]: a click selects all.
import { say } from './toasts.js';

/** Copies a text and says so. */
export async function copy(text, what = 'Copied.') {
  try {
    await navigator.clipboard.writeText(text);
    say(what);
  } catch {
    say('Your browser did not let Parley copy this. Select it and copy it by hand.', { error: true });
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-copy]');
  if (button) {
    const source = document.getElementById(button.dataset.copy);
    if (source) copy(source.value ?? source.textContent);
  }
  if (event.target.matches?.('[data-select]')) event.target.select();
});
