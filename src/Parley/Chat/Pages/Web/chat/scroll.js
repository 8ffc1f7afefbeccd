// The page follows the answer only while its end is in sight.
const near = 96;
const root = document.documentElement;
const offer = () => document.querySelector('[data-new-text]');

export const isAtBottom = () => root.scrollHeight - innerHeight - scrollY < near;

export const toBottom = () => scrollTo({ top: root.scrollHeight, behavior: 'instant' });

/** Changes the page; whoever saw its end sees its end afterwards. */
export function keepBottom(change) {
  // Where nobody writes, nothing is awaited at the end: a shared conversation is read from its beginning.
  const was = offer() !== null && isAtBottom();
  change();
  if (was) toBottom();
}

export function offerNewText() {
  const button = offer();
  if (button) button.hidden = false;
}

addEventListener('scroll', () => {
  const button = offer();
  if (button && !button.hidden && isAtBottom()) button.hidden = true;
}, { passive: true });

document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-new-text]')) return;
  scrollTo({ top: root.scrollHeight, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' });
  offer().hidden = true;
});
