// The alphabets of mathematics. Browsers no longer read mathvariant: MathML Core wants the letters themselves.

/** Where each begins: capitals, small letters, digits, Greek capitals, Greek small letters; 0 where there are none. */
const alphabets = {
  'bold': [0x1d400, 0x1d41a, 0x1d7ce, 0x1d6a8, 0x1d6c2],
  'italic': [0x1d434, 0x1d44e, 0, 0x1d6e2, 0x1d6fc],
  'bold-italic': [0x1d468, 0x1d482, 0, 0x1d71c, 0x1d736],
  'script': [0x1d49c, 0x1d4b6, 0, 0, 0],
  'bold-script': [0x1d4d0, 0x1d4ea, 0, 0, 0],
  'fraktur': [0x1d504, 0x1d51e, 0, 0, 0],
  'bold-fraktur': [0x1d56c, 0x1d586, 0, 0, 0],
  'double-struck': [0x1d538, 0x1d552, 0x1d7d8, 0, 0],
  'sans-serif': [0x1d5a0, 0x1d5ba, 0x1d7e2, 0, 0],
  'bold-sans-serif': [0x1d5d4, 0x1d5ee, 0x1d7ec, 0x1d756, 0x1d770],
  'sans-serif-italic': [0x1d608, 0x1d622, 0, 0, 0],
  'sans-serif-bold-italic': [0x1d63c, 0x1d656, 0, 0x1d790, 0x1d7aa],
  'monospace': [0x1d670, 0x1d68a, 0x1d7f6, 0, 0],
};
const firsts = ['A', 'a', '0', 'Α', 'α'].map(first => first.codePointAt(0));

/** Those that were there before the alphabets, and left a gap in them. */
const older = {
  'italic': { h: 'ℎ' },
  'script': { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ' },
  'fraktur': { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  'double-struck': { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
};

/** A text of HTML in one of the alphabets; what it has no letter for stays. */
export const letters = (text, alphabet) => text.replace(/&\w+;|([A-Z])|([a-z])|([0-9])|([Α-Ω])|([α-ω])/g, (one, ...kinds) => {
  const kind = kinds.slice(0, firsts.length).findIndex(found => found !== undefined);
  const start = alphabets[alphabet]?.[kind];
  return older[alphabet]?.[one] ?? (start ? String.fromCodePoint(start + one.codePointAt(0) - firsts[kind]) : one);
});
