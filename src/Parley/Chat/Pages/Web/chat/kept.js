// What was written and could not be kept on the server: in this browser, for this person and this conversation.
import { chat, conversation } from './page.js';

const key = `parley-draft:${chat?.dataset.account}:${conversation ?? 'new'}`;

export function keepHere(text, where = key) {
  if (text) localStorage.setItem(where, text);
  else localStorage.removeItem(where);
}

export const keptHere = () => localStorage.getItem(key);

export const forgetHere = () => localStorage.removeItem(key);

/** For a new conversation, whichever page this is. */
export const keepForNew = text => keepHere(text, `parley-draft:${chat?.dataset.account}:new`);
