// Marks in the side. The list says what is being answered. What was answered while this tab showed something else is this tab's own
// memory: its session keeps it, from page to page.
import { conversation } from './page.js';

const place = 'parley-marks';
const kept = JSON.parse(sessionStorage.getItem(place) ?? '{}');
const answering = new Set(kept.answering);
const unread = new Set(kept.unread);

// An answer may be shorter than the list takes to come.
document.addEventListener('parley:feed', ({ detail: { kind, data } }) => {
  if (kind === 'message' && data.status === 'streaming') answering.add(data.conversationId);
});

/** Marks the lines of a list that just came. */
export function mark(list) {
  for (const row of list.querySelectorAll('[data-chat]')) {
    const id = row.dataset.chat;
    if (row.dataset.answering) {
      answering.add(id);
      unread.delete(id);
    } else if (answering.delete(id)) unread.add(id);
    if (id === conversation) unread.delete(id);
    if (unread.has(id) && !row.dataset.unread) show(row, id);
  }
  sessionStorage.setItem(place, JSON.stringify({ answering: [...answering], unread: [...unread] }));
}

function show(row, id) {
  const link = row.querySelector('a');
  const dot = Object.assign(document.createElement('span'), { id: `mark-${id}`, className: 'chats-mark', role: 'img', ariaLabel: 'Not read yet' });
  row.dataset.unread = 'true';
  link.setAttribute('aria-describedby', dot.id);
  link.after(dot);
}
