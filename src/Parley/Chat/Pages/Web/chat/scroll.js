// The page follows the answer only while its end is in sight.
const near = 96;
const root = document.documentElement;
const chat = document.getElementById('chat');
const jump = document.querySelector('[data-jump]');

export const isAtBottom = () => root.scrollHeight - innerHeight - scrollY < near;

export const toBottom = () => scrollTo({ top: root.scrollHeight, behavior: 'instant' });

/** Changes the page; whoever saw its end sees its end afterwards. */
export function keepBottom(change) {
  // Where nobody writes, nothing is awaited at the end: a shared conversation is read from its beginning.
  const was = jump !== null && isAtBottom();
  change();
  if (was) toBottom();
}

if (jump) {
  // A welcome that is taller than the window has no end that anybody waits for.
  const look = () => { jump.hidden = isAtBottom() || !document.getElementById('thread'); };
  for (const name of ['scroll', 'resize']) addEventListener(name, look, { passive: true });
  // What grows below scrolls nothing.
  new ResizeObserver(look).observe(chat);

  jump.addEventListener('click', () => {
    // The end of an answer that grows moves on: a smooth way would lead to where it was, and nothing would be followed.
    const isGrowing = chat.querySelector('article[data-status="streaming"]');
    const isCalm = isGrowing || matchMedia('(prefers-reduced-motion: reduce)').matches;
    // A button that goes takes the focus of the keyboard along.
    if (jump.matches(':focus-visible')) document.querySelector('[data-composer]').elements.Message.focus({ preventScroll: true });
    scrollTo({ top: root.scrollHeight, behavior: isCalm ? 'instant' : 'smooth' });
  });
}
