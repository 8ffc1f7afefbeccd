// Who answers: the choice beside the composer, the greeting of an empty chat, and what is remembered.
import { send } from '#ui/requests.js';
import { say } from '#ui/toasts.js';
import { conversation, part } from './page.js';
import { refresh } from './thread.js';

const headers = { 'X-Parley-Script': '1', Accept: 'application/json' };
const menu = () => document.getElementById('persona-menu');
const chosen = () => menu()?.querySelector('input:checked');
let timer;
let turn = 0;

/** The button says who is chosen, the model is the one that they prefer. */
function show(input, takesModel) {
  const button = document.querySelector('[data-persona-button]');
  const face = input.closest('label').querySelector('.face').cloneNode(true);
  face.classList.add('small');
  button.querySelector('.face').replaceWith(face);
  button.querySelector('.persona-name bdi').textContent = input.dataset.name;
  button.setAttribute('aria-label', `Persona: ${input.dataset.name}`);
  const model = document.querySelector('[data-model]');
  const wanted = input.dataset.model;
  if (takesModel && wanted && model && [...model.options].some(option => option.value === wanted)) model.value = wanted;
}

async function choose(input) {
  show(input, !conversation);
  const mine = ++turn;
  try {
    if (conversation) {
      const body = new FormData();
      body.set('Persona', input.value);
      const answer = await (await send(`/c/${conversation}/persona`, { body, headers })).json();
      if (!answer.path) say(answer.problem ?? 'The persona could not be chosen. Nothing was changed.', { error: true });
      return;
    }
    const next = await part(`/personas/${input.value}/welcome`);
    if (next && mine === turn) document.querySelector('.chat-welcome')?.replaceWith(next);
  } catch {
    // The next message says who is to answer it, whatever became of this.
  }
}

async function useForNew() {
  const input = chosen();
  if (!input) return;
  const body = new FormData();
  body.set('Persona', input.value);
  try {
    const answer = await (await send('/personas/current', { body, headers })).json();
    if (!answer.path) return say(answer.problem ?? 'That did not work. Nothing was changed.', { error: true });
    say(`${input.dataset.name} answers in new chats.`);
    await renew();
  } catch {
    say('Parley could not be reached. Nothing was changed; try again when you are back online.', { error: true });
  }
}

/** The list as it is now, with the same one chosen. */
async function renew(id = chosen()?.value) {
  const old = menu();
  if (!old || old.matches(':popover-open')) return;
  const next = await part(`/personas/menu${id ? `?chosen=${id}` : ''}`).catch(() => null);
  if (!next) return;
  old.replaceWith(next);
  const input = chosen();
  if (input) show(input, false);
}

async function renewSide() {
  const next = await part('/personas/side').catch(() => null);
  if (next) document.getElementById('side-personas')?.replaceWith(next);
}

document.addEventListener('change', event => {
  if (event.target.matches?.('#persona-menu input[name="Persona"]')) choose(event.target);
});

// Arrow keys move among the radios here, not among the items of the menu; Enter is content with the choice.
document.addEventListener('keydown', event => {
  if (!event.target.matches?.('#persona-menu input')) return;
  if (event.key.startsWith('Arrow')) event.stopPropagation();
  if (event.key !== 'Enter') return;
  event.preventDefault();
  event.stopPropagation();
  menu().hidePopover();
}, true);

document.addEventListener('click', event => {
  if (event.target.closest?.('a[data-starter]')) event.preventDefault();
  if (event.target.closest?.('[data-persona-usual]')) {
    event.preventDefault();
    useForNew();
  }
});

document.addEventListener('parley:feed', ({ detail: { kind, data } }) => {
  if (kind === 'conversation' && conversation && data.id === conversation && data.personaId && data.personaId !== chosen()?.value) renew(data.personaId);
  if (kind === 'persona' || kind === 'persona.removed' || kind === 'persona.current') renew();
  if (!kind.startsWith('memory')) return;
  clearTimeout(timer);
  timer = setTimeout(renewSide, 150);
  const isShown = data.messageId ? document.getElementById(`m-${data.messageId}`) : data.all || document.querySelector(`.memory-lines [data-memory="${data.id}"]`);
  if (isShown && conversation) refresh();
});
