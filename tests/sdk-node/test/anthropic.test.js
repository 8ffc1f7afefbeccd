import { test } from 'node:test';
import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import { anthropic, spent, model, kinds, everyWay, sent, stats, sentSchema, sentParts, untilAborted, odd, long, png, pdf, schema, signature } from './stage.js';

const tools = ['get_weather', 'get_time'].map((name) => ({ name, input_schema: { type: 'object', properties: { city: { type: 'string' } } } }));

/** The whole message; a streamed one is folded by the SDK itself. */
const ask = (streamed, request) => streamed
  ? anthropic().messages.stream({ max_tokens: 2000, ...request }).finalMessage()
  : anthropic().messages.create({ max_tokens: 2000, ...request });

const say = (content) => [{ role: 'user', content }];
const text = (message) => message.content.filter((b) => b.type === 'text').map((b) => b.text).join('');

everyWay((kind, streamed, way) => {
  test(`anthropic: text arrives exactly (${way})`, async () => {
    const message = await ask(streamed, { model: model(kind, 'echo-strict'), messages: say(odd) });
    assert.equal(text(message), odd);
    assert.equal(message.stop_reason, 'end_turn');
    assert.equal(message.role, 'assistant');
  });

  test(`anthropic: any dress of the wire (${way})`, async () => {
    const plain = await ask(streamed, { model: model(kind, 'utf-n20'), messages: say('hi') });
    const dressed = await ask(streamed, { model: model(kind, 'utf-n20-crlf-split'), messages: say('hi') });
    assert.equal(text(dressed), text(plain));
  });

  test(`anthropic: a system prompt of blocks (${way})`, async () => {
    await ask(streamed, { model: model(kind, 'n3'), messages: say('hi'),
      system: [{ type: 'text', text: 'Be brief.' }, { type: 'text', text: 'Speak French.', cache_control: { type: 'ephemeral' } }] });
    assert.match(JSON.stringify(await sent()), /Be brief\..*Speak French\./s);
  });

  test(`anthropic: pictures and PDFs (${way})`, async () => {
    await ask(streamed, { model: model(kind, 'n3'), messages: say([
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
      { type: 'image', source: { type: 'url', url: 'https://example.com/cat.png' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: pdf }, title: 'report.pdf' },
      { type: 'text', text: 'What is this?' },
    ]) });
    const body = JSON.stringify(await sent());
    for (const part of [png, pdf, 'https://example.com/cat.png']) assert.ok(body.includes(part));
    assert.deepEqual(await sentParts(kind), {
      chat: ['image_url', 'image_url', 'file', 'text'], responses: ['input_image', 'input_image', 'input_file', 'input_text'],
      messages: ['image', 'image', 'document', 'text'], gemini: ['inlineData', 'fileData', 'inlineData', 'text'],
    }[kind]);
  });

  test(`anthropic: parallel tools and their results (${way})`, async () => {
    const request = { model: model(kind, 'tools3-strict'), messages: say('weather?'), tools };
    const first = await ask(streamed, request);
    assert.equal(first.stop_reason, 'tool_use');
    const uses = first.content.filter((b) => b.type === 'tool_use');
    assert.deepEqual(uses.map((u) => [u.name, u.input.days]), [['get_weather', 1], ['get_time', 2], ['get_weather', 3]]);
    assert.equal(uses[0].input.note, 'naïve "quoted" 日本');
    const results = uses.map((u, i) => ({ type: 'tool_result', tool_use_id: u.id, content: `result ${i}` }));
    const second = await ask(streamed, { ...request, messages: [...request.messages, { role: 'assistant', content: first.content }, { role: 'user', content: results }] });
    assert.equal(text(second), 'The tool said: result 0 | result 1 | result 2');
  });

  test(`anthropic: thinking before a call goes back with it (${way})`, async () => {
    const request = { model: model(kind, 'think-tool-strict'), messages: say('weather?'), tools, thinking: { type: 'enabled', budget_tokens: 1024 } };
    const first = await ask(streamed, request);
    assert.deepEqual(first.content.map((b) => b.type), ['thinking', 'tool_use']);
    const result = { type: 'tool_result', tool_use_id: first.content[1].id, content: [{ type: 'text', text: 'sunny' }] };
    const second = await ask(streamed, { ...request, messages: [...request.messages, { role: 'assistant', content: first.content }, { role: 'user', content: [result] }] });
    assert.equal(text(second), 'The tool said: sunny');
    assert.equal(JSON.stringify(await sent()).includes(signature), kind === 'messages');
  });

  test(`anthropic: a call without arguments (${way})`, async () => {
    const message = await ask(streamed, { model: model(kind, 'tool-emptyargs-strict'), messages: say('time?'), tools });
    assert.deepEqual(message.content.filter((b) => b.type === 'tool_use').map((u) => u.input), [{}]);
  });

  test(`anthropic: thinking (${way})`, async () => {
    const message = await ask(streamed, { model: model(kind, 'think-n2'), messages: say('hi'), thinking: { type: 'enabled', budget_tokens: 1024 } });
    assert.equal(message.content[0].type, 'thinking');
    assert.match(message.content[0].thinking, /^The user wants/);
    assert.equal(text(message), ' lorem ipsum');
    if (kind === 'messages') assert.equal(message.content[0].signature, signature);
  });

  test(`anthropic: structured output (${way})`, async () => {
    const message = await ask(streamed, { model: model(kind, 'json-strict'), messages: say('weather'), output_config: { format: { type: 'json_schema', schema } } });
    assert.equal(JSON.parse(text(message)).city, 'Paris');
    assert.deepEqual(sentSchema(kind, await sent()).required, ['city']);
  });

  test(`anthropic: stop sequences (${way})`, async () => {
    const request = { model: model(kind, 'echo-obey'), messages: say('one two three'), stop_sequences: ['three'], max_tokens: 100 };
    const stopped = await ask(streamed, request);
    assert.equal(text(stopped), kind === 'responses' ? 'one two three' : 'one two ');
    assert.equal(stopped.stop_reason, kind === 'messages' ? 'stop_sequence' : 'end_turn');
    const { response } = await anthropic().messages.create(request).withResponse();
    assert.equal(response.headers.get('x-parley-dropped'), kind === 'responses' ? 'stop_sequences' : null);
  });

  test(`anthropic: limits, filter, refusal (${way})`, async () => {
    const cut = await ask(streamed, { model: model(kind, 'echo-obey'), messages: say(long), max_tokens: 16 });
    assert.deepEqual([text(cut), cut.stop_reason, cut.usage.output_tokens], [long.slice(0, 96), 'max_tokens', 16]);
    const filtered = await ask(streamed, { model: model(kind, 'filter-n2'), messages: say('hi') });
    assert.deepEqual([text(filtered), filtered.stop_reason], [' lorem ipsum', 'refusal']);
    const refused = await ask(streamed, { model: model(kind, 'refuse'), messages: say('hi') });
    assert.deepEqual([text(refused), refused.stop_reason], [kind === 'gemini' ? '' : 'I cannot help with that.', 'refusal']);
  });

  test(`anthropic: usage (${way})`, async () => {
    const { usage } = await ask(streamed, { model: model(kind, 'pt40-ct10-n7'), messages: say('hi') });
    assert.deepEqual([usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens], [30, 10, 7]);
  });

  test(`anthropic: errors have their types (${way})`, async () => {
    const asking = (words) => ask(streamed, { model: model(kind, words), messages: say('hi') });
    await assert.rejects(asking('err400'), Anthropic.BadRequestError);
    await assert.rejects(asking('err404'), Anthropic.NotFoundError);
    await assert.rejects(asking('err429-ra7'), (error) => error instanceof Anthropic.RateLimitError && error.headers.get('retry-after') === '7');
    for (const words of ['err500', 'err529']) await assert.rejects(asking(words), Anthropic.InternalServerError);
  });
});

for (const streamed of [false, true]) {
  test(`anthropic: citations and server tools survive (${streamed ? 'streamed' : 'whole'})`, async () => {
    const cited = await ask(streamed, { model: model('messages', 'cite-n2'), messages: say('hi') });
    assert.equal(cited.content[0].citations[0].cited_text, 'The grass is green.');
    const searched = await ask(streamed, { model: model('messages', 'servertool-n2'), messages: say('hi') });
    assert.deepEqual(searched.content.map((b) => b.type), ['server_tool_use', 'web_search_tool_result', 'text']);
    assert.equal((await ask(streamed, { model: model('messages', 'pause-n2'), messages: say('hi') })).stop_reason, 'pause_turn');
    assert.deepEqual((await ask(streamed, { model: model('messages', 'redacted-n2'), messages: say('hi') })).content.map((b) => b.type), ['redacted_thinking', 'text']);
  });
}

for (const kind of kinds) {
  test(`anthropic: the SDK's own loop of tools, and its parser (${kind})`, async () => {
    const asked = [];
    const run = ({ city, days }) => { asked.push([city, days]); return `${city} ${days}`; };
    const tool = betaZodTool({ name: 'get_weather', description: 'The weather', inputSchema: z.object({ city: z.string(), days: z.number(), note: z.string() }), run });
    const last = await anthropic().beta.messages.toolRunner({ model: model(kind, 'tools3-strict'), max_tokens: 2000, messages: say('weather?'), tools: [tool] });
    assert.deepEqual(asked, [['Paris', 1], ['Paris', 2], ['Paris', 3]]);
    assert.equal(text(last), 'The tool said: Paris 1 | Paris 2 | Paris 3');
    const format = zodOutputFormat(z.object({ city: z.string(), temperature: z.number(), tags: z.array(z.string()) }));
    const parsed = await anthropic().messages.parse({ model: model(kind, 'json-strict'), max_tokens: 2000, messages: say('weather'), output_config: { format } });
    assert.deepEqual(parsed.parsed_output, { city: 'Paris', temperature: 21, tags: ['mild', 'dry'] });
  });

  test(`anthropic: message threads fall back to whole conversations (${kind})`, async () => {
    const settings = { model: model(kind, 'echo-strict'), max_tokens: 2000 };
    const thread = anthropic().beta.messages.thread({ ...settings, unsupportedRequestBehavior: 'continue_unthreaded' });
    for (const words of ['My name is Ada.', 'What is my name?']) assert.equal(text(await thread.send({ role: 'user', content: words })), words);
    const body = JSON.stringify(await sent());
    assert.match(body, /My name is Ada\..*My name is Ada\..*What is my name\?/s);
    assert.ok(!body.includes('"thread"'));
    const refused = anthropic().beta.messages.thread(settings).send({ role: 'user', content: 'hi' });
    await assert.rejects(refused, (error) => error instanceof Anthropic.BadRequestError && error.error.error.details.error_code === 'thread_unsupported_request');
  });

  for (const words of ['drop2-n9', 'rst2-n9', 'errmid2-n9']) {
    test(`anthropic: a cut stream raises (${kind}, ${words})`, async () => {
      let seen = '';
      await assert.rejects(async () => {
        const stream = await anthropic().messages.create({ model: model(kind, words), messages: say('hi'), max_tokens: 100, stream: true });
        for await (const event of stream) seen += event.delta?.text ?? '';
      }, Anthropic.APIError);
      assert.equal(seen, ' lorem ipsum');
    });
  }

  test(`anthropic: a client that leaves closes the upstream (${kind})`, async () => {
    const before = (await stats()).client_aborted;
    const stream = await anthropic().messages.create({ model: model(kind, 'n200-itl20'), messages: say('hi'), max_tokens: 100, stream: true });
    for await (const event of stream) if (event.type === 'content_block_delta') break;
    stream.controller.abort();
    assert.ok(await untilAborted(before) < 1000);
  });
}

test('anthropic: 401 and 404', async () => {
  const request = { model: 'no-such-model', messages: say('hi'), max_tokens: 10 };
  await assert.rejects(anthropic('ply_wrong').messages.create(request), Anthropic.AuthenticationError);
  await assert.rejects(anthropic().messages.create(request), Anthropic.NotFoundError);
});

test('anthropic: counting tokens', async () => {
  const count = async (name) => (await anthropic().messages.countTokens({ model: name, messages: say('How many tokens are in this sentence, roughly?') })).input_tokens;
  for (const kind of ['messages', 'gemini']) assert.equal(await count(model(kind, 'pt40-ct10-n7')), 40);
  const estimated = await count(model('chat', 'n3'));
  assert.ok(estimated > 6 && estimated < 40, `${estimated}`);
});

test('anthropic: models', async () => {
  const ids = [];
  for await (const { id } of anthropic().models.list()) ids.push(id);
  for (const kind of kinds) assert.ok(ids.includes(model(kind, 'n3')));
});

test('anthropic: a key at its limit is a RateLimitError that says when to come back', async () => {
  const client = anthropic(spent);
  const asking = () => client.messages.create({ model: model('messages', 'n3'), max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] });
  // The suite may have spent it a while ago: then the first of two passes.
  await asking().catch(() => {});
  await assert.rejects(asking(), (error) => error instanceof Anthropic.RateLimitError && Number(error.headers.get('retry-after')) >= 1 && Number(error.headers.get('retry-after')) <= 60
    && error.headers.get('anthropic-ratelimit-requests-remaining') === '0');
});
