// The keys of a chat; those of every page are the house's.
import { composed, focusComposer } from './composer.js';
import { startSearch } from './side.js';

const isWriting = node => node?.matches?.('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', event => {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    startSearch();
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
  } else if (event.key === '/' && !isCommand && !event.altKey && !isWriting(event.target)) {
    event.preventDefault();
    focusComposer();
  }
});

// Whoever pressed the key for the search elsewhere is led here.
if (location.hash === '#search') {
  history.replaceState(history.state, '', location.pathname + location.search);
  startSearch();
}
