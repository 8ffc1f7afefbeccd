// The side: keeps itself up to date, searches while somebody types, renames in place, deletes with a way back.
import { send } from '#ui/requests.js';
import { say } from '#ui/toasts.js';
import { conversation, part } from './page.js';

const list = () => document.getElementById('side-list');
const menu = document.getElementById('chat-menu');
const search = document.querySelector('.chats-search input');
const headers = { 'X-Parley-Script': '1', Accept: 'application/json' };
let timer;
let turn = 0;
let item = null;

/** What was deleted here, so that it is told once. */
export const removedHere = new Set();

/** Reads the list anew, a moment later: news come in bunches. */
export function refreshList() {
  clearTimeout(timer);
  timer = setTimeout(read, 120);
}

async function read() {
  // Nobody's typing is thrown away.
  if (list()?.querySelector('.chats-rename')) return refreshList();
  const mine = ++turn;
  const query = new URLSearchParams();
  if (conversation) query.set('current', conversation);
  if (search?.value.trim()) query.set('q', search.value.trim());
  try {
    const next = await part(`/c/list?${query}`);
    if (mine !== turn || !next) return;
    const focused = document.activeElement?.closest?.('[data-chat]')?.dataset.chat;
    list().replaceWith(next);
    if (focused) next.querySelector(`[data-chat="${focused}"] a`)?.focus();
  } catch {
    // The feed asks again when it is back.
  }
}

search?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(read, 160);
});
search?.form.addEventListener('submit', event => {
  event.preventDefault();
  clearTimeout(timer);
  read();
});
search?.addEventListener('keydown', event => {
  if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  list().querySelector('a')?.focus();
});

async function act(id, name, fields = {}) {
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.set(key, value);
  try {
    const response = await send(`/c/${id}/${name}`, { body, headers });
    const answer = await response.json();
    if (answer.path) return true;
    say(answer.problem ?? answer.detail ?? 'That did not work. Nothing was changed.', { error: true });
  } catch {
    say('Parley could not be reached. Nothing was changed; try again when you are back online.', { error: true });
  }
  return false;
}

/** Deletes a conversation, and offers to take it back. */
export async function remove(id) {
  removedHere.add(id);
  if (!await act(id, 'delete')) {
    removedHere.delete(id);
    return;
  }
  document.querySelector(`[data-chat="${id}"]`)?.remove();
  refreshList();
  say('Conversation deleted.', { action: { label: 'Undo', run: async () => { if (await act(id, 'restore')) refreshList(); } } });
}

function rename(row) {
  const link = row.querySelector('a');
  const before = link.textContent;
  const field = Object.assign(document.createElement('input'), { value: before, className: 'chats-rename', maxLength: 200 });
  field.setAttribute('aria-label', 'Title');
  link.hidden = true;
  link.after(field);
  field.select();
  let isOver = false;
  const end = async keeps => {
    if (isOver) return;
    isOver = true;
    const title = field.value.trim();
    field.remove();
    link.hidden = false;
    link.focus();
    if (!keeps || !title || title === before) return;
    link.textContent = title;
    if (!await act(row.dataset.chat, 'title', { Title: title })) link.textContent = before;
    refreshList();
  };
  field.addEventListener('blur', () => end(true));
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.isComposing) end(true);
    if (event.key === 'Escape') {
      event.stopPropagation();
      end(false);
    }
  });
}

document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-chat-menu]');
  if (button) {
    item = button.closest('[data-chat]');
    menu.querySelector('[data-chat-do="pin"] span').textContent = item.dataset.pinned ? 'Unpin' : 'Pin';
    menu.showPopover({ source: button });
    const at = button.getBoundingClientRect();
    const own = menu.getBoundingClientRect();
    menu.style.position = 'fixed';
    menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - own.width - 8))}px`;
    menu.style.top = `${at.bottom + own.height + 8 > innerHeight ? Math.max(8, at.top - own.height - 4) : at.bottom + 4}px`;
    menu.querySelector('button').focus();
    return;
  }
  const what = event.target.closest?.('[data-chat-do]')?.dataset.chatDo;
  if (what && item) {
    const row = item;
    const id = row.dataset.chat;
    if (what === 'rename') rename(row);
    else if (what === 'delete') remove(id);
    else if (what === 'pin' && await act(id, 'pin', { On: row.dataset.pinned ? 'false' : 'true' })) refreshList();
    else if (what === 'archive' && await act(id, 'archive', { On: 'true' })) {
      refreshList();
      say('Archived. Search finds it.', { action: { label: 'Undo', run: async () => { if (await act(id, 'archive', { On: 'false' })) refreshList(); } } });
    } else if (what === 'folder') {
      const folder = prompt('Folder (empty for none)');
      if (folder !== null && await act(id, 'folder', { Folder: folder })) refreshList();
    }
    return;
  }
  if (event.target.closest?.('[data-chats-next]')) more(event.target.closest('[data-chats-next]'));
});

async function more(button) {
  button.disabled = true;
  const query = new URLSearchParams({ cursor: list().dataset.next });
  if (conversation) query.set('current', conversation);
  const next = await part(`/c/list?${query}`).catch(() => null);
  button.disabled = false;
  if (!next) return say('Older conversations could not be read. Try again in a moment.', { error: true });
  for (const group of next.querySelectorAll('.chats-group')) {
    const same = [...list().querySelectorAll('.chats-group')].find(have => have.querySelector('h2').textContent === group.querySelector('h2').textContent);
    if (same) same.querySelector('ul').append(...group.querySelectorAll('li'));
    else button.before(group);
  }
  list().dataset.next = next.dataset.next ?? '';
  if (!next.dataset.next) button.remove();
}
