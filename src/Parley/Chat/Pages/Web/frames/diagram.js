// Runs in a document without rights, behind the library: draws one diagram from the source that the page sends, and says how large it became.
addEventListener('message', async event => {
  if (event.source !== parent) return;
  const { source, colours, isDark } = event.data;
  try {
    const mermaid = globalThis.mermaid;
    mermaid.initialize({
      startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true, maxTextSize: 40_000, maxEdges: 400, theme: 'base', fontFamily: 'system-ui, sans-serif', fontSize: 15,
      themeVariables: {
        darkMode: isDark, background: colours.paper, primaryColor: colours.soft, primaryTextColor: colours.ink, primaryBorderColor: colours.accent, lineColor: colours.line,
        secondaryColor: colours.surface, tertiaryColor: colours.sunken, textColor: colours.ink, edgeLabelBackground: colours.sunken,
      },
    });
    const { svg } = await mermaid.render('drawn', source);
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
    document.body.style.margin = '0';
    document.body.innerHTML = svg;
    const drawn = document.querySelector('svg');
    drawn.style.display = 'block';
    drawn.style.margin = 'auto';
    const tell = () => parent.postMessage({ height: Math.ceil(drawn.getBoundingClientRect().height) }, '*');
    new ResizeObserver(tell).observe(drawn);
    tell();
  } catch {
    parent.postMessage({ problem: true }, '*');
  }
});
parent.postMessage({ isReady: true }, '*');
