// Passkeys between the server's JSON and the browser's bytes, for browsers that know passkeys but not their JSON yet.
const known = globalThis.PublicKeyCredential;

/** Makes a passkey, or asks for one; gives what the server wants to have, as JSON. Fails in words where there are none. */
export async function credential(isNew, options) {
  if (!known) throw new Error('this browser has none. Use another one, or your password.');
  const publicKey = isNew ? known.parseCreationOptionsFromJSON?.(options) ?? read(options) : known.parseRequestOptionsFromJSON?.(options) ?? read(options);
  const made = await navigator.credentials[isNew ? 'create' : 'get']({ publicKey });
  return JSON.stringify(made.toJSON ? made : write(made));
}

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

function read({ challenge, user, excludeCredentials, allowCredentials, ...rest }) {
  const listed = list => list?.map(one => ({ ...one, id: bytes(one.id) })) ?? [];
  return { ...rest, challenge: bytes(challenge), ...user && { user: { ...user, id: bytes(user.id) } }, excludeCredentials: listed(excludeCredentials), allowCredentials: listed(allowCredentials) };
}

function write({ id, rawId, type, authenticatorAttachment, response }) {
  const said = Object.fromEntries(['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].filter(name => response[name]).map(name => [name, text(response[name])]));
  return { id, rawId: text(rawId), type, authenticatorAttachment, clientExtensionResults: {}, response: { ...said, transports: response.getTransports?.() } };
}
