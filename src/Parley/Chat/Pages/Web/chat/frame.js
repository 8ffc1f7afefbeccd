// What is not ours is drawn in a document without rights (/frames/...): it is sent its source, and says how tall it became.
import { keepBottom } from './scroll.js';

const isDark = () => document.documentElement.dataset.theme === 'dark' || (document.documentElement.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);

// Those that are open, and how each is sent its source: a change of the theme has them drawn again.
const open = new Map();
const redraw = () => {
  for (const [made, tell] of open) made.isConnected ? tell() : open.delete(made);
};
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ['data-theme'] });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

/** Opens such a document at a place. What it is sent is made anew for each theme. Gives it once something is to be seen; fails when nothing is. */
export function frame(kind, title, message, place) {
  const made = document.createElement('iframe');
  made.className = `md-frame md-frame-${kind}`;
  made.title = title;
  made.setAttribute('sandbox', 'allow-scripts');
  const tell = () => made.contentWindow.postMessage({ ...message(), isDark: isDark() }, '*');
  open.set(made, tell);
  return new Promise((done, failed) => {
    addEventListener('message', function hear({ source, data }) {
      if (!made.isConnected) return removeEventListener('message', hear);
      if (source !== made.contentWindow) return;
      if (data.isReady) tell();
      else if (data.height > 0) {
        keepBottom(() => {
          made.style.height = `${Math.min(data.height, 4_000)}px`;
          made.dataset.shown = '';
        });
        done(made);
      } else if (data.problem) {
        made.remove();
        failed(new Error(kind));
      }
    });
    made.src = `/frames/${kind}`;
    keepBottom(() => place(made));
  });
}
