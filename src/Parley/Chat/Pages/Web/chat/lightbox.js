// Pictures open large, above the page. Ctrl, a middle click or no script open them in a tab.
const dialog = document.getElementById('picture');
const shown = dialog?.querySelector('.lightbox-picture');
let links = [];
let at = 0;

function show(index) {
  at = (index + links.length) % links.length;
  const link = links[at];
  const small = link.querySelector('img');
  const name = link.dataset.picture;
  // The small form stands there until the large one has come.
  shown.src = small?.currentSrc || link.href;
  shown.alt = name;
  const large = new Image();
  large.src = link.href;
  large.decode().then(() => { if (links[at] === link) shown.src = link.href; }, () => {});
  dialog.querySelector('.lightbox-name').textContent = name;
  const save = dialog.querySelector('[data-picture-save]');
  save.href = link.href;
  save.download = name;
  for (const step of dialog.querySelectorAll('[data-picture-step]')) step.hidden = links.length < 2;
}

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-picture]');
  if (link && dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    links = [...(link.closest('ul') ?? link.parentElement).querySelectorAll('a[data-picture]')];
    show(links.indexOf(link));
    dialog.showModal();
  }
  const step = event.target.closest?.('[data-picture-step]');
  if (step) show(at + Number(step.dataset.pictureStep));
});

dialog?.addEventListener('keydown', event => {
  if (links.length < 2 || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
  event.preventDefault();
  show(at + (event.key === 'ArrowRight' ? 1 : -1));
});
dialog?.addEventListener('close', () => shown.removeAttribute('src'));
