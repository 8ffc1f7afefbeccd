// Writing: grows with the text, sends with Enter, keeps what was not sent.
import { keep } from '#ui/cookies.js';
import { fit } from '#ui/grow.js';
import { send } from '#ui/requests.js';
import { say } from '#ui/toasts.js';
import { attached, forget, hasAttachments, isSettled, restore, settle } from './attachments.js';
import { keepHere, keptHere, forgetHere } from './kept.js';
import { chat, conversation, free, path, post } from './page.js';
import { gone, isGone } from './gone.js';
import { lastShown, refresh } from './thread.js';
import { toBottom } from './scroll.js';

const form = document.querySelector('[data-composer]');
const field = form?.elements.Message;
// The text and the files that go with it.
const now = () => `${attached().join()}\n${field.value}`;
const outNote = document.getElementById('chat-out');
const told = [];
let timer;
let kept = field ? now() : '';
let attempted = null;

/** A draft from another tab or device, unless somebody writes here. */
export async function takeDraft(text, files = []) {
  const next = `${files.join()}\n${text}`;
  if (!field || next === now() || told.includes(next)) return;
  // What is not kept yet is newer.
  if ((document.activeElement === field && field.value) || now() !== kept || !isSettled()) return;
  field.value = text;
  kept = next;
  await restore(files);
  fit(field);
}

export function write(text) {
  field.value = text;
  fit(field);
  field.focus();
  later();
}

/** Puts words into the composer as a quotation, before what is going to be said of them. */
export function quote(text) {
  if (!text || !field) return;
  const quoted = text.slice(0, 4_000).split('\n').map(line => `> ${line}`.trimEnd()).join('\n');
  write(`${field.value.trim() ? `${field.value.trimEnd()}\n\n` : ''}${quoted}\n\n`);
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollTop = field.scrollHeight;
}

export const focusComposer = () => field?.focus();

export const composed = () => field?.value ?? '';

function later() {
  clearTimeout(timer);
  timer = setTimeout(keepDraft, 600);
}

async function keepDraft({ isLeaving = false } = {}) {
  clearTimeout(timer);
  const text = field.value;
  const state = now();
  if (state === kept) return;
  if (!conversation) {
    keepHere(text, attached());
    kept = state;
    return;
  }
  if (isGone()) return keepHere(text, attached());
  // Whoever leaves may not hear whether it arrives.
  if (isLeaving) keepHere(text, attached(), { over: kept });
  told.push(state);
  told.splice(0, told.length - 5);
  try {
    const response = await send(`/api/v1/conversations/${conversation}/draft`, { method: 'PUT', json: { text: text.slice(0, 100_000), fileIds: attached() }, keepalive: isLeaving });
    if (!response.ok) throw new Error(String(response.status));
    kept = state;
    forgetHere();
  } catch {
    // No network, or signed out: this browser keeps it meanwhile.
    if (!isLeaving) keepHere(text, attached());
  }
}

async function submit(event) {
  event.preventDefault();
  free(form);
  if (event.submitter?.matches('[data-stop]')) return stop(event.submitter);
  if ((!field.value.trim() && !hasAttachments()) || form.dataset.busy === '') return;
  form.dataset.busy = '';
  try {
    if (!await settle()) return;
    const message = now();
    if (attempted !== null && attempted !== message) form.elements.Key.value = crypto.randomUUID();
    attempted = message;
    form.elements.Parent.value = lastShown() ?? '';
    clearTimeout(timer);
    const answer = await post(`${path}/messages`, new FormData(form));
    if (answer.isOut) return outNote.querySelector('button').focus();
    if (answer.status === 404) return gone({ isAsked: true });
    if (!answer.path) {
      say(`${answer.problem ?? answer.detail ?? 'The message could not be sent.'} Your text is still here.`, { error: true });
      return;
    }
    attempted = null;
    field.value = '';
    forget();
    kept = now();
    form.elements.Key.value = crypto.randomUUID();
    forgetHere();
    fit(field);
    if (!conversation) {
      location.assign(answer.path);
      return;
    }
    if (answer.said) say(answer.said);
    await refresh();
    toBottom();
  } catch {
    keepHere(field.value, attached());
    say('Parley could not be reached. Your text is still here; send it again when you are back online. It is sent once, however often you try.', { error: true });
  } finally {
    delete form.dataset.busy;
  }
}

/** The session has ended. What was written goes through the sign-in and is here again; what was said is not for whoever comes next. */
function out() {
  if (!chat) return location.assign('/login');
  keepHere(field.value, attached());
  outNote.hidden = false;
  document.body.dataset.out = '';
  document.title = 'Parley';
  const heading = document.querySelector('[data-title] span');
  if (heading) heading.textContent = 'Parley';
}

/** Somebody signed in again, in another tab. The page is that session's only when it is loaded anew. */
export function inAgain() {
  if (outNote?.hidden !== false) return;
  keepHere(field.value, attached());
  location.reload();
}

document.addEventListener('parley:out', out);
document.addEventListener('parley:stale', () => {
  keepHere(field?.value ?? '', attached());
  location.reload();
});
outNote?.addEventListener('click', event => {
  if (event.target.closest('button')) location.assign(`/login?returnUrl=${encodeURIComponent(location.pathname)}`);
});

/** Whether this Enter sends. Where it breaks the line, Ctrl+Enter sends; it does so everywhere. */
export const sends = event => !event.shiftKey && !event.altKey && !event.isComposing && event.keyCode !== 229
  && (form?.dataset.enter !== 'break' || event.ctrlKey || event.metaKey);

async function stop(button) {
  // Not disabled: that would take the focus from it, which goes on to the field.
  if (button.ariaBusy) return;
  button.ariaBusy = 'true';
  try {
    await post(`/c/${conversation}/stop`, new FormData());
    await refresh();
  } catch {
    say('Parley could not be reached, so the answer goes on.', { error: true });
  } finally {
    button.ariaBusy = null;
  }
}

if (form) {
  form.addEventListener('submit', submit);
  form.addEventListener('attached', later);
  field.addEventListener('input', later);
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !sends(event)) return;
    event.preventDefault();
    // While an answer is written, Enter neither sends nor stops.
    const button = form.querySelector('[data-send]');
    if (!button.hidden) form.requestSubmit(button);
    else if (field.value.trim()) say('An answer is being written. Wait for it, or stop it; your text stays here.');
  });
  form.querySelector('[data-model]')?.addEventListener('change', event => {
    keep('parley-model', encodeURIComponent(event.target.value));
    if (!conversation) return;
    const body = new FormData();
    body.set('Model', event.target.value);
    post(`/c/${conversation}/model`, body).catch(() => {});
  });
  document.addEventListener('click', event => {
    const starter = event.target.closest?.('[data-starter]');
    if (starter) write(starter.dataset.starter);
  });
  addEventListener('pagehide', () => keepDraft({ isLeaving: true }));
  // What could not be sent or kept elsewhere is newer than what could.
  const left = keptHere();
  if (left?.over !== undefined && left.over !== kept) forgetHere();
  else if (left && (!field.value || conversation)) {
    field.value = left.text;
    restore(left.files).then(() => { if (conversation) later(); else kept = now(); });
    if (!conversation) kept = now();
  }
  fit(field);
  if (matchMedia('(pointer: fine)').matches) field.setSelectionRange(field.value.length, field.value.length);
  else field.blur();
}
