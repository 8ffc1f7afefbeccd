// Runs in a document without rights: shows one picture from elsewhere that the person asked for. Its server hears no more than the request.
addEventListener('message', event => {
  if (event.source !== parent) return;
  document.documentElement.style.colorScheme = event.data.isDark ? 'dark' : 'light';
  // Told again for another theme: one picture is one request.
  if (document.images.length) return;
  const picture = new Image();
  picture.referrerPolicy = 'no-referrer';
  picture.alt = event.data.text;
  picture.style.cssText = 'display:block;max-width:100%;max-height:480px;border-radius:12px';
  const tell = () => parent.postMessage({ height: Math.ceil(picture.getBoundingClientRect().height) }, '*');
  picture.addEventListener('load', () => { new ResizeObserver(tell).observe(picture); tell(); });
  picture.addEventListener('error', () => parent.postMessage({ problem: true }, '*'));
  document.body.style.margin = '0';
  document.body.replaceChildren(picture);
  picture.src = event.data.address;
});
parent.postMessage({ isReady: true }, '*');
