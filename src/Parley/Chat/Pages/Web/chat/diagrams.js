// Diagrams: drawn when they are seen, with the code one press away.
import { frame } from './frame.js';
import { keepBottom } from './scroll.js';

/** A colour of the theme, as the browser works it out. */
function of(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** Draws a block of code whose language is mermaid. */
export async function draw(block) {
  const code = block.querySelector('pre');
  const colours = () => ({ paper: of('paper'), soft: of('accent-soft'), ink: of('ink'), accent: of('accent'), line: of('ink-3'), surface: of('surface'), sunken: of('sunken') });
  try {
    await frame('diagram', 'Diagram', () => ({ source: code.textContent, colours: colours() }), made => code.before(made));
  } catch {
    const note = document.createElement('p');
    note.className = 'md-code-note';
    note.textContent = 'This is no diagram that can be drawn here; its code stands below.';
    keepBottom(() => code.before(note));
    return;
  }
  const toggle = document.createElement('button');
  toggle.type = 'button';
  toggle.className = 'md-copy';
  toggle.textContent = 'Show code';
  toggle.addEventListener('click', () => {
    code.hidden = !code.hidden;
    toggle.textContent = code.hidden ? 'Show code' : 'Hide code';
  });
  keepBottom(() => { code.hidden = true; });
  block.querySelector('[data-md="copy"]').before(toggle);
}
