// Folders: where a conversation is filed, what a folder is called, and which are folded.
import { keep } from '#ui/cookies.js';

/** A cookie has room for some. */
export const mostKept = 100;

const list = () => document.getElementById('side-list');

/** Asks for the folder of a conversation: one that there is, none, or a new one. */
export function file(id, folder, opens = true) {
  const dialog = document.getElementById('folder');
  for (const form of dialog.querySelectorAll('form')) form.action = `/c/${id}/folder`;
  dialog.querySelector('#folder-name').value = '';
  const choices = dialog.querySelector('.folders');
  const none = choices.querySelector('[value=""]');
  // What a search found has no folders: then those are offered that there were.
  if (!list().querySelector('.chats-hit, .chats-none')) choices.replaceChildren(...folders().map(choice), none);
  for (const button of choices.children) button.ariaCurrent = button.value === folder ? 'true' : null;
  // Nothing to choose from: then one writes.
  const name = dialog.querySelector('#folder-name');
  for (const one of [name, ...choices.children]) one.autofocus = false;
  (choices.children.length > 1 ? choices.firstElementChild : name).autofocus = true;
  if (opens) dialog.showModal();
}

const folders = () => [...new Set([...list().querySelectorAll('[data-folder-rename], [data-folder]')].map(one => one.dataset.folderRename ?? one.dataset.folder))];

function choice(name) {
  const button = Object.assign(document.createElement('button'), { className: 'menu-item', name: 'Folder', value: name });
  button.append(Object.assign(document.createElement('bdi'), { textContent: name }));
  return button;
}

document.addEventListener('click', event => {
  const opener = event.target.closest?.('[data-folder-of]');
  if (opener) file(opener.dataset.folderOf, opener.dataset.folder ?? '', false);
});

document.addEventListener('click', event => {
  const opener = event.target.closest?.('[data-folder-rename]');
  if (!opener) return;
  const dialog = document.getElementById('folder-rename');
  const { From, Folder } = dialog.querySelector('form').elements;
  From.value = Folder.value = opener.dataset.folderRename;
  dialog.showModal();
  Folder.focus();
  Folder.select();
});

const folded = () => (document.cookie.match(/(?:^|; )parley-folded=([^;]*)/)?.[1] ?? '').split('.').filter(Boolean);

// A folder that is folded stays so in this browser; the server writes the list accordingly.
document.addEventListener('click', event => {
  const details = event.target.closest?.('[data-fold] > summary')?.parentElement;
  if (!details) return;
  const others = folded().filter(mark => mark !== details.dataset.fold);
  // It is as it was until the click has been heard by all.
  keep('parley-folded', (details.open ? [...others, details.dataset.fold].slice(-mostKept) : others).join('.'));
});

/** What was folded or opened while a list was under way is so in that list, too. */
export function fold(next) {
  for (const details of next.querySelectorAll('[data-fold]')) details.open = !folded().includes(details.dataset.fold);
}
