// The side folds away on wide screens, and stays so in this browser.
import { keep } from './cookies.js';

document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-side-toggle]')) return;
  const root = document.documentElement;
  root.dataset.side = root.dataset.side === 'closed' ? 'open' : 'closed';
  keep('parley-side', root.dataset.side);
  const other = [...document.querySelectorAll('[data-side-toggle]')].find(button => button.checkVisibility());
  other?.focus();
});
