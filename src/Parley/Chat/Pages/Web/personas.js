// Pages of personas: the look is shown while it is chosen, what is forgotten or deleted can be taken back.
import { send } from '#ui/requests.js';
import { say } from '#ui/toasts.js';

const headers = { 'X-Parley-Script': '1', Accept: 'application/json' };
const form = document.querySelector('[data-persona-form]');
const place = document.querySelector('[data-look-face]');
const deleted = 'parley-deleted-persona';
const mostBytes = 5 * 1024 * 1024;
let picture = null;
let before = place?.querySelector('img')?.src ?? null;

function initials(name) {
  const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return name.split(' ').filter(Boolean).slice(0, 2).map(word => [...letters.segment(word)][0].segment.toUpperCase()).join('') || '?';
}

const hueOf = name => [...Array(name.length).keys()].reduce((sum, i) => (sum * 31 + name.charCodeAt(i)) & 0xffff, 0) % 6;

function look() {
  const source = picture ?? (form.elements.removePicture?.checked ? null : before);
  let face;
  if (source) face = Object.assign(new Image(), { src: source, alt: '' });
  else {
    face = document.createElement('span');
    face.setAttribute('aria-hidden', 'true');
    const color = form.querySelector('input[name="color"]:checked');
    const glyph = form.elements.glyph.value.trim();
    face.dataset.hue = color?.value ? color.dataset.hue : glyph ? 6 : hueOf(form.elements.name.value.trim());
    face.dataset.glyph = glyph || initials(form.elements.name.value.trim());
  }
  face.className = 'avatar face huge';
  place.replaceChildren(face);
}

function takePicture(input) {
  if (picture) URL.revokeObjectURL(picture);
  picture = null;
  const file = input.files[0];
  if (file && file.size > mostBytes) {
    input.value = '';
    say('That picture is larger than 5 MB. Choose a smaller one.', { error: true });
  } else if (file) picture = URL.createObjectURL(file);
}

if (form && place) {
  form.addEventListener('input', event => {
    if (event.target.name === 'picture') takePicture(event.target);
    if (event.target.matches('[data-look], [name="removePicture"]')) look();
  });
  // Nothing typed is lost by a wrong click.
  let isChanged = form.matches(':has([aria-invalid="true"])');
  form.addEventListener('input', () => { isChanged = true; });
  form.addEventListener('submit', () => { isChanged = false; });
  addEventListener('beforeunload', event => { if (isChanged) event.preventDefault(); });
}

document.addEventListener('submit', async event => {
  const forget = event.target.closest?.('[data-forget]');
  if (!forget) return;
  event.preventDefault();
  delete forget.dataset.sent;
  try {
    const answer = await (await send(forget.action, { body: new FormData(forget), headers })).json();
    if (!answer.path) return say(answer.problem ?? 'That did not work. Nothing was forgotten.', { error: true });
    const row = forget.closest('li');
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector('summary')?.focus();
    say('Forgotten.', { action: { label: 'Undo', run: () => again(forget) } });
  } catch {
    say('Parley could not be reached. Nothing was forgotten; try again when you are back online.', { error: true });
  }
});

document.addEventListener('submit', async event => {
  const form = event.target.closest?.('[data-delete-persona]');
  if (!form) return;
  event.preventDefault();
  delete form.dataset.sent;
  try {
    const answer = await (await send(form.action, { body: new FormData(form), headers })).json();
    if (!answer.path) return say(answer.problem ?? 'That did not work. Nothing was deleted.', { error: true });
    // The way back goes along.
    sessionStorage.setItem(deleted, JSON.stringify({ id: form.dataset.deletePersona, said: answer.said }));
    location.assign(answer.path);
  } catch {
    say('Parley could not be reached. Nothing was deleted; try again when you are back online.', { error: true });
  }
});

const was = JSON.parse(sessionStorage.getItem(deleted) ?? 'null');
if (was) {
  sessionStorage.removeItem(deleted);
  say(was.said, { action: { label: 'Undo', run: () => document.querySelector(`form[action="/personas/${was.id}/restore"]`)?.requestSubmit() } });
}

async function again(forget) {
  const body = new FormData();
  body.set('text', forget.dataset.forget);
  try {
    const answer = await (await send(forget.dataset.again, { body, headers })).json();
    if (answer.path) location.reload();
    else say(answer.problem ?? 'It could not be taken back.', { error: true });
  } catch {
    say('Parley could not be reached, so it was not taken back. It said: ' + forget.dataset.forget, { error: true });
  }
}
