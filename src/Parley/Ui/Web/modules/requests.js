// What scripts send carries the form's token, and a failed request is told in a toast instead of swallowed.
import { say } from './toasts.js';

export const token = () => document.querySelector('meta[name="parley-form"]')?.content ?? '';

/** fetch for our own server, with the form's token. */
export function send(path, { method = 'POST', body, json, headers = {}, ...rest } = {}) {
  const all = { RequestVerificationToken: token(), ...headers };
  if (json !== undefined) all['Content-Type'] = 'application/json';
  return fetch(path, { method, body: json === undefined ? body : JSON.stringify(json), headers: all, credentials: 'same-origin', ...rest });
}

document.addEventListener('htmx:config:request', event => {
  const request = event.detail.ctx?.request;
  if (request && request.method !== 'GET') request.headers['RequestVerificationToken'] = token();
});

document.addEventListener('htmx:error', () => say('Parley could not be reached. Nothing was lost; try again when you are back online.', { error: true }));
