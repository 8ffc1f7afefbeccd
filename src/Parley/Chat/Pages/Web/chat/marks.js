// Marks in the side. The list says what is being answered. What was answered while nobody looked at it is this browser's memory:
// all its tabs share it, it is one account's, and it goes when somebody signs out (the server has the browser clear its storage).
import { conversation } from './page.js';

const place = 'parley-marks';
const most = 200; // conversations, of each kind
const account = document.querySelector('.chats-nav')?.dataset.account;

/** By conversation, the answer that is being made, that is not read yet, and that was read last. */
function load() {
  const kept = JSON.parse(localStorage.getItem(place) ?? '{}');
  const { answering = {}, unread = {}, read = {} } = kept.account === account ? kept : {};
  return { answering, unread, read };
}

function save(marks) {
  const latest = kind => Object.fromEntries(Object.entries(kind).slice(-most));
  const text = JSON.stringify({ account, answering: latest(marks.answering), unread: latest(marks.unread), read: latest(marks.read) });
  // Other tabs look again whenever this is written.
  if (text !== localStorage.getItem(place)) localStorage.setItem(place, text);
}

// An answer may be shorter than the list takes to come. A tab that slept is told of old ones, too: ids of messages rise with time.
document.addEventListener('parley:feed', ({ detail: { kind, data } }) => {
  if (kind !== 'message' || data.status !== 'streaming') return;
  const marks = load();
  if (marks.read[data.conversationId] >= data.id) return;
  marks.answering[data.conversationId] = data.id;
  save(marks);
});

/** Marks the lines of a list that just came. */
export function mark(list) {
  const marks = load();
  const { answering, unread, read } = marks;
  for (const { dataset } of list.querySelectorAll('[data-chat]')) {
    const id = dataset.chat;
    if (dataset.answering) {
      answering[id] = dataset.answering;
      delete unread[id];
      delete read[id];
    } else if (answering[id]) {
      if (!dataset.stopped && !(read[id] >= answering[id])) unread[id] = answering[id];
      delete answering[id];
    }
  }
  look(marks);
  save(marks);
  show(list, marks);
}

/** What is on the screen is read; whether that is news. */
function look({ unread, read }) {
  if (!unread[conversation] || document.visibilityState !== 'visible') return false;
  delete read[conversation]; // the newest stand last, and stay
  read[conversation] = unread[conversation];
  delete unread[conversation];
  return true;
}

function show(list, { unread }) {
  for (const row of list.querySelectorAll('[data-chat]')) {
    const id = row.dataset.chat;
    if (Boolean(unread[id]) === Boolean(row.dataset.unread)) continue;
    const link = row.querySelector('a');
    if (unread[id]) {
      const dot = Object.assign(document.createElement('span'), { id: `mark-${id}`, className: 'chats-mark', role: 'img', ariaLabel: 'Not read yet' });
      row.dataset.unread = 'true';
      link.setAttribute('aria-describedby', dot.id);
      link.after(dot);
    } else {
      delete row.dataset.unread;
      link.removeAttribute('aria-describedby');
      document.getElementById(`mark-${id}`)?.remove();
    }
  }
}

function again() {
  const list = document.getElementById('side-list');
  const marks = load();
  if (look(marks)) save(marks);
  if (list) show(list, marks);
}

addEventListener('storage', event => { if (event.key === place || event.key === null) again(); });
document.addEventListener('visibilitychange', again);
addEventListener('pageshow', event => { if (event.persisted) again(); });
