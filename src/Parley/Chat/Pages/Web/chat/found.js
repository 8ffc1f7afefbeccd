// What a search led to: the first place in the message comes into view, and what was looked for is marked until somebody does something.
// The marks are the browser's own: the text, and what is copied of it, stays as it is.
const name = 'found';
const words = new URLSearchParams(location.search).getAll('find').filter(Boolean);
const message = words.length > 0 ? document.getElementById(location.hash.slice(1)) : null;
const text = message?.querySelector(':scope > :is(.msg-text, .md)');

if (text) {
  const ranges = places(text, words);
  if (ranges.length > 0) {
    show(ranges[0]);
    // The browser goes to the beginning of the message until all is loaded.
    if (document.readyState !== 'complete') addEventListener('load', () => requestAnimationFrame(() => show(ranges[0])), { once: true });
    if (CSS.highlights) {
      CSS.highlights.set(name, new Highlight(...ranges));
      for (const act of ['pointerdown', 'keydown']) addEventListener(act, () => CSS.highlights.delete(name), { once: true, capture: true });
    }
  }
}

/** Letters without their accents, as the search takes them; places stay where they are. */
function fold(all) {
  return all.replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, letter => letter.normalize('NFD')[0]);
}

/** Where one of the words stands, though markup may divide it. */
function places(within, some) {
  const nodes = [];
  let whole = '';
  const walk = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (walk.currentNode.parentElement.closest('.md-code-head')) continue;
    nodes.push({ node: walk.currentNode, start: whole.length });
    whole += walk.currentNode.data;
  }
  const place = (at, isEnd) => {
    const { node, start } = nodes.findLast(one => isEnd ? one.start < at : one.start <= at);
    return [node, at - start];
  };
  // Lines may be broken elsewhere than they were written.
  const pattern = some.map(word => fold(word).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+')).join('|');
  return [...fold(whole).matchAll(new RegExp(pattern, 'giu'))].map(({ 0: found, index }) => {
    const range = new Range();
    range.setStart(...place(index, false));
    range.setEnd(...place(index + found.length, true));
    return range;
  });
}

/** A long message scrolls by itself. */
function show(range) {
  const first = range.getBoundingClientRect();
  text.scrollTop += first.top - text.getBoundingClientRect().top - text.clientHeight / 2;
  scrollTo({ top: scrollY + range.getBoundingClientRect().top - innerHeight / 3, behavior: 'instant' });
}
