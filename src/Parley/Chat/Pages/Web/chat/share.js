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
      button.hidden = true;
      say('The link works no more.');
      return;
    }
    const answer = await send(`/api/v1/conversations/${conversation}/share`);
    if (!answer.ok) throw new Error(String(answer.status));
    document.querySelector('[data-share="stop"]').hidden = false;
    await copy((await answer.json()).url, 'The link is copied. Whoever has it can read this conversation as it is now.');
  } catch {
    say('Sharing did not work. Nothing was changed; try again in a moment.', { error: true });
  }
});
