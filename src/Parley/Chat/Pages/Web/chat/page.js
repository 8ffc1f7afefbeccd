// What the page says of itself.
import { send } from '#ui/requests.js';
import { say } from '#ui/toasts.js';
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

/** What was written for a message, as Markdown. When it cannot be read that is said, and there is none. */
export async function source(id) {
  try {
    const response = await fetch(`/c/${conversation}/m/${id}/text`, { credentials: 'same-origin' });
    if (!response.ok) throw new Error(String(response.status));
    return await response.text();
  } catch (problem) {
    say('The text could not be read. Try again in a moment.', { error: true });
    throw problem;
  }
}

/** A form that is sent by script can be sent again. */
export function free(form) {
  delete form.dataset.sent;
  form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
}

/** Posts a form of the page: where it would have led ("path"), or why not ("problem"). When the session has ended ("isOut"), the page says so by itself. */
export async function post(address, body) {
  const response = await send(address, { body, headers: { 'X-Parley-Script': '1', Accept: 'application/json' } });
  const isRefused = response.status === 400 && response.headers.has('x-parley-stale');
  // Whoever is signed out is led to the sign-in. A page that is older than the session is loaded anew.
  if (response.redirected || response.status === 401 || (isRefused && await isOut())) {
    document.dispatchEvent(new Event('parley:out'));
    return { isOut: true };
  }
  if (isRefused) document.dispatchEvent(new Event('parley:stale'));
  return { status: response.status, ...await response.json() };
}

// A form whose token is older than the session is refused before anybody asks whose it is.
const isOut = async () => (await fetch('/api/v1/auth/me', { credentials: 'same-origin', cache: 'no-store' })).status === 401;
