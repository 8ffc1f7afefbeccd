// What the page says of itself.
import { markup } from '#ui/trusted.js';

export const chat = document.getElementById('chat');
export const conversation = chat?.dataset.conversation || null;
export const path = chat?.dataset.path ?? '/c';

/** A part of the page as the server renders it now; null when it is not there any more. */
export async function part(address) {
  const response = await fetch(address, { headers: { 'HX-Request': 'true', Accept: 'text/html' }, credentials: 'same-origin', cache: 'no-store' });
  if (response.status === 404) return null;
  if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
  return new DOMParser().parseFromString(markup(await response.text()), 'text/html').body.firstElementChild;
}

/** A form that is sent by script can be sent again. */
export function free(form) {
  delete form.dataset.sent;
  form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
}
