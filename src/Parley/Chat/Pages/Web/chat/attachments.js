// Files that go with the message that is being written: shown at once, uploaded behind the scenes, kept with the draft.
import { token } from '#ui/requests.js';

const AT_ONCE = 3;
const host = document.querySelector('[data-attached]');
const form = document.querySelector('[data-composer]');
const list = host?.querySelector('.attached-list');
const note = host?.querySelector('.attached-note');
const most = Number(host?.dataset.most);
const blind = new Set(JSON.parse(host?.dataset.blind || '[]'));
const all = [];
let waiters = [];
let isWaiting = false;

/** Ids of the files that are ready, in their order. */
export const attached = () => all.filter(item => item.state === 'ready').map(item => item.id);

export const hasAttachments = () => all.length > 0;

/** Nothing is under way, nothing failed. */
export const isSettled = () => all.every(item => item.state === 'ready');

/** Waits until all uploads are done. False when a file stands in the way. */
export async function settle() {
  isWaiting = true;
  tell();
  while (all.some(isOpen)) await new Promise(resolve => waiters.push(resolve));
  isWaiting = false;
  tell();
  return isSettled();
}

/** The message was sent: its files are no longer those of the next one. */
export function forget() {
  for (const item of all.splice(0)) remove(item);
  tell();
}

/** Files of a draft, by their ids: from another tab, or from before. */
export async function restore(ids) {
  const wanted = ids.filter(id => !all.some(item => item.id === id));
  for (const item of [...all]) if (item.state === 'ready' && !ids.includes(item.id)) take(item);
  for (const id of wanted) {
    const answer = await fetch(`/api/v1/files/${id}`, { credentials: 'same-origin', cache: 'no-store' }).catch(() => null);
    if (!answer?.ok || all.some(item => item.id === id)) continue;
    const item = make(null);
    become(item, await answer.json());
  }
  tell();
}

/** Attaches files that somebody chose, pasted or dropped. False when not all of them were taken; then it is said why. */
export function attach(files) {
  if (!host) return false;
  const room = most - all.length;
  let isWhole = files.length <= room;
  for (const file of [...files].slice(0, Math.max(0, room))) {
    const item = make(file);
    const problem = problemOf(file);
    if (problem) {
      fail(item, problem, false);
      isWhole = false;
    }
  }
  if (files.length > room) say(`At most ${most} files go with a message. ${room > 0 ? `The first ${room} were taken` : 'None was taken'}; send the rest with the next one.`);
  else say(null);
  next();
  tell();
  return isWhole;
}

const isOpen = item => item.state === 'waiting' || item.state === 'sending';

/** What is seen before anything is sent. What a file really is, the server looks at. */
function problemOf(file) {
  if (file.size === 0) return 'This file is empty.';
  const [limit, what] = /^image\//.test(file.type) ? [Number(host.dataset.mostImage), 'picture']
    : /\.(pdf|docx)$/i.test(file.name) || file.type === 'application/pdf' ? [Number(host.dataset.mostDocument), 'document']
      : [Math.max(Number(host.dataset.mostImage), Number(host.dataset.mostDocument), Number(host.dataset.mostText)), 'file'];
  return file.size > limit ? `${bytes(file.size)} long: a ${what} can have at most ${bytes(limit)}.` : null;
}

function make(file) {
  const node = host.querySelector('template').content.firstElementChild.cloneNode(true);
  const item = { id: null, file, node, state: 'waiting', request: null, url: null, isPicture: Boolean(file && /^image\/(png|jpeg|webp|gif)$/.test(file.type)) };
  all.push(item);
  list.append(node);
  if (file) {
    name(item, file.name || 'file');
    about(item, 'Waiting');
    if (item.isPicture) picture(item, item.url = URL.createObjectURL(file));
  }
  return item;
}

function name(item, text) {
  // Signs that nobody sees turn what is read around.
  const clean = text.replace(/[\p{Cc}\p{Cf}]/gu, '');
  const shown = item.node.querySelector('.attached-name');
  shown.textContent = shown.title = clean;
  item.node.querySelector('[data-attached-remove]').setAttribute('aria-label', `Remove ${clean}`);
  item.node.querySelector('[data-attached-retry]').setAttribute('aria-label', `Try ${clean} again`);
}

function about(item, text) {
  item.node.querySelector('.attached-about').textContent = text;
}

function picture(item, source) {
  const shown = Object.assign(new Image(44, 44), { alt: '', src: source });
  shown.addEventListener('error', () => { if (item.url) shown.remove(); });
  item.node.querySelector('.attached-art').append(shown);
}

function become(item, file) {
  item.id = file.id;
  item.state = item.node.dataset.state = 'ready';
  item.isPicture = file.kind === 'image';
  item.node.dataset.file = file.id;
  const box = item.node.querySelector('input');
  box.value = file.id;
  box.disabled = false;
  box.checked = true;
  item.node.querySelector('progress').hidden = true;
  name(item, file.name);
  const pages = file.pages ? `${file.pages} ${file.pages === 1 ? 'page' : 'pages'}, ` : '';
  const kind = { image: 'Picture', pdf: 'PDF', word: 'Word' }[file.kind] ?? 'Text';
  about(item, `${kind}, ${pages}${bytes(file.size)}${file.note ? ` · ${file.note}` : ''}`);
  item.node.querySelector('.attached-about').title = file.note ?? '';
  if (!item.url && file.thumbnailUrl) picture(item, file.thumbnailUrl);
}

function fail(item, problem, canRetry) {
  item.state = item.node.dataset.state = 'failed';
  item.node.querySelector('progress').hidden = true;
  item.node.querySelector('[data-attached-retry]').hidden = !canRetry;
  about(item, problem);
  item.node.querySelector('.attached-about').title = problem;
  list.hidden = false;
  item.node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function next() {
  while (all.filter(item => item.state === 'sending').length < AT_ONCE) {
    const item = all.find(one => one.state === 'waiting' && one.file);
    if (!item) break;
    upload(item);
  }
  if (!all.some(isOpen)) for (const done of waiters.splice(0)) done();
}

function upload(item) {
  const request = item.request = new XMLHttpRequest();
  const bar = item.node.querySelector('progress');
  item.state = item.node.dataset.state = 'sending';
  item.node.querySelector('[data-attached-retry]').hidden = true;
  bar.hidden = false;
  bar.value = 0;
  about(item, `0 % of ${bytes(item.file.size)}`);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    bar.value = total ? loaded / total : 0;
    about(item, loaded < total ? `${Math.floor(100 * loaded / total)} % of ${bytes(item.file.size)}` : 'Being read');
  });
  request.addEventListener('load', () => {
    const answer = parse(request.responseText);
    if (request.status === 201 && answer) become(item, answer);
    else if (request.status === 401 || request.status === 403) fail(item, 'You are signed out. Sign in in another tab, then try again.', true);
    else if (request.status >= 500 || request.status === 429) fail(item, answer?.detail ?? 'Parley could not take it at the moment. Try again.', true);
    else fail(item, answer?.detail ?? 'Parley did not take this file.', !answer);
    over();
  });
  // A refusal that comes before the whole file was sent breaks the connection in some browsers.
  request.addEventListener('error', () => { fail(item, 'The upload broke off. Try again when you are online.', true); over(); });
  request.addEventListener('timeout', () => { fail(item, 'The upload took too long. Try again.', true); over(); });
  const body = new FormData();
  body.set('file', item.file, item.file.name || 'file');
  request.open('POST', '/api/v1/files');
  request.setRequestHeader('RequestVerificationToken', token());
  request.setRequestHeader('Accept', 'application/json');
  request.send(body);

  function over() {
    item.request = null;
    next();
    tell();
    changed();
  }
}

function take(item) {
  const at = all.indexOf(item);
  if (at >= 0) all.splice(at, 1);
  remove(item);
}

function remove(item) {
  item.request?.abort();
  if (item.url) URL.revokeObjectURL(item.url);
  item.node.remove();
}

function changed() {
  form.dispatchEvent(new CustomEvent('attached'));
}

function say(text) {
  note.textContent = text ?? '';
  note.dataset.kind = text ? 'warning' : '';
}

/** What there is to say about all of them. */
function tell() {
  list.hidden = all.length === 0;
  const open = all.filter(isOpen).length;
  const failed = all.filter(item => item.state === 'failed').length;
  const model = form.elements.Model?.value;
  if (isWaiting && open) say(`Your message is sent when ${open === 1 ? 'the upload is' : `${open} uploads are`} done.`);
  else if (failed && !open) say(failed === 1 ? 'One file was not taken. Remove it, then send.' : `${failed} files were not taken. Remove them, then send.`);
  else if (blind.has(model) && all.some(item => item.isPicture)) say(`${model} cannot see pictures: it is told that there are some, and their names. Choose another model to have them looked at.`);
  else if (!note.textContent.startsWith('At most') || all.length < most) say(null);
  note.hidden = !note.textContent;
  form.toggleAttribute('data-has-files', all.length > 0);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function bytes(size) {
  if (size < 1024) return `${size} bytes`;
  const [value, unit] = size < 1024 ** 2 ? [size / 1024, 'KB'] : size < 1024 ** 3 ? [size / 1024 ** 2, 'MB'] : [size / 1024 ** 3, 'GB'];
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${unit}`;
}

if (host && form) {
  // Those that the server wrote, with the draft.
  for (const node of list.querySelectorAll('[data-file]')) {
    all.push({ id: node.dataset.file, file: null, node, state: 'ready', request: null, url: null, isPicture: node.dataset.kind === 'picture' });
  }
  const field = form.querySelector('[data-attach-field]');
  form.querySelector('[data-attach]')?.addEventListener('click', () => field.click());
  field?.addEventListener('change', () => {
    attach(field.files);
    field.value = '';
    form.elements.Message.focus();
  });
  list.addEventListener('click', event => {
    const item = all.find(one => one.node.contains(event.target));
    if (!item) return;
    if (event.target.closest('[data-attached-retry]')) {
      item.state = item.node.dataset.state = 'waiting';
      next();
    } else if (event.target.closest('[data-attached-remove]')) {
      take(item);
      // It goes when no message has it.
      if (item.id) fetch(`/files/${item.id}/drop`, { method: 'POST', credentials: 'same-origin', headers: { RequestVerificationToken: token(), 'X-Parley-Script': '1' } }).catch(() => {});
      form.elements.Message.focus();
      next();
      changed();
    } else return;
    tell();
  });
  form.addEventListener('change', event => { if (event.target.name === 'Model') tell(); });
  addEventListener('beforeunload', event => { if (all.some(item => item.state === 'sending')) event.preventDefault(); });
  tell();
}
