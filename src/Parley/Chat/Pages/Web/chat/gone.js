// The conversation was deleted elsewhere: it is said where people write, with both ways on.
import { attached } from './attachments.js';
import { composed } from './composer.js';
import { keepForNew } from './kept.js';
import { conversation } from './page.js';
import { act } from './side.js';

const note = document.getElementById('chat-gone');

/** @param {{ isAsked?: boolean }} how - Somebody just tried to write here: the ways on get the focus. */
export function gone({ isAsked = false } = {}) {
  if (!note) return;
  note.hidden = false;
  if (isAsked) note.querySelector('button').focus();
}

export const isGone = () => note?.hidden === false;

/** Somebody took it back. */
export function backAgain() {
  if (note) note.hidden = true;
}

note?.addEventListener('click', async event => {
  const way = event.target.closest('[data-gone]')?.dataset.gone;
  if (way === 'restore' && await act(conversation, 'restore')) backAgain();
  else if (way === 'new') {
    keepForNew(composed(), attached());
    location.assign('/');
  }
});
