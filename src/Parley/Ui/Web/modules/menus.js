// Menus: arrow keys move between items; each opens beside its button, and stays there when the page moves.
import { beside } from './place.js';

const items = menu => [...menu.querySelectorAll('a.menu-item, button.menu-item:not(:disabled)')];

document.addEventListener('keydown', event => {
  const menu = event.target.closest?.('.menu');
  if (!menu || !['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return;
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : (at + (event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length;
  all[next]?.focus();
  event.preventDefault();
});

document.addEventListener('toggle', event => { if (event.newState === 'open' && event.target.matches?.('.menu[data-menu]')) place(event.target); }, true);

for (const kind of ['scroll', 'resize']) addEventListener(kind, event => {
  const open = document.querySelector('.menu[data-menu]:popover-open');
  if (open && (kind === 'resize' || !open.contains(event.target))) place(open);
}, { capture: true, passive: true });

document.addEventListener('click', event => {
  const item = event.target.closest?.('.menu .menu-item');
  if (item) item.closest('[popover]')?.hidePopover();
});

function place(menu) {
  const button = document.querySelector(`[data-anchor="${menu.id}"]`);
  if (button) beside(menu, button, menu.dataset.menu !== 'start');
}
