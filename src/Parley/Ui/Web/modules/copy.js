// [data-copy="ID"]: copies the value or text of an element. [data-select]: a click selects all.
import { say } from './toasts.js';

/**
 * Copies a text and says so. One that has to be fetched is given as a promise: Safari lets a page write only within the press itself. Whoever promises it says why, when it does not come.
 * @param {string | Promise<string>} text
 */
export async function copy(text, what = 'Copied.') {
  try {
    if (typeof text === 'string') await navigator.clipboard.writeText(text);
    else await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text.then(come => new Blob([come], { type: 'text/plain' })) })]);
    say(what);
  } catch {
    if (await Promise.resolve(text).then(() => false, () => true)) return;
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
