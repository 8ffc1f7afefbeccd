// Code is coloured and formulas are set when they come into sight; what that takes is loaded then.
import { copy } from '#ui/copy.js';
import { markup } from '#ui/trusted.js';
import { draw } from './diagrams.js';
import { offer } from './pictures.js';
import { keepBottom } from './scroll.js';

const seen = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    (target.dataset.md === 'math' ? formula : target.dataset.lang === 'mermaid' ? draw : colour)(target).catch(() => {});
  }
}, { rootMargin: '400px' });

// A block that stays while its message is read anew comes by again, with what was made of it.
const known = new WeakSet();

/** Watches the code and formulas below a root, each once; pictures from elsewhere are offered. */
export function adorn(root) {
  for (const link of root.querySelectorAll('a.md-remote')) if (!link.closest('.md-tail')) offer(link);
  for (const block of root.querySelectorAll('.md-code[data-lang], .md-math')) {
    if (known.has(block) || block.closest('.md-tail')) continue;
    known.add(block);
    seen.observe(block);
  }
}

async function colour(block) {
  const { default: highlight } = await import('highlight.js/lib/common');
  const code = block.querySelector('code');
  const language = block.dataset.lang;
  if (!highlight.getLanguage(language) || code.textContent.length > 60_000) return;
  code.innerHTML = markup(highlight.highlight(code.textContent, { language, ignoreIllegals: true }).value);
}

async function formula(place) {
  const { set } = await import('./formulas.js');
  const html = await set(place.textContent, place.classList.contains('md-math-apart'));
  keepBottom(() => { place.innerHTML = markup(html); });
}

document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-md="copy"]');
  if (button) copy(button.closest('.md-code').querySelector('code').textContent, 'Code copied.');
});
