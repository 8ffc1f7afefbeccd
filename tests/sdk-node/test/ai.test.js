// Vercel's ai with its providers of OpenAI (both formats), Anthropic and everything compatible with OpenAI.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import {
  embed, embedMany, experimental_generateSpeech, experimental_transcribe, generateImage, generateObject, generateText, streamObject, streamText,
  APICallError, Output, stepCountIs, tool,
} from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { z } from 'zod';
import { url, key, model, kinds, sent, sentSchema, stats, untilAborted, odd, long, png, pdf, signature } from './stage.js';

const connection = (apiKey) => ({ baseURL: `${url}/v1`, apiKey });
const providers = (apiKey = key) => ({
  chat: createOpenAI(connection(apiKey)).chat,
  responses: createOpenAI(connection(apiKey)).responses,
  anthropic: createAnthropic(connection(apiKey)),
  compatible: createOpenAICompatible({ name: 'parley', includeUsage: true, supportsStructuredOutputs: true, ...connection(apiKey) }),
});
const names = Object.keys(providers());

globalThis.AI_SDK_LOG_WARNINGS = false;

// A model that they do not know is told that it takes a schema and thinks; for those that they know they tell it themselves.
const providerOptions = {
  anthropic: { structuredOutputMode: 'outputFormat', thinking: { type: 'enabled', budgetTokens: 1024 } },
  openai: { reasoningSummary: 'auto', forceReasoning: true },
};
const weather = z.object({ city: z.string(), temperature: z.number(), tags: z.array(z.string()) });
const thought = 'The user wants an answer. Let me think about it step by step.';
/** OpenAI's own provider does not read the reasoning of chat: OpenAI has none there. */
const thinks = (name) => name !== 'chat';

for (const name of names) for (const kind of kinds) {
  const way = `${name} over ${kind}`;
  const request = (words, more = {}) => ({ model: providers()[name](model(kind, words)), prompt: 'hi', maxRetries: 0, maxOutputTokens: 2000, ...more });

  /** The same of a whole and of a streamed answer. */
  async function ask(streamed, words, more) {
    if (!streamed) return generateText(request(words, more));
    const errors = [];
    const result = streamText({ ...request(words, more), onError: ({ error }) => errors.push(error) });
    await result.consumeStream();
    if (errors.length > 0) throw errors[0];
    const keys = ['text', 'finishReason', 'usage', 'totalUsage', 'toolCalls', 'steps', 'reasoningText', 'output'];
    return Object.fromEntries(await Promise.all(keys.map(async (k) => [k, await result[k]])));
  }

  for (const streamed of [false, true]) {
    const so = `${way}, ${streamed ? 'streamed' : 'whole'}`;

    test(`ai: text arrives exactly (${so})`, async () => {
      const told = await ask(streamed, 'echo-strict', { prompt: odd });
      assert.deepEqual([told.text, told.finishReason], [odd, 'stop']);
      assert.deepEqual([(await ask(streamed, 'utf-n20-crlf-split')).text], [(await ask(streamed, 'utf-n20')).text]);
    });

    test(`ai: usage (${so})`, async () => {
      const { usage } = await ask(streamed, 'pt40-ct10-n7');
      assert.deepEqual([usage.inputTokens, usage.inputTokenDetails.cacheReadTokens, usage.outputTokens, usage.totalTokens], [40, 10, 7, 47]);
    });

    for (const words of ['tools3-strict', 'think-tool-strict']) {
      test(`ai: a loop of tools (${so}, ${words})`, async () => {
        const asked = [];
        const inputSchema = z.object({ city: z.string(), days: z.number(), note: z.string() });
        const run = (what) => tool({ description: what, inputSchema, execute: async (input) => { asked.push([what, input]); return `${what} ${input.days}`; } });
        const more = { prompt: 'weather?', tools: { get_weather: run('weather'), get_time: run('time') }, stopWhen: stepCountIs(5), providerOptions };
        const told = await ask(streamed, words, more);
        const all = [['weather', 1], ['time', 2], ['weather', 3]].slice(0, words === 'tools3-strict' ? 3 : 1);
        assert.deepEqual(asked, all.map(([what, days]) => [what, { city: 'Paris', days, note: 'naïve "quoted" 日本' }]));
        assert.equal(told.text, `The tool said: ${all.map((pair) => pair.join(' ')).join(' | ')}`);
        assert.deepEqual(told.steps.map((step) => step.finishReason), ['tool-calls', 'stop']);
        assert.equal(told.totalUsage.inputTokens, 50);
        if (words === 'think-tool-strict' && name === 'anthropic') assert.equal(JSON.stringify(await sent()).includes(signature), kind === 'messages');
      });
    }

    test(`ai: structured output (${so})`, async () => {
      const expected = { city: 'Paris', temperature: 21, tags: ['mild', 'dry'] };
      const told = await ask(streamed, 'json-strict', { output: Output.object({ schema: weather }), providerOptions });
      assert.deepEqual(told.output, expected);
      assert.deepEqual(sentSchema(kind, await sent()).required, ['city', 'temperature', 'tags']);
      const more = { schema: weather, providerOptions };
      if (!streamed) return assert.deepEqual((await generateObject(request('json-strict', more))).object, expected);
      const growing = [];
      const result = streamObject(request('json-strict', more));
      for await (const partial of result.partialObjectStream) growing.push(partial);
      assert.ok(growing.length > 3);
      return assert.deepEqual([growing.at(-1), await result.object], [expected, expected]);
    });

    test(`ai: reasoning (${so})`, async () => {
      const told = await ask(streamed, 'think-n2', { providerOptions });
      assert.equal(told.text, ' lorem ipsum');
      assert.equal(told.reasoningText ?? '', thinks(name) ? thought : '');
      // Anthropic does not tell its tokens apart, neither as an upstream nor as a format.
      if (name !== 'anthropic' && kind !== 'messages') assert.equal(told.usage.outputTokenDetails.reasoningTokens, 8);
    });

    test(`ai: limit, filter, refusal (${so})`, async () => {
      const cut = await ask(streamed, 'echo-obey', { prompt: long, maxOutputTokens: 16 });
      assert.deepEqual([cut.text, cut.finishReason, cut.usage.outputTokens], [long.slice(0, 96), 'length', 16]);
      const filtered = await ask(streamed, 'filter-n2');
      assert.deepEqual([filtered.text, filtered.finishReason], [' lorem ipsum', 'content-filter']);
    });

    test(`ai: pictures and a PDF (${so})`, async () => {
      await ask(streamed, 'n3', { prompt: undefined, messages: [{ role: 'user', content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image', image: Buffer.from(png, 'base64') },
        { type: 'file', data: Buffer.from(pdf, 'base64'), mediaType: 'application/pdf', filename: 'report.pdf' },
      ] }] });
      const body = JSON.stringify(await sent());
      for (const part of [png, pdf, 'What is this?']) assert.ok(body.includes(part), body);
    });

    test(`ai: errors have their status (${so})`, async () => {
      const failure = async (words, apiKey) => {
        try {
          await ask(streamed, words, apiKey ? { model: providers(apiKey)[name](model(kind, words)) } : {});
        } catch (error) {
          assert.ok(APICallError.isInstance(error), `${error}`);
          return [error.statusCode, error.isRetryable, error.responseHeaders['retry-after'], error.message];
        }
        return assert.fail('no error');
      };
      assert.deepEqual((await failure('err400')).slice(0, 2), [400, false]);
      assert.deepEqual((await failure('n3', 'ply_wrong')).slice(0, 2), [401, false]);
      assert.deepEqual((await failure('err404')).slice(0, 2), [404, false]);
      assert.deepEqual((await failure('err429-ra7')).slice(0, 3), [429, true, '7']);
      for (const words of ['err500', 'err529']) assert.deepEqual((await failure(words)).slice(1, 2), [true]);
      assert.match((await failure('err400'))[3], /simulated status 400/);
    });
  }

  test(`ai: a talk goes on with what the model said before (${way})`, async () => {
    const first = await generateText(request('utf-n20'));
    const talk = [{ role: 'user', content: 'hi' }, ...first.response.messages, { role: 'user', content: 'And then?' }];
    const second = await generateText(request('echo-strict', { prompt: undefined, messages: talk }));
    assert.equal(second.text, 'And then?');
    const body = await sent();
    // OpenAI's provider only names the vendor's own message, which the vendor keeps.
    const { itemId } = first.content[0].providerMetadata?.openai ?? {};
    const remembered = name === 'responses' && kind === 'responses' ? itemId : first.text;
    assert.ok(JSON.stringify(body).includes(remembered), JSON.stringify(body));
  });

  test(`ai: the parts of a stream (${way})`, async () => {
    const parts = [];
    for await (const part of streamText(request('think-n2', { providerOptions })).fullStream) parts.push(part);
    const outline = parts.map((part) => part.type).filter((type, i, all) => type !== all[i - 1]);
    const reasoning = ['reasoning-start', 'reasoning-delta', 'reasoning-end'].filter(() => thinks(name));
    assert.deepEqual(outline.filter((type) => !type.startsWith('reasoning')), ['start', 'start-step', 'text-start', 'text-delta', 'text-end', 'finish-step', 'finish']);
    assert.deepEqual([...new Set(outline.filter((type) => type.startsWith('reasoning')))], reasoning);
    assert.equal(parts.filter((part) => part.type === 'reasoning-delta').map((part) => part.text).join(''), thinks(name) ? thought : '');
    assert.deepEqual(parts.filter((part) => part.type === 'text-delta').map((part) => part.text), [' lorem', ' ipsum']);
    assert.equal(parts.at(-1).finishReason, 'stop');
  });

  for (const words of ['drop2-n9', 'rst2-n9', 'errmid2-n9']) {
    test(`ai: a cut stream is an error (${way}, ${words})`, async () => {
      const parts = [];
      for await (const part of streamText({ ...request(words), onError: () => {} }).fullStream) parts.push(part);
      assert.equal(parts.filter((part) => part.type === 'text-delta').map((part) => part.text).join(''), ' lorem ipsum');
      assert.equal(parts.filter((part) => part.type === 'error').length, 1, JSON.stringify(parts));
      assert.ok(!parts.some((part) => part.type === 'finish' && part.finishReason === 'stop'), JSON.stringify(parts));
    });
  }

  test(`ai: a client that leaves closes the upstream (${way})`, async () => {
    const before = (await stats()).client_aborted;
    const leave = new AbortController();
    const types = [];
    for await (const part of streamText(request('n200-itl20', { abortSignal: leave.signal })).fullStream) {
      types.push(part.type);
      if (part.type === 'text-delta') leave.abort();
    }
    assert.equal(types.at(-1), 'abort');
    assert.ok(await untilAborted(before) < 1000);
  });
}

test('ai: vectors of texts', async () => {
  const { chat, responses, anthropic, ...rest } = providers();
  assert.ok(rest.compatible);
  for (const embedder of [createOpenAI(connection(key)).embedding(model('chat', 'n3')), rest.compatible.textEmbeddingModel(model('gemini', 'n3'))]) {
    const { embeddings, usage } = await embedMany({ model: embedder, values: ['first', 'second'], maxRetries: 0 });
    const { embedding } = await embed({ model: embedder, value: 'first', maxRetries: 0 });
    assert.deepEqual(embeddings[0], embedding);
    assert.notDeepEqual(embeddings[0], embeddings[1]);
    assert.ok(usage.tokens > 0);
  }
});

test('ai: pictures and sound', async () => {
  const openai = createOpenAI(connection(key));
  const { image } = await generateImage({ model: openai.image(model('chat', 'n3')), prompt: 'A lighthouse in fog', maxRetries: 0 });
  assert.equal(Buffer.from(image.uint8Array).subarray(1, 4).toString(), 'PNG');
  const { audio } = await experimental_generateSpeech({ model: openai.speech(model('chat', 'n200-itl20')), text: 'The ferry leaves at nine.', maxRetries: 0 });
  assert.ok(audio.uint8Array.length > 1000);
  const recording = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(40_000)]);
  const { text } = await experimental_transcribe({ model: openai.transcription(model('chat', 'n3')), audio: recording, maxRetries: 0 });
  assert.match(text, /lorem/);
});
