// What the feed tells, brought to the page.
import { say } from '#ui/toasts.js';
import { send } from '#ui/requests.js';
import { chat, conversation } from './page.js';
import { follow } from './feed.js';
import { refresh, tail, status } from './thread.js';
import { refreshList, removedHere } from './side.js';
import { takeDraft } from './composer.js';

const live = new Map();
let wasLost = false;

if (chat) follow(Number(chat.dataset.seq), take, tell);

function take({ kind, data }) {
  const isHere = conversation && data?.conversationId === conversation;
  document.dispatchEvent(new CustomEvent('parley:feed', { detail: { kind, data } }));
  switch (kind) {
    case 'tail':
      if (isHere) {
        live.set(data.messageId, Date.now());
        tail(data);
      }
      break;
    case 'status':
      if (isHere) status(data);
      break;
    case 'message':
      if (isHere) refresh();
      break;
    case 'block':
      // An answer that another node makes comes in blocks only.
      if (isHere && !(Date.now() - live.get(data.messageId) < 2_000)) refresh();
      break;
    case 'conversation':
      refreshList();
      if (data.id === conversation) retitle(data.title || 'New chat');
      break;
    case 'conversation.removed':
      refreshList();
      if (data.all || data.id === conversation) removed();
      break;
    case 'draft':
      if (isHere && data.text !== null) takeDraft(data.text);
      break;
    case 'reset':
      refresh();
      refreshList();
      break;
  }
}

function retitle(title) {
  document.title = `${title} · Parley`;
  const heading = document.querySelector('[data-title] bdi');
  if (heading) heading.textContent = title;
}

function removed() {
  if (!conversation || removedHere.has(conversation)) return;
  say('This conversation was deleted. What you see here is all that is left of it.', {
    action: { label: 'Restore', run: () => send(`/c/${conversation}/restore`, { headers: { 'X-Parley-Script': '1' } }) },
  });
}

function tell(state) {
  chat.dataset.feed = state;
  if (state === 'out') say('You are signed out. What you wrote is kept in this browser.', { error: true, action: { label: 'Sign in', run: () => location.assign(`/login?returnTo=${encodeURIComponent(location.pathname)}`) } });
  if (state === 'open' && wasLost) refresh();
  wasLost = state === 'lost';
}
