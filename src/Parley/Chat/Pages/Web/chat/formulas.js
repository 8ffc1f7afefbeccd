// Formulas as MathML, in a face that has what they need: signs that grow, and letters of all their alphabets.
import katex from 'katex';
import { letters } from './letters.js';

/** The HTML of a formula, when its face is there: nothing jumps later. */
export async function set(text, isApart) {
  await document.fonts.load('1em "Noto Sans Math"').catch(() => {});
  return katex.renderToString(text, { output: 'mathml', displayMode: isApart, throwOnError: false, trust: false, strict: 'ignore' })
    .replace(/<(mi|mn|mo|mtext) mathvariant="([a-z-]+)">([^<]*)/g, (all, tag, alphabet, inner) => alphabet === 'normal' ? all : `<${tag}>${letters(inner, alphabet)}`);
}
