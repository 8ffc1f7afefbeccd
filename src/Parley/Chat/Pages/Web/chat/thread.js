// The messages on the page: newer readings of the server are put into what is there, tails of answers are drawn as they come.
import { say } from '#ui/toasts.js';
import { markup } from '#ui/trusted.js';
import { chat, conversation, part } from './page.js';
import { adorn } from './markdown.js';
import { keepBottom, isAtBottom, toBottom } from './scroll.js';

const speaker = document.getElementById('chat-status');
const tails = new Map();
let frame = 0;
let running = null;
let isWanted = false;
let misses = 0;
let retry;
const longestWait = 20_000;

export const thread = () => document.getElementById('thread');
/** The last message of the branch, if its end is shown. */
export const lastShown = () => thread()?.dataset.end === '' ? thread().querySelector(':scope > article:last-of-type')?.dataset.id : null;

const article = id => document.getElementById(`m-${id}`);

/** Reads the thread anew. Many wishes at once are one reading, and one more behind it. One that fails is tried again: nothing else would tell that the answer has ended. */
export function refresh() {
  if (!conversation) return Promise.resolve();
  clearTimeout(retry);
  if (running) {
    isWanted = true;
    return running;
  }
  running = read().then(() => {
    misses = 0;
  }, () => {
    retry = setTimeout(refresh, Math.min(longestWait, 500 * 2 ** misses++));
  }).finally(() => {
    running = null;
    if (isWanted) {
      isWanted = false;
      refresh();
    }
  });
  return running;
}

async function read() {
  const next = await part(`/c/${conversation}/thread`);
  if (next) merge(next);
}

function merge(next) {
  const old = thread();
  const before = streaming();
  keepBottom(() => {
    if (!old) {
      chat.querySelector('.chat-welcome')?.remove();
      chat.prepend(next);
      adorn(next);
      return;
    }
    if (next.dataset.end === '') old.dataset.end = '';
    const wanted = [...next.querySelectorAll(':scope > article')];
    const ids = new Set(wanted.map(a => a.id));
    const first = wanted[0] && document.getElementById(wanted[0].id);
    // Older ones that were asked for stay; what stands behind the first of the newer reading is held to it.
    let isOlder = Boolean(first);
    for (const have of [...old.querySelectorAll(':scope > article')]) {
      if (have === first) isOlder = false;
      if (!isOlder && !ids.has(have.id)) have.remove();
    }
    let at = first?.previousElementSibling ?? null;
    if (!first) old.querySelector(':scope > [data-older-link]')?.remove();
    for (const want of wanted) {
      const have = document.getElementById(want.id);
      const stays = have && (have.dataset.version === want.dataset.version || have.querySelector('.msg-edit'));
      const shown = stays ? have : want;
      if (have && !stays) {
        reuse(have, want);
        have.replaceWith(want);
      }
      const place = at ? at.nextElementSibling : old.firstElementChild;
      if (place !== shown) at ? at.after(shown) : old.prepend(shown);
      if (!stays) adorn(shown);
      at = shown;
    }
  });
  announce(before);
}

/** Blocks that are the same stay as they are, with their colours and formulas. */
function reuse(have, want) {
  const old = have.querySelectorAll('.md > .md-block');
  want.querySelectorAll('.md > .md-block').forEach((block, i) => {
    const html = block.innerHTML;
    if (old[i] && (old[i].source ?? old[i].innerHTML) === html) block.replaceWith(old[i]);
    else block.source = html;
  });
}

const streaming = () => thread()?.querySelector(':scope > article[data-status="streaming"]');

/** Which button stands in the composer, and what is said to those who do not see it. */
function announce(before) {
  const now = streaming();
  const form = document.querySelector('[data-composer]');
  const stop = form?.querySelector('[data-stop]');
  if (stop) {
    const hadFocus = document.activeElement === stop;
    stop.hidden = !now;
    form.querySelector('[data-send]').hidden = Boolean(now);
    if (hadFocus && !now) form.elements.Message.focus();
  }
  if (now && !before) speaker.textContent = 'The answer is being written.';
  if (!now && before) {
    const last = thread().querySelector(':scope > article:last-of-type');
    speaker.textContent = last?.dataset.status === 'complete' ? 'The answer is complete.' : 'The answer ended early.';
  }
}

/** More of an answer. It is drawn with the next frame. */
export function tail(data) {
  const known = tails.get(data.messageId);
  if (!known) tails.set(data.messageId, data);
  else {
    const html = data.html && known.html ? { ...data.html, from: known.html.from, blocks: [...known.html.blocks.slice(0, data.html.from - known.html.from), ...data.html.blocks] } : data.html ?? known.html;
    const reasoning = data.reasoning && known.reasoning ? { offset: known.reasoning.offset, text: known.reasoning.text + data.reasoning.text } : data.reasoning ?? known.reasoning;
    const joins = data.offset >= known.offset && data.offset <= known.offset + known.text.length;
    const text = joins ? { offset: known.offset, text: known.text.slice(0, data.offset - known.offset) + data.text } : { offset: data.offset, text: data.text };
    tails.set(data.messageId, { ...data, ...text, html, reasoning });
  }
  frame ||= requestAnimationFrame(draw);
}

/** The answer thinks, or writes. */
export function status({ messageId, state }) {
  const shown = article(messageId);
  if (shown) shown.dataset.state = state;
}

function draw() {
  frame = 0;
  const wasAtBottom = isAtBottom();
  for (const [id, data] of tails) {
    const shown = article(id);
    if (!shown) {
      refresh().then(() => { if (article(id)) frame ||= requestAnimationFrame(draw); });
      continue;
    }
    tails.delete(id);
    if (shown.dataset.status === 'streaming') put(shown, data);
  }
  if (wasAtBottom) toBottom();
}

function put(shown, { html, reasoning, offset, text }) {
  if (reasoning) {
    const details = shown.querySelector('.msg-reasoning');
    const text = details?.querySelector('.msg-thought');
    if (text) {
      text.textContent = text.textContent.slice(0, reasoning.offset) + reasoning.text;
      details.hidden = false;
    }
  }
  const body = shown.querySelector('.md');
  if (body.matches('.md-source')) {
    if (offset > body.textContent.length) return void refresh();
    body.textContent = body.textContent.slice(0, offset) + text;
    if (body.textContent) shown.querySelector('.typing')?.remove();
    return;
  }
  if (!html) return;
  const blocks = body.querySelectorAll(':scope > .md-block');
  if (html.from > blocks.length) {
    refresh();
    return;
  }
  // What is finished becomes a block, and behind it begins another end: the same one further down would have jumped.
  if (html.blocks.length) body.querySelector(':scope > .md-tail')?.remove();
  html.blocks.forEach((source, i) => {
    const at = blocks[html.from + i];
    if (at?.source === source) return;
    const block = element('md-block', source);
    if (at) at.replaceWith(block);
    else body.append(block);
    adorn(block);
  });
  for (const more of [...blocks].slice(html.from + html.blocks.length)) more.remove();
  let end = body.querySelector(':scope > .md-tail');
  if (!end) body.append(end = element('md-tail', ''));
  if (end.source !== html.tail) {
    end.innerHTML = markup(html.tail);
    end.source = html.tail;
  }
  end.querySelector('.md-rest')?.remove();
  if (html.rest) deepest(end).append(Object.assign(document.createElement('span'), { className: 'md-rest', textContent: html.rest }));
  if (end.source || html.blocks.length || blocks.length) shown.querySelector('.typing')?.remove();
}

function element(className, source) {
  const made = document.createElement('div');
  made.className = className;
  made.dir = 'auto';
  made.innerHTML = markup(source);
  made.source = source;
  return made;
}

function deepest(node) {
  while (node.lastElementChild && !node.lastElementChild.matches('button, br, hr, img, input')) node = node.lastElementChild;
  return node;
}

// Older messages come above, and what is looked at stays where it is.
document.addEventListener('click', async event => {
  const link = event.target.closest?.('[data-older-link]');
  if (!link) return;
  event.preventDefault();
  try {
    const before = new URL(link.href).searchParams.get('before');
    const older = await part(`/c/${conversation}/thread?before=${before}`);
    if (!older) return;
    const height = document.documentElement.scrollHeight;
    adorn(older);
    link.replaceWith(...older.childNodes);
    scrollBy({ top: document.documentElement.scrollHeight - height, behavior: 'instant' });
  } catch {
    say('Older messages could not be read. Try again in a moment.', { error: true });
  }
});

const start = thread();
if (start) {
  for (const block of start.querySelectorAll('.md > .md-block')) block.source = block.innerHTML;
  adorn(start);
  if (!location.hash) toBottom();
}
announce(null);
