// What was written and could not be kept on the server: in this browser, for this person and this conversation.
import { chat, conversation } from './page.js';

const key = `parley-draft:${chat?.dataset.account}:${conversation ?? 'new'}`;

/** @param {{ where?: string, over?: string }} how - With `over`, what the server knew: the copy counts only until it knows something else. */
export function keepHere(text, files = [], { where = key, over } = {}) {
  if (text || files.length > 0) localStorage.setItem(where, JSON.stringify({ text, files, over }));
  else localStorage.removeItem(where);
}

/** The text, the files' ids, and what the server may know for the copy to count; null for nothing. */
export const keptHere = () => JSON.parse(localStorage.getItem(key) ?? 'null');

export const forgetHere = () => localStorage.removeItem(key);

/** For a new conversation, whichever page this is. */
export const keepForNew = (text, files) => keepHere(text, files, { where: `parley-draft:${chat?.dataset.account}:new` });
