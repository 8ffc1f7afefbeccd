// The keyboard's map; "?" shows it.
import { composed, focusComposer } from './composer.js';
import { startSearch } from './side.js';

const isWriting = node => node?.matches?.('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', event => {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    startSearch();
  } else if (isCommand && event.shiftKey && event.key.toLowerCase() === 'o') {
    event.preventDefault();
    location.assign('/');
  } else if (isCommand && event.shiftKey && event.key.toLowerCase() === 's') {
    event.preventDefault();
    [...document.querySelectorAll('[data-side-toggle]')].find(button => button.checkVisibility())?.click();
  } else if (event.key === 'ArrowUp' && event.target.matches?.('[data-composer] textarea') && !composed() && !isCommand && !event.shiftKey) {
    const mine = [...document.querySelectorAll('article.msg-person [data-edit]')].at(-1);
    if (mine) {
      event.preventDefault();
      mine.click();
    }
  } else if (event.key === 'Escape') {
    // Toasts are in nobody's way.
    if (document.querySelector('dialog[open], [popover]:popover-open:not(#toasts)') || event.defaultPrevented) return;
    const stop = document.querySelector('[data-stop]');
    if (stop && !stop.hidden) stop.form.requestSubmit(stop);
  } else if (!isCommand && !event.altKey && !isWriting(event.target)) {
    if (event.key === '/') {
      event.preventDefault();
      focusComposer();
    } else if (event.key === '?') {
      event.preventDefault();
      document.getElementById('keys')?.showModal();
    }
  }
});
