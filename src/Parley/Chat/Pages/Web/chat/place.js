/** Puts an open popover beside an element: below it where there is room, otherwise above. */
export function beside(popover, anchor, atEnd = false) {
  const at = anchor.getBoundingClientRect();
  const own = popover.getBoundingClientRect();
  const left = atEnd ? at.right - own.width : at.left;
  popover.style.position = 'fixed';
  popover.style.left = `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`;
  popover.style.top = `${at.bottom + own.height + 12 > innerHeight ? Math.max(8, at.top - own.height - 4) : at.bottom + 4}px`;
}
