// What is done with messages. Each is a form or a link that works by itself; here it happens without leaving the page.
import { copy } from '#ui/copy.js';
import { say } from '#ui/toasts.js';
import { conversation, free, part, post, source } from './page.js';
import { adorn } from './markdown.js';
import { focusComposer, sends } from './composer.js';
import { refresh } from './thread.js';
import { act, remove } from './side.js';

document.addEventListener('submit', async event => {
  const form = event.target;
  if (form.matches('[data-delete]')) {
    event.preventDefault();
    free(form);
    remove(form.dataset.delete);
    return;
  }
  if (!form.matches('[data-act]')) return;
  event.preventDefault();
  free(form);
  if (form.dataset.busy === '') return;
  form.dataset.busy = '';
  form.closest('[popover]')?.hidePopover();
  form.closest('dialog')?.close();
  const body = new FormData(form, event.submitter);
  const byKeyboard = document.activeElement?.matches(':focus-visible');
  const place = [...document.querySelectorAll('article.msg')].indexOf(form.closest('article'));
  // Another answer comes from the model that is chosen now.
  if (form.querySelector('[data-with-model]') || form.matches('.msg-edit')) body.set('Model', document.querySelector('[data-model]')?.value ?? '');
  try {
    const answer = await post(form.action, body);
    if (answer.isOut) return;
    if (!answer.path) say(answer.problem ?? answer.detail ?? 'That did not work. Nothing was changed.', { error: true });
    else if (form.matches('.msg-edit')) form.closest('article').remove();
    if (answer.said) say(answer.said, { action: undo(form, body) });
    await refresh();
    if (document.activeElement === document.body) again(place, event.submitter, byKeyboard);
  } catch {
    say('Parley could not be reached. Nothing was changed; try again when you are back online.', { error: true });
  } finally {
    delete form.dataset.busy;
  }
});

/** What was archived can be taken out at once. */
function undo(form, body) {
  if (!form.action.endsWith('/archive') || body.get('On') !== 'true') return undefined;
  return { label: 'Undo', run: async () => { if (await act(conversation, 'archive', { On: 'false' }, true)) await refresh(); } };
}

/**
 * The control that was used is gone with its message: the same one of the message in its place has the focus now, or the one beside it. Where there is none, because a new answer begins, whoever
 * uses the keyboard goes on where one writes.
 */
function again(place, used, byKeyboard) {
  const name = used?.getAttribute('aria-label');
  const now = document.querySelectorAll('article.msg')[place];
  const same = name && [...now?.querySelectorAll('button') ?? []].find(button => button.getAttribute('aria-label') === name);
  const next = same?.disabled ? same.closest('.msg-branches')?.querySelector('button:not(:disabled)') : same;
  if (next) next.focus();
  else if (byKeyboard) focusComposer();
}

document.addEventListener('click', async event => {
  const target = event.target.closest?.('[data-edit], [data-edit-cancel], [data-copy-message]');
  if (!target) return;
  const article = target.closest('article');
  const address = `/c/${conversation}/m/${article.dataset.id}`;
  if (target.matches('[data-copy-message]')) {
    const shown = article.querySelector('.msg-text');
    if (shown) return copy(shown.textContent, 'Message copied.');
    return copy(source(article.dataset.id), 'Answer copied as Markdown.');
  }
  event.preventDefault();
  const isEdit = target.matches('[data-edit]');
  const next = await part(isEdit ? `${address}?edit=true` : address).catch(() => null);
  if (!next) return say('The message could not be read. Try again in a moment.', { error: true });
  article.replaceWith(next);
  adorn(next);
  const field = next.querySelector('textarea');
  if (field) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  } else next.querySelector('[data-edit]')?.focus();
});

document.addEventListener('keydown', event => {
  const form = event.target.closest?.('.msg-edit');
  if (!form) return;
  if (event.key === 'Escape') {
    event.stopPropagation();
    form.querySelector('[data-edit-cancel]').click();
  } else if (event.key === 'Enter' && sends(event)) {
    event.preventDefault();
    form.requestSubmit();
  }
}, true);

// The settings of a chat: emptied at once, and the button tells whether something is set.
document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-settings-clear]')) return;
  for (const field of settings()) field.value = '';
  settings()[0].focus();
});
document.getElementById('chat-settings')?.addEventListener('close', () => {
  const button = document.querySelector('.composer-settings');
  if (settings().some(field => field.value)) button.dataset.on = 'true';
  else delete button.dataset.on;
});

const settings = () => [...document.querySelectorAll('[data-settings] :is(input:not([type="hidden"]), textarea, select)')];
