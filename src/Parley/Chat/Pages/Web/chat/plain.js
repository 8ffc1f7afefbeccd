// An answer as plain text, as somebody would type it: lists keep their signs, a formula its source, a table its columns.
const apart = new Set(['DIV', 'P', 'UL', 'OL', 'PRE', 'TABLE', 'BLOCKQUOTE', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HR']);
const holders = 'ul, ol, table, thead, tbody, tr';

/** The text of what is in a node. */
export const plain = node => inside(node).replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim();

const inside = node => [...node.childNodes].map(of).join('');

function of(node) {
  if (node.nodeType === Node.TEXT_NODE) return isBetween(node) ? '' : node.data.replace(/\s+/g, ' ');
  if (!(node instanceof Element) || node.matches('button, script, style, iframe, .md-code-head, [hidden]:not(pre)')) return '';
  if (node.matches('.md-math')) return formula(node);
  if (node.matches('.md-note-sign, .md-note-name')) return `[${node.textContent}] `.slice(0, node.tagName === 'SUP' ? -1 : undefined);
  switch (node.tagName) {
    case 'BR': return '\n';
    case 'IMG': return node.alt;
    case 'INPUT': return node.checked ? '[x]' : '[ ]';
    case 'PRE': return `\n\n${node.textContent.trimEnd()}\n\n`;
    case 'HR': return '\n\n---\n\n';
    case 'LI': return item(node);
    case 'TR': return `${[...node.cells].map(cell => inside(cell).trim()).join('\t')}\n`;
    case 'BLOCKQUOTE': return `\n\n${plain(node).replace(/^/gm, '> ')}\n\n`;
  }
  return apart.has(node.tagName) ? `\n\n${inside(node).trim()}\n\n` : inside(node);
}

/** White space that only keeps elements apart in the source. */
const isBetween = text => !text.data.trim() && (text.parentElement.matches(holders) || [text.previousSibling, text.nextSibling].some(next => !next || apart.has(next.tagName)));

function formula(node) {
  const source = node.querySelector('annotation')?.textContent ?? node.textContent;
  return node.matches('.md-math-apart') ? `\n\n${source.trim()}\n\n` : source;
}

function item(node) {
  const list = node.parentElement;
  const sign = list.tagName === 'OL' ? `${list.start + [...list.children].indexOf(node)}. ` : '- ';
  return `${sign}${plain(node).replace(/\n\n(?=\s*(-|\d+\.) )/g, '\n').replace(/\n/g, `\n${' '.repeat(sign.length)}`)}\n`;
}
