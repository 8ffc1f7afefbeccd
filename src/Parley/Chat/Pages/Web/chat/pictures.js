// A picture from elsewhere is loaded when somebody asks for it, and only that one.
import { frame } from './frame.js';

/** Offers to load the picture that a link stands for. */
export function offer(link) {
  if (link.nextElementSibling?.matches('.md-load')) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button secondary small md-load';
  button.textContent = 'Load picture';
  button.title = `${link.hostname} will learn that you looked at it.`;
  button.addEventListener('click', async () => {
    button.setAttribute('aria-busy', 'true');
    const text = link.querySelector('.md-remote-alt')?.textContent.trim() || 'Picture';
    try {
      await frame('picture', text, () => ({ address: link.href, text }), made => button.after(made));
      button.remove();
    } catch {
      button.removeAttribute('aria-busy');
      button.textContent = 'It could not be loaded. Try again';
    }
  });
  link.after(button);
}
