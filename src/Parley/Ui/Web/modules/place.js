/** Puts an open popover beside an element: below it where there is room, otherwise where there is more; as tall as fits there. */
export function beside(popover, anchor, atEnd = false) {
  popover.style.maxHeight = '';
  const at = anchor.getBoundingClientRect();
  const own = popover.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const isBelow = own.height <= below || below >= above;
  const height = Math.min(own.height, isBelow ? below : above);
  if (height < own.height) popover.style.maxHeight = `${height}px`;
  popover.style.position = 'fixed';
  popover.style.left = `${Math.max(8, Math.min(atEnd ? at.right - own.width : at.left, innerWidth - own.width - 8))}px`;
  popover.style.top = `${isBelow ? at.bottom + 4 : at.top - height - 4}px`;
}
