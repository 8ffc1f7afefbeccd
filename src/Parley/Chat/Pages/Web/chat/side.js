// The side: keeps itself up to date, searches while somebody types, renames in place, deletes with a way back.
import { keepForNow } from '#ui/cookies.js';
import { say } from '#ui/toasts.js';
import { commands } from './commands.js';
import { file, fold, mostKept } from './folders.js';
import { mark } from './marks.js';
import { conversation, part, post } from './page.js';
import { beside } from '#ui/place.js';

const list = () => document.getElementById('side-list');
const menu = document.getElementById('chat-menu');
const search = document.querySelector('.chats-search input');
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

/** Nobody's typing is thrown away. */
const isRenaming = () => list()?.querySelector('.chats-rename');

/** Whether what is shown now is what was asked for. */
async function read() {
  if (isRenaming()) return refreshList();
  const mine = ++turn;
  const query = new URLSearchParams();
  if (conversation) query.set('current', conversation);
  if (search?.value.trim()) query.set('q', search.value.trim());
  try {
    const next = await part(`/c/list?${query}`);
    if (mine !== turn || !next) return false;
    if (isRenaming()) return refreshList();
    const focused = document.activeElement?.closest?.('[data-chat]')?.dataset.chat;
    const hadCommands = list().querySelector('.chats-commands');
    mark(next);
    fold(next);
    list().replaceWith(next);
    if (search?.value.trim() || hadCommands) offer(search.value.trim());
    const best = first();
    if (best) best.dataset.active = '';
    if (focused) next.querySelector(`[data-chat="${focused}"] a`)?.focus();
    return true;
  } catch {
    // The feed asks again when it is back.
    return false;
  }
}

/** Where Enter leads from the search field: the first that was found, or the first command when nothing was. */
const first = () => search?.value.trim() ? list().querySelector('.chats-hit') ?? list().querySelector('.chats-command') : null;

search?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(read, 160);
});
search?.form.addEventListener('submit', async event => {
  event.preventDefault();
  clearTimeout(timer);
  if (await read()) first()?.click();
});
search?.addEventListener('keydown', event => {
  if (event.key === 'Escape' && search.value) {
    event.stopPropagation();
    search.value = '';
    refreshList();
  }
  if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  list().querySelector('a, .chats-command')?.focus();
});
search?.addEventListener('blur', event => {
  if (!search.value && !list().contains(event.relatedTarget)) list().querySelector('.chats-commands')?.remove();
});
// The field keeps the focus, and the command its place, until the press is a click.
document.addEventListener('mousedown', event => { if (event.target.closest?.('.chats-command')) event.preventDefault(); });
document.addEventListener('keydown', event => {
  const at = event.target.closest?.('#side-list a, .chats-command');
  if (!at || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
  event.preventDefault();
  const all = [...list().querySelectorAll('a, .chats-command')].filter(one => one.checkVisibility());
  const next = all[all.indexOf(at) + (event.key === 'ArrowDown' ? 1 : -1)];
  (next ?? (event.key === 'ArrowUp' ? search : at)).focus();
});

/** Puts the commands that fit above the list. */
function offer(typed) {
  list().querySelector('.chats-commands')?.remove();
  const fitting = commands(typed);
  if (fitting) list().prepend(fitting);
}

/** Search, and commands: the field has the focus, wherever the side is. */
export function startSearch() {
  const side = document.getElementById('side');
  if (!side.checkVisibility()) [...document.querySelectorAll('[popovertarget="side"], [data-side-toggle]')].find(button => button.checkVisibility())?.click();
  search?.focus();
  search?.select();
  if (search && !search.value) offer('');
}

/** Posts one of a conversation's forms; says what went wrong. */
export async function act(id, name, fields = {}, isQuiet = false) {
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.set(key, value);
  try {
    const answer = await post(`/c/${id}/${name}`, body);
    if (answer.isOut) return false;
    if (answer.path) {
      if (answer.said && !isQuiet) say(answer.said);
      return true;
    }
    say(answer.problem ?? answer.detail ?? 'That did not work. Nothing was changed.', { error: true });
  } catch {
    say('Parley could not be reached. Nothing was changed; try again when you are back online.', { error: true });
  }
  return false;
}

/** Deletes a conversation, and offers to take it back. */
export async function remove(id) {
  removedHere.add(id);
  if (!await act(id, 'delete', {}, true)) {
    removedHere.delete(id);
    return;
  }
  if (id === conversation) {
    // Nobody stays in what is not there. The way back goes along.
    sessionStorage.setItem(undoable, id);
    location.assign('/');
    return;
  }
  const row = document.querySelector(`[data-chat="${id}"]`);
  const rows = [...list().querySelectorAll('[data-chat]')];
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  row?.remove();
  // The menu that was used is gone with its chat.
  if (row && document.activeElement === document.body) next?.querySelector('a')?.focus();
  refreshList();
  offerUndo(id, async () => { if (await act(id, 'restore')) refreshList(); });
}

const undoable = 'parley-deleted';
const offerUndo = (id, run) => say('Deleted. It can be restored for 30 days.', { action: { label: 'Undo', run } });

const deleted = sessionStorage.getItem(undoable);
if (deleted) {
  sessionStorage.removeItem(undoable);
  offerUndo(deleted, async () => { if (await act(deleted, 'restore')) location.assign(`/c/${deleted}`); });
}

function rename(row) {
  const link = row.querySelector('a');
  const before = link.textContent;
  const field = Object.assign(document.createElement('input'), { value: before, className: 'chats-rename', maxLength: 200 });
  field.setAttribute('aria-label', 'Title');
  link.hidden = true;
  link.after(field);
  field.focus();
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
    if (event.key === 'Enter' && !event.isComposing) {
      // In Firefox the key would go on to the link that has the focus next, and open it.
      event.preventDefault();
      end(true);
    }
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
    beside(menu, button);
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
    else if (what === 'archive' && await act(id, 'archive', { On: 'true' }, true)) {
      refreshList();
      say('Archived. Search finds it all the same.', { action: { label: 'Undo', run: async () => { if (await act(id, 'archive', { On: 'false' }, true)) refreshList(); } } });
    } else if (what === 'folder') file(id, row.dataset.folder ?? '');
    return;
  }
  const further = event.target.closest?.('[data-more]');
  if (!further || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  more(further);
});

/** Brings what is behind the end of a folder, or of all: the link leads there without a script. */
async function more(link) {
  if (link.ariaBusy) return;
  link.ariaBusy = 'true';
  const next = await part(link.dataset.more).catch(() => null);
  link.ariaBusy = null;
  if (!next) return say('Older chats could not be read. Try again in a moment.', { error: true });
  // A list that was read anew meanwhile has its own end.
  if (!link.isConnected) return;
  const first = next.querySelector('.chats-item a');
  const following = next.querySelector('[data-more]');
  for (const group of next.querySelectorAll('.chats-group')) {
    const same = list().querySelector(`[data-group="${group.dataset.group}"]`);
    if (same) same.querySelector('ul').append(...group.querySelectorAll('li'));
    else link.before(group);
  }
  // What stood apart as the open one is in its place now.
  if (list().querySelectorAll(`[data-chat="${conversation}"]`).length > 1) list().querySelector('[data-group="Open now"]')?.remove();
  mark(list());
  deepen(link.dataset.list);
  if (document.activeElement === link) first?.focus({ preventScroll: true });
  if (following) link.replaceWith(following);
  else link.remove();
}

/** The next page, and every newer reading, begins with as many of this list as are shown now. */
function deepen(name) {
  const before = (document.cookie.match(/(?:^|; )parley-shown=([^;]*)/)?.[1] ?? '').split('.').filter(one => one && !one.startsWith(`${name}-`));
  const rows = list().querySelectorAll(`[data-list="${name}"] .chats-item`).length;
  keepForNow('parley-shown', [...before.slice(1 - mostKept), `${name}-${rows}`].join('.'));
}

if (list()) mark(list());
