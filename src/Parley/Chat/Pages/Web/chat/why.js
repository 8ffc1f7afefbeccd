// "Why this answer" in a dialog; without this it is a page.
import { say } from '#ui/toasts.js';
import { part } from './page.js';

document.addEventListener('click', async event => {
  const link = event.target.closest?.('[data-why]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const dialog = document.getElementById('why');
  try {
    const made = await part(link.getAttribute('href'));
    if (!made) return say('This answer is not there any more: it was deleted, perhaps in another tab.', { error: true });
    dialog.querySelector('[data-why-body]').replaceChildren(made);
    dialog.showModal();
  } catch {
    say('That could not be read. Try again in a moment.', { error: true });
  }
});
