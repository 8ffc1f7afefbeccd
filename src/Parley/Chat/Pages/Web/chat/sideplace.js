// Where the list of conversations was scrolled to stays from page to page of this tab.
const side = document.querySelector('.side-body');
const place = 'parley-side-top';

// A side that is folded away, or a drawer that is closed, has no height to scroll in before it is opened.
const seen = new ResizeObserver(() => {
  if (!side.clientHeight) return;
  seen.disconnect();
  side.scrollTop = Number(sessionStorage.getItem(place) ?? 0);
  side.querySelector('.chats-link[aria-current]')?.scrollIntoView({ block: 'nearest' });
});

if (side) {
  seen.observe(side);
  addEventListener('pagehide', () => { if (side.clientHeight) sessionStorage.setItem(place, Math.round(side.scrollTop)); });
}
