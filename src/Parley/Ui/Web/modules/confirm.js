// Asks before what cannot be undone. A page without the dialog asks by the browser's own.
const dialog = document.getElementById('confirm');

/** Whether to go on, asked in the page: what the button does that was pressed, or nothing. */
export function ask(question, button) {
  if (!dialog) return Promise.resolve(confirm(question));
  dialog.querySelector('p').textContent = question;
  dialog.querySelector('[value="yes"]').textContent = nameOf(button);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

const nameOf = button => button?.textContent.trim() || button?.dataset.tip || button?.getAttribute('aria-label') || 'Go on';
