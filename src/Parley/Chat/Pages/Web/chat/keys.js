// The keyboard's map; "?" shows it.
import { focusComposer } from './composer.js';

const isWriting = node => node?.matches?.('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', event => {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    const side = document.getElementById('side');
    if (!side.checkVisibility()) document.querySelector('[popovertarget="side"].only-narrow, [data-side-toggle].only-closed')?.click();
    const search = document.querySelector('.chats-search input');
    search?.focus();
    search?.select();
  } else if (isCommand && event.shiftKey && event.key.toLowerCase() === 'o') {
    event.preventDefault();
    location.assign('/');
  } else if (event.key === 'Escape') {
    if (document.querySelector('dialog[open], [popover]:popover-open')) return;
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
