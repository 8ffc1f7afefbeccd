// Files that are dropped on the chat or pasted into the message, and text that is too long for one.
import { say } from '#ui/toasts.js';
import { attach } from './attachments.js';

const veil = document.querySelector('[data-drop]');
let depth = 0;

const hasFiles = event => [...event.dataTransfer?.types ?? []].includes('Files');

function show(isOver) {
  veil.hidden = !isOver;
  if (!isOver) depth = 0;
}

if (veil) {
  addEventListener('dragenter', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth++;
    show(true);
  });
  addEventListener('dragleave', event => { if (hasFiles(event) && --depth <= 0) show(false); });
  addEventListener('dragover', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(false);
    const items = [...event.dataTransfer.items].filter(item => item.kind === 'file');
    const isFolder = item => item.webkitGetAsEntry?.()?.isDirectory;
    if (items.some(isFolder)) say('Folders cannot be attached. Choose the files in them.', { error: true });
    const files = items.length ? items.filter(item => !isFolder(item)).map(item => item.getAsFile()).filter(Boolean) : [...event.dataTransfer.files];
    if (files.length) attach(files);
    document.querySelector('[data-composer]')?.elements.Message.focus();
  });
}

/** The field would take what fits and drop the rest without a word. */
function isTooLong(text, field) {
  return text.length + field.value.length - (field.selectionEnd - field.selectionStart) > field.maxLength;
}

document.addEventListener('paste', event => {
  const field = event.target.closest?.('[data-composer]')?.elements.Message;
  const text = event.clipboardData?.getData('text/plain');
  if (field && event.target === field && text && isTooLong(text, field)) {
    event.preventDefault();
    const isTaken = attach([new File([text], 'Pasted text.txt', { type: 'text/plain' })]);
    if (isTaken) say(`A message takes ${field.maxLength.toLocaleString('en')} characters, so what you pasted goes along as a file.`);
    return;
  }
  const files = [...event.clipboardData?.files ?? []];
  // What was copied as text and as a picture of it is meant as text.
  if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
  if (event.target.matches?.('input, textarea') && !event.target.closest('[data-composer]')) return;
  event.preventDefault();
  attach(files);
});
