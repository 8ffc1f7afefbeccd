// What the feed tells, brought to the page.
import { chat, conversation } from './page.js';
import { follow } from './feed.js';
import { refresh, tail, status } from './thread.js';
import { refreshList, removedHere } from './side.js';
import { inAgain, takeDraft } from './composer.js';
import { backAgain, gone } from './gone.js';

const live = new Map();
const lostNote = document.getElementById('chat-lost');
const patience = 3_000; // most breaks are over by then
let wasLost = false;
let lostTimer;

if (chat) follow(Number(chat.dataset.seq), take, tell);

function take({ kind, data }) {
  const isHere = conversation && data?.conversationId === conversation;
  document.dispatchEvent(new CustomEvent('parley:feed', { detail: { kind, data } }));
  switch (kind) {
    case 'tail':
      if (isHere && chat.dataset.writing !== 'off') {
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
      if (data.id === conversation) {
        show(data);
        backAgain();
      }
      break;
    case 'conversation.removed':
      refreshList();
      if (data.all || data.id === conversation) removed();
      break;
    case 'draft':
      if (isHere && data.text !== null) takeDraft(data.text, data.fileIds);
      break;
    case 'reset':
      refresh();
      refreshList();
      break;
  }
}

/** Title, archive, pin and folder of the conversation that is open, wherever they were changed. */
function show({ title, pinned, archived, folder }) {
  document.title = `${title || 'New chat'} · Parley`;
  const heading = document.querySelector('[data-title] span');
  if (heading) heading.textContent = title || 'New chat';
  const mark = document.querySelector('[data-archived]');
  if (mark) mark.hidden = !archived;
  for (const [name, isOn] of [['pin', pinned], ['archive', archived]]) {
    const form = document.querySelector(`[data-switch="${name}"]`);
    if (!form) continue;
    form.elements.On.value = String(!isOn);
    form.querySelector('span').textContent = isOn ? form.dataset.off : form.dataset.on;
  }
  const move = document.querySelector('[data-folder-of]');
  if (move) move.dataset.folder = folder ?? '';
}

function removed() {
  if (conversation && !removedHere.has(conversation)) gone();
}

function tell(state) {
  chat.dataset.feed = state;
  if (state === 'out') document.dispatchEvent(new Event('parley:out'));
  if (state === 'open') inAgain();
  if (state === 'open' && wasLost) refresh();
  wasLost = state !== 'open';
  if (state === 'lost') return lostTimer ??= setTimeout(() => { lostNote.hidden = false; }, patience);
  clearTimeout(lostTimer);
  lostTimer = undefined;
  lostNote.hidden = true;
}
