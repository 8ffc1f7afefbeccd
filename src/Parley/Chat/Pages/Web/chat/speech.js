// An answer is read aloud by the browser, where it can. What was begun ends by its button, by another answer, or when the page is left.
import { say } from '#ui/toasts.js';
import { plain } from './plain.js';

const voice = window.speechSynthesis;
const button = document.getElementById('speech-stop');
// Some voices fall silent within a long text.
const longest = 220;
let turn = 0;

for (const item of document.querySelectorAll('[data-msg-do="speak"]')) item.hidden = !voice;

/** What is worth hearing: code and signs of notes are for the eye. */
function words(md) {
  const copy = md.cloneNode(true);
  for (const part of copy.querySelectorAll('.md-code, .md-note-sign, .md-note-name')) part.remove();
  return plain(copy);
}

/** Sentences and lines, joined up to the length that every voice can hold. */
function portions(text) {
  const all = [];
  for (const part of text.match(/[^.!?。！？\n]+[.!?。！？]*\s*/g) ?? [])
    for (let rest = part; rest; rest = rest.slice(longest)) {
      const next = rest.slice(0, longest);
      if (all.length && all.at(-1).length + next.length <= longest) all[all.length - 1] += next;
      else all.push(next);
    }
  return all.filter(part => /[\p{L}\p{N}]/u.test(part));
}

export function speak(md) {
  stop();
  const mine = ++turn;
  const parts = portions(words(md));
  if (!parts.length) return say('There is nothing in this answer to read aloud.');
  button.hidden = false;
  parts.forEach((part, i) => {
    const spoken = new SpeechSynthesisUtterance(part);
    if (i === parts.length - 1) spoken.addEventListener('end', () => { if (mine === turn) stop(); });
    spoken.addEventListener('error', ({ error }) => {
      if (mine !== turn || error === 'interrupted' || error === 'canceled') return;
      stop();
      say('Your browser could not read this aloud: it may have no voice.', { error: true });
    });
    voice.speak(spoken);
  });
}

function stop() {
  turn++;
  voice.cancel();
  button.hidden = true;
}

if (voice && button) {
  button.addEventListener('click', stop);
  addEventListener('pagehide', stop);
}
