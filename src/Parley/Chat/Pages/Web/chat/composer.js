// Writing: grows with the text, sends with Enter, keeps what was not sent.
import { keep } from '#ui/cookies.js';
import { send } from '#ui/requests.js';
import { say } from '#ui/toasts.js';
import { conversation, free, path } from './page.js';
import { refresh } from './thread.js';
import { toBottom } from './scroll.js';

const form = document.querySelector('[data-composer]');
const field = form?.elements.Message;
const stored = 'parley-draft-new';
let timer;
let kept = field?.value;
let attempted = null;

/** A draft from another tab or device, unless somebody writes here. */
export function takeDraft(text) {
  if (!field || text === field.value) return;
  if (document.activeElement === field && field.value) return;
  field.value = kept = text;
  grow();
}

export function write(text) {
  field.value = text;
  grow();
  field.focus();
  later();
}

export const focusComposer = () => field?.focus();

function grow() {
  if (CSS.supports('field-sizing: content')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(keepDraft, 600);
}

async function keepDraft(rest = {}) {
  clearTimeout(timer);
  const text = field.value;
  if (text === kept) return;
  if (!conversation) {
    localStorage.setItem(stored, text);
    kept = text;
    return;
  }
  try {
    const response = await send(`/api/v1/conversations/${conversation}/draft`, { method: 'PUT', json: { text: text.slice(0, 100_000) }, ...rest });
    if (response.ok) kept = text;
  } catch {
    // The next key press tries again.
  }
}

async function submit(event) {
  event.preventDefault();
  free(form);
  if (event.submitter?.matches('[data-stop]')) return stop(event.submitter);
  const text = field.value;
  if (!text.trim() || form.dataset.busy === '') return;
  if (attempted !== null && attempted !== text) form.elements.Key.value = crypto.randomUUID();
  attempted = text;
  form.dataset.busy = '';
  clearTimeout(timer);
  try {
    const response = await send(`${path}/messages`, { body: new FormData(form), headers: { 'X-Parley-Script': '1', Accept: 'application/json' } });
    const answer = await response.json();
    if (!answer.path) {
      say(`${answer.problem ?? answer.detail ?? 'The message could not be sent.'} Your text is still here.`, { error: true });
      return;
    }
    attempted = null;
    field.value = kept = '';
    form.elements.Key.value = crypto.randomUUID();
    localStorage.removeItem(stored);
    grow();
    if (!conversation) {
      location.assign(answer.path);
      return;
    }
    await refresh();
    toBottom();
  } catch {
    say('Parley could not be reached. Your text is still here; send it again when you are back online. It is sent once, however often you try.', { error: true });
  } finally {
    delete form.dataset.busy;
  }
}

async function stop(button) {
  button.disabled = true;
  try {
    await send(`/c/${conversation}/stop`, { headers: { 'X-Parley-Script': '1' } });
    await refresh();
  } catch {
    say('Parley could not be reached, so the answer goes on.', { error: true });
  } finally {
    button.disabled = false;
  }
}

if (form) {
  form.addEventListener('submit', submit);
  field.addEventListener('input', () => { grow(); later(); });
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    // Where Enter breaks the line, Ctrl+Enter sends; it does so everywhere.
    if (form.dataset.enter === 'break' && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    // While an answer is written, Enter neither sends nor stops.
    const button = form.querySelector('[data-send]');
    if (!button.hidden) form.requestSubmit(button);
  });
  form.querySelector('[data-model]')?.addEventListener('change', event => {
    keep('parley-model', encodeURIComponent(event.target.value));
    if (!conversation) return;
    const body = new FormData();
    body.set('Model', event.target.value);
    send(`/c/${conversation}/model`, { body, headers: { 'X-Parley-Script': '1' } }).catch(() => {});
  });
  document.addEventListener('click', event => {
    const starter = event.target.closest?.('[data-starter]');
    if (starter) write(starter.dataset.starter);
  });
  addEventListener('pagehide', () => keepDraft({ keepalive: true }));
  if (!conversation && !field.value) {
    const left = localStorage.getItem(stored);
    if (left) field.value = kept = left;
  }
  grow();
  if (matchMedia('(pointer: fine)').matches) field.setSelectionRange(field.value.length, field.value.length);
  else field.blur();
}
