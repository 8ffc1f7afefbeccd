// form[data-passkey]: asks the device for a passkey ("signIn") or to make one ("register"), puts the answer into the form
// and sends it. Must be imported before forms.js, which lets a form be sent once only.
import { credential } from './credentials.js';
import { send } from './requests.js';
import { say } from './toasts.js';

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.dataset.passkey || field(form, 'credential').value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form);
}, true);

// Where a form carries another's fields along, its own have a name in front.
const field = (form, name) => form.elements[`proof-${name}`] ?? form.elements[name];

async function ask(form) {
  const button = form.querySelector('button[type="submit"], button:not([type])');
  button?.setAttribute('aria-busy', 'true');
  try {
    const answer = await send('/api/v1/auth/passkeys/options', { json: { for: form.dataset.passkey } });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const { state, options } = await answer.json();
    const answered = await credential(form.dataset.passkey === 'register', options);
    field(form, 'state').value = state;
    field(form, 'credential').value = answered;
    form.requestSubmit();
  } catch (problem) {
    // Whoever closes the device's dialog knows that they did.
    if (problem.name !== 'NotAllowedError') say(`The passkey did not work: ${problem.message}`, { error: true });
    else say('No passkey was used.', { error: true });
  } finally {
    button?.removeAttribute('aria-busy');
  }
}
