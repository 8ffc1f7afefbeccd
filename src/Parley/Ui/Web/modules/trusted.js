// The one place of our own scripts where text becomes markup: what the server rendered, or a library escaped.
const policy = globalThis.trustedTypes?.createPolicy('parley', { createHTML: html => html }) ?? { createHTML: html => html };

/** @param {string} html markup that is safe already */
export const markup = html => policy.createHTML(html);
