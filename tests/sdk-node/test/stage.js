// Given by the launcher: where Parley is, a key for it, and where the simulator behind it tells what happened.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';

const given = (name) => process.env[name] ?? assert.fail(`${name} is not set; the launcher does that`);

export const url = given('PARLEY_URL');
export const key = given('PARLEY_KEY');
/** A key that may ask once a minute. */
export const spent = given('PARLEY_SPENT_KEY');
const simulator = given('SIMULATOR_URL');

/** All upstream kinds; a model is named after its upstream's kind and the words for the simulator. */
export const kinds = ['chat', 'responses', 'messages', 'gemini'];
export const model = (kind, words) => `${kind}-${words}`;

export const openai = (apiKey = key) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
export const anthropic = (apiKey = key) => new Anthropic({ apiKey, baseURL: url, maxRetries: 0 });

export const stats = async () => (await fetch(`${simulator}/__stats`)).json();
/** The request that the upstream got last. */
export const sent = async () => JSON.parse((await (await fetch(`${simulator}/__last`)).text()).split('\r\n\r\n').slice(1).join('\r\n\r\n'));

/** The schema for structured output in a request to an upstream of this kind. */
export const sentSchema = (kind, body) => ({
  chat: () => body.response_format.json_schema.schema,
  responses: () => body.text.format.schema,
  messages: () => body.output_config.format.schema,
  gemini: () => body.generationConfig.responseJsonSchema ?? body.generationConfig.responseSchema,
})[kind]();

/** The kinds of the parts of the last request's first message, in the words of the upstream. */
export async function sentParts(kind) {
  const body = await sent();
  if (kind === 'gemini') return body.contents[0].parts.map((p) => Object.keys(p)[0]);
  return (kind === 'responses' ? body.input : body.messages)[0].content.map((p) => p.type);
}

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
/** Longer than 16 pieces of the simulator, the least that Responses may be limited to. */
export const long = 'abcdef'.repeat(20);
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n').toString('base64');
export const signature = 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds6+/==';
export const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };

/** Runs a check for every upstream kind, streamed and not. */
export const everyWay = (check) => kinds.flatMap((kind) => [false, true].map((streamed) => check(kind, streamed, `${kind}, ${streamed ? 'streamed' : 'whole'}`)));
