// Buttons with command="show-modal" or "close": for browsers that do not know invoker commands yet.
if (!('commandForElement' in HTMLButtonElement.prototype)) {
  document.addEventListener('click', event => {
    const button = event.target.closest?.('button[commandfor]');
    const dialog = button && document.getElementById(button.getAttribute('commandfor'));
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (button.getAttribute('command') === 'show-modal') dialog.showModal();
    else if (button.getAttribute('command') === 'close') dialog.close();
  });
}

// A press beside a dialog with closedby="any" closes it: for browsers that do not know that yet.
if (!('closedBy' in HTMLDialogElement.prototype)) {
  let pressed = null;
  const beside = ({ target, clientX: x, clientY: y }) => {
    if (!target.matches?.('dialog[closedby="any"]')) return null;
    const box = target.getBoundingClientRect();
    return x < box.left || x > box.right || y < box.top || y > box.bottom ? target : null;
  };
  // Whoever marks text in it and lets go beside it did not press there.
  document.addEventListener('pointerdown', event => { pressed = beside(event); });
  document.addEventListener('click', event => { if (pressed && pressed === beside(event)) pressed.close(); });
}

// A dialog opens when htmx has put something into it.
document.addEventListener('htmx:after:swap', event => {
  const dialog = event.detail.ctx?.target?.closest?.('dialog');
  if (dialog && !dialog.open) dialog.showModal();
});

// A dialog that the server wants open at once.
for (const dialog of document.querySelectorAll('dialog[data-open]')) dialog.showModal();
