// What can be done from the search field: commands stand above what was found.
import { keep } from '#ui/cookies.js';
import { send } from '#ui/requests.js';

const root = document.documentElement;

const all = [
  { name: 'Settings of this chat', words: 'parameters temperature instructions thinking', press: '.composer-settings' },
  { name: 'Choose a model', words: 'model switch', press: 'select[data-model]' },
  { name: 'Share this chat', words: 'link copy', press: '.chat-share' },
  { name: 'Switch to light or dark', words: 'theme dark light night appearance', run: theme },
  { name: 'Personas', words: 'who answers memory', run: () => location.assign('/personas') },
  { name: 'Files', words: 'uploads pictures documents', run: () => location.assign('/files') },
  { name: 'Archived and deleted chats', words: 'archive bin trash restore deleted', run: () => location.assign('/chats?show=archived') },
  { name: 'Settings', words: 'account profile preferences keys password', run: () => location.assign('/settings') },
  { name: 'Administration', words: 'admin users people providers models health usage', press: 'a.menu-item[href^="/admin/"]' },
  { name: 'Keyboard', words: 'shortcuts keys help', press: '[commandfor="keys"]' },
];

function theme() {
  const isDark = root.dataset.theme === 'dark' || (root.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = isDark ? 'light' : 'dark';
  keep('parley-theme', root.dataset.theme);
  const body = new FormData();
  body.set('theme', root.dataset.theme);
  send('/settings/appearance', { body, headers: { 'X-Parley-Script': '1' }, redirect: 'manual' }).catch(() => {});
}

/** The commands that fit what was typed, as a part of the list; null for none. Nothing typed: all. */
export function commands(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = all.filter(({ name, words: more, press }) => (!press || document.querySelector(press)) && words.every(word => `${name} ${more}`.toLowerCase().split(' ').some(one => one.startsWith(word)))).slice(0, typed ? 3 : all.length);
  if (!fitting.length) return null;
  const part = Object.assign(document.createElement('section'), { className: 'chats-group chats-commands' });
  const list = Object.assign(document.createElement('ul'), { className: 'chats-list' });
  list.append(...fitting.map(command => {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'chats-command', textContent: command.name });
    button.addEventListener('click', () => {
      document.getElementById('side')?.matches(':popover-open') && document.getElementById('side').hidePopover();
      if (command.press) document.querySelector(command.press).click();
      else command.run();
    });
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
  part.append(Object.assign(document.createElement('h2'), { className: 'side-title', textContent: 'Commands' }), list);
  return part;
}
