// What more can be done with an answer: quote it, copy it in other forms, ask another model. Marked words are quoted at once.
import { copy } from '#ui/copy.js';
import { say } from '#ui/toasts.js';
import { quote } from './composer.js';
import { chosen, choose } from './models.js';
import { conversation, post, source } from './page.js';
import { beside } from '#ui/place.js';
import { plain } from './plain.js';
import { speak } from './speech.js';
import { refresh } from './thread.js';
import { act } from './side.js';

const menu = document.getElementById('msg-menu');
let article;
let button;

document.addEventListener('click', async event => {
  const opener = event.target.closest?.('[data-msg-menu]');
  if (opener) {
    article = opener.closest('article');
    button = opener;
    menu.showPopover({ source: opener });
    beside(menu, opener);
    menu.querySelector('button').focus();
    return;
  }
  const pressed = event.target.closest?.('[data-msg-do]');
  if (!pressed) return;
  // One that stands in the message itself is no item of the menu.
  if (pressed.closest('article')) [article, button] = [pressed.closest('article'), pressed];
  const what = pressed.dataset.msgDo;
  const id = article.dataset.id;
  if (what === 'quote') quote(markedIn(article) || await source(id).catch(() => ''));
  else if (what === 'markdown') copy(source(id), 'Answer copied as Markdown.');
  else if (what === 'text') copy(plain(article.querySelector('.md')), 'Answer copied as plain text.');
  else if (what === 'speak') speak(article.querySelector('.md'));
  else if (what === 'fork') fork(id);
  else if (what === 'model') {
    choose(button, chosen(), async model => {
      if (await act(conversation, `m/${id}/regenerate`, { Model: model })) await refresh();
    });
  }
});

/** What led to this answer begins a chat of its own. */
async function fork(id) {
  try {
    const answer = await post(`/c/${conversation}/m/${id}/fork`, new FormData());
    if (answer.path) location.assign(answer.path);
    else if (!answer.isOut) say(answer.problem ?? 'That did not work. Nothing was changed.', { error: true });
  } catch {
    say('Parley could not be reached. Nothing was changed; try again when you are back online.', { error: true });
  }
}

function markedIn(node) {
  const selection = getSelection();
  return !selection.isCollapsed && node?.contains(selection.anchorNode) && node.contains(selection.focusNode) ? selection.toString().trim() : '';
}

// Words that are marked in an answer can be quoted right there.
const pill = Object.assign(document.createElement('button'), { type: 'button', className: 'button secondary small quote-pill', textContent: 'Quote', hidden: true });
document.querySelector('main').append(pill);
let timer;
document.addEventListener('selectionchange', () => {
  pill.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const selection = getSelection();
    const within = selection.anchorNode?.parentElement?.closest('.msg-answer .md');
    if (!within || !markedIn(within)) return;
    const at = selection.getRangeAt(0).getBoundingClientRect();
    pill.hidden = false;
    pill.style.left = `${Math.max(8, Math.min(at.left + at.width / 2 - pill.offsetWidth / 2, innerWidth - pill.offsetWidth - 8))}px`;
    pill.style.top = `${Math.max(60, at.top - pill.offsetHeight - 8) + scrollY}px`;
  }, 250);
});
pill.addEventListener('pointerdown', event => event.preventDefault());
pill.addEventListener('click', () => {
  const text = getSelection().toString().trim();
  getSelection().removeAllRanges();
  pill.hidden = true;
  quote(text);
});
