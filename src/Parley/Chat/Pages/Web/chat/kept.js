// What was written and could not be kept on the server: in this browser, for this person and this conversation.
import { chat, conversation } from './page.js';

const key = `parley-draft:${chat?.dataset.account}:${conversation ?? 'new'}`;

export function keepHere(text, files = [], where = key) {
  if (text || files.length > 0) localStorage.setItem(where, JSON.stringify({ text, files }));
  else localStorage.removeItem(where);
}

/** The text and the files' ids; null for nothing. */
export const keptHere = () => JSON.parse(localStorage.getItem(key) ?? 'null');

export const forgetHere = () => localStorage.removeItem(key);

/** For a new conversation, whichever page this is. */
export const keepForNew = (text, files) => keepHere(text, files, `parley-draft:${chat?.dataset.account}:new`);
