// Sharing by a link: made, copied, and taken back.
import { copy } from '#ui/copy.js';
import { send } from '#ui/requests.js';
import { say } from '#ui/toasts.js';
import { conversation } from './page.js';

document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-share]');
  if (!button) return;
  try {
    if (button.dataset.share === 'stop') {
      const answer = await send(`/api/v1/conversations/${conversation}/share`, { method: 'DELETE' });
      if (!answer.ok) throw new Error(String(answer.status));
      show(null);
      say('The link works no more.');
      return;
    }
    const made = start();
    await copy(made, 'The link is copied.');
    await made;
  } catch {
    say('Sharing did not work. Nothing was changed; try again in a moment.', { error: true });
  }
});

async function start() {
  const answer = await send(`/api/v1/conversations/${conversation}/share`);
  if (!answer.ok) throw new Error(String(answer.status));
  const { url } = await answer.json();
  show(url);
  return url;
}

function show(url) {
  const dialog = document.getElementById('share');
  dialog.querySelector('[data-share-link]').hidden = !url;
  dialog.querySelector('#share-url').value = url ?? '';
  dialog.querySelector('[data-share-at]').textContent = 'Shows the chat as it is now.';
  dialog.querySelector('[data-share="stop"]').hidden = !url;
  dialog.querySelector('[data-share="start"]').textContent = url ? 'Share it as it is now' : 'Create link';
}
