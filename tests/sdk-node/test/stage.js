// Given by the launcher: where Parley is, a key for it, and where the simulator behind it tells what happened.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';

const given = (name) => process.env[name] ?? assert.fail(`${name} is not set; the launcher does that`);

export const url = given('PARLEY_URL');
export const key = given('PARLEY_KEY');
const simulator = given('SIMULATOR_URL');

/** Both upstream kinds; a model is named after its upstream's kind and the words for the simulator. */
export const kinds = ['chat', 'messages'];
export const model = (kind, words) => `${kind}-${words}`;

export const openai = (apiKey = key) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
export const anthropic = (apiKey = key) => new Anthropic({ apiKey, baseURL: url, maxRetries: 0 });

export const stats = async () => (await fetch(`${simulator}/__stats`)).json();
/** The request that the upstream got last. */
export const sent = async () => JSON.parse((await (await fetch(`${simulator}/__last`)).text()).split('\r\n\r\n').slice(1).join('\r\n\r\n'));

/** Milliseconds until the simulator has counted another client that left. */
export async function untilAborted(before) {
  const start = performance.now();
  while (performance.now() - start < 10_000) {
    if ((await stats()).client_aborted > before) return performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Infinity;
}

export const odd = 'Zażółć gęślą jaźń — 日本語 🚀😀 "quoted" \\ back\nline';
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n').toString('base64');
export const signature = 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds6+/==';
export const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };

/** Runs a check for every upstream kind, streamed and not. */
export const everyWay = (check) => kinds.flatMap((kind) => [false, true].map((streamed) => check(kind, streamed, `${kind}, ${streamed ? 'streamed' : 'whole'}`)));
