// The Responses format through the openai package.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { openai, model, kinds, everyWay, sent, sentSchema, sentParts, stats, untilAborted, odd, long, png, pdf } from './stage.js';

const tools = ['get_weather', 'get_time'].map((name) => ({ type: 'function', name, strict: false, parameters: { type: 'object', properties: { city: { type: 'string' } } } }));
const weather = z.object({ city: z.string(), temperature: z.number(), tags: z.array(z.string()) });

/** The response; a streamed one is folded by the SDK's own helper. */
const ask = (streamed, request) => streamed ? openai().responses.stream(request).finalResponse() : openai().responses.create(request);

const calls = (response) => response.output.filter((item) => item.type === 'function_call');
const thoughts = (response) => response.output.filter((item) => item.type === 'reasoning').map((item) => item.summary.map((s) => s.text).join('')).join('');

everyWay((kind, streamed, way) => {
  const asking = (words, input = 'hi', more = {}) => ask(streamed, { model: model(kind, words), input, ...more });

  test(`responses: text arrives exactly (${way})`, async () => {
    const response = await asking('echo-strict', odd);
    assert.equal(response.output_text, odd);
    assert.deepEqual([response.object, response.status, response.error, response.incomplete_details], ['response', 'completed', null, null]);
    assert.deepEqual(response.output.map((item) => [item.type, item.role, item.status]), [['message', 'assistant', 'completed']]);
    assert.match(response.id, /^resp_/);
  });

  test(`responses: any dress of the wire (${way})`, async () => {
    const plain = await asking('utf-n20');
    assert.match(plain.output_text, /日本語/);
    assert.equal((await asking('utf-n20-crlf-split')).output_text, plain.output_text);
  });

  test(`responses: instructions and prompts in order (${way})`, async () => {
    await asking('n3', [{ role: 'system', content: 'Speak French.' }, { role: 'developer', content: [{ type: 'input_text', text: 'No jokes.' }] }, { role: 'user', content: 'hi' }], { instructions: 'Be brief.' });
    const body = JSON.stringify(await sent());
    const places = ['Be brief.', 'Speak French.', 'No jokes.'].map((words) => body.indexOf(words));
    assert.ok(places.every((place) => place > 0), body);
    assert.ok(kind === 'responses' || (places[0] < places[1] && places[1] < places[2]), body);
  });

  test(`responses: pictures and a PDF (${way})`, async () => {
    await asking('n3', [{ role: 'user', content: [
      { type: 'input_text', text: 'What is this?' },
      { type: 'input_image', image_url: `data:image/png;base64,${png}`, detail: 'auto' },
      { type: 'input_image', image_url: 'https://example.com/cat.png', detail: 'auto' },
      { type: 'input_file', filename: 'report.pdf', file_data: `data:application/pdf;base64,${pdf}` },
    ] }]);
    const body = JSON.stringify(await sent());
    for (const part of [png, pdf, 'https://example.com/cat.png']) assert.ok(body.includes(part), body);
    assert.deepEqual(await sentParts(kind), {
      chat: ['text', 'image_url', 'image_url', 'file'], responses: ['input_text', 'input_image', 'input_image', 'input_file'],
      messages: ['text', 'image', 'image', 'document'], gemini: ['text', 'inlineData', 'fileData', 'inlineData'],
    }[kind]);
  });

  for (const words of ['tools3-strict', 'think-tool-strict']) {
    test(`responses: calls, their results, and what came before them goes back (${way}, ${words})`, async () => {
      const question = [{ role: 'user', content: 'weather?' }];
      const first = await asking(words, question, { tools });
      const count = words === 'tools3-strict' ? 3 : 1;
      assert.equal(first.status, 'completed');
      assert.deepEqual(calls(first).map((c) => c.name), ['get_weather', 'get_time', 'get_weather'].slice(0, count));
      assert.deepEqual(calls(first).map((c) => JSON.parse(c.arguments)), [1, 2, 3].slice(0, count).map((days) => ({ city: 'Paris', days, note: 'naïve "quoted" 日本' })));
      assert.equal(new Set(calls(first).map((c) => c.call_id)).size, count);
      const results = calls(first).map((c, i) => ({ type: 'function_call_output', call_id: c.call_id, output: `result ${i}` }));
      // What the helpers of the SDK add for the reader is theirs, not the vendor's.
      const output = first.output.map(({ parsed_arguments, ...item }) => item);
      const second = await asking(words, [...question, ...output, ...results], { tools });
      assert.equal(second.output_text, `The tool said: ${results.map((r) => r.output).join(' | ')}`);
    });
  }

  test(`responses: a call without arguments (${way})`, async () => {
    assert.deepEqual(calls(await asking('tool-emptyargs-strict', 'time?', { tools })).map((c) => c.arguments), ['{}']);
  });

  test(`responses: summaries of reasoning (${way})`, async () => {
    const response = await asking('think-n2', 'hi', { reasoning: { effort: 'medium', summary: 'auto' } });
    assert.equal(thoughts(response), 'The user wants an answer. Let me think about it step by step.');
    assert.equal(response.output_text, ' lorem ipsum');
    assert.deepEqual(response.output.map((item) => item.type), ['reasoning', 'message']);
    // Anthropic does not tell them apart.
    assert.equal(response.usage.output_tokens_details.reasoning_tokens, kind === 'messages' ? 0 : 8);
  });

  test(`responses: structured output, parsed (${way})`, async () => {
    const request = { model: model(kind, 'json-strict'), input: 'weather', text: { format: zodTextFormat(weather, 'weather') } };
    const response = streamed ? await openai().responses.stream(request).finalResponse() : await openai().responses.parse(request);
    assert.deepEqual(response.output_parsed, { city: 'Paris', temperature: 21, tags: ['mild', 'dry'] });
    assert.deepEqual(sentSchema(kind, await sent()).required, ['city', 'temperature', 'tags']);
  });

  test(`responses: limit, filter, refusal (${way})`, async () => {
    const cut = await asking('echo-obey', long, { max_output_tokens: 16 });
    assert.deepEqual([cut.output_text, cut.status, cut.incomplete_details.reason, cut.usage.output_tokens], [long.slice(0, 96), 'incomplete', 'max_output_tokens', 16]);
    const filtered = await asking('filter-n2');
    assert.deepEqual([filtered.output_text, filtered.status, filtered.incomplete_details.reason], [' lorem ipsum', 'incomplete', 'content_filter']);
    const refused = await asking('refuse');
    const said = refused.output.flatMap((item) => item.content ?? []).map((part) => part.refusal ?? part.text).join('');
    assert.equal(said, kind === 'gemini' ? '' : 'I cannot help with that.');
    assert.ok(refused.output[0]?.content[0].type === 'refusal' || refused.incomplete_details?.reason === 'content_filter', JSON.stringify(refused));
  });

  test(`responses: usage (${way})`, async () => {
    const { usage } = await asking('pt40-ct10-n7');
    assert.deepEqual([usage.input_tokens, usage.input_tokens_details.cached_tokens, usage.output_tokens, usage.total_tokens], [40, 10, 7, 47]);
  });

  test(`responses: errors have their types (${way})`, async () => {
    await assert.rejects(asking('err400'), OpenAI.BadRequestError);
    await assert.rejects(asking('err404'), OpenAI.NotFoundError);
    await assert.rejects(asking('err429-ra7'), (error) => error instanceof OpenAI.RateLimitError && error.headers.get('retry-after') === '7');
    for (const words of ['err500', 'err529', 'errinside200']) await assert.rejects(asking(words), OpenAI.InternalServerError);
  });
});

for (const kind of kinds) {
  test(`responses: the events of a stream fit together (${kind})`, async () => {
    for (const words of ['think2-n2', 'tools3-strict', 'think-tool-strict', 'refuse', 'servertool-n2', 'cite-n2']) {
      const events = [];
      for await (const event of await openai().responses.create({ model: model(kind, words), input: 'hi', tools, stream: true })) events.push(event);
      check(events.filter((event) => event.type !== 'keepalive'));
    }
  });

  for (const words of ['drop2-n9', 'rst2-n9', 'errmid2-n9']) {
    test(`responses: a cut stream raises (${kind}, ${words})`, async () => {
      const [seen, ends] = [[], []];
      await assert.rejects(async () => {
        for await (const event of await openai().responses.create({ model: model(kind, words), input: 'hi', stream: true })) {
          if (event.type === 'response.output_text.delta') seen.push(event.delta);
          if (['response.completed', 'response.incomplete'].includes(event.type)) ends.push(event.type);
        }
      }, OpenAI.APIError);
      assert.deepEqual([seen.join(''), ends], [' lorem ipsum', []]);
      await assert.rejects(openai().responses.stream({ model: model(kind, words), input: 'hi' }).finalResponse(), OpenAI.OpenAIError);
    });
  }

  test(`responses: a client that leaves closes the upstream (${kind})`, async () => {
    const before = (await stats()).client_aborted;
    for await (const event of await openai().responses.create({ model: model(kind, 'n200-itl20'), input: 'hi', stream: true })) if (event.type === 'response.output_text.delta') break;
    assert.ok(await untilAborted(before) < 1000);
  });

  test(`responses: a response is kept, gone on from and forgotten (${kind})`, async () => {
    const first = await openai().responses.create({ model: model(kind, 'echo-strict'), input: 'My name is Ada.' });
    assert.deepEqual((await openai().responses.retrieve(first.id)).output, first.output);
    const second = await openai().responses.create({ model: model(kind, 'echo-strict'), input: 'What is my name?', previous_response_id: first.id });
    assert.equal(second.output_text, 'What is my name?');
    assert.equal(second.previous_response_id, first.id);
    const body = await sent();
    // Who keeps the first turn may be told its id instead.
    assert.ok((kind === 'responses' && body.previous_response_id === first.id) || /My name is Ada\..*My name is Ada\..*What is my name\?/s.test(JSON.stringify(body)), JSON.stringify(body));
    await openai().responses.delete(first.id);
    await assert.rejects(openai().responses.retrieve(first.id), OpenAI.NotFoundError);
    await assert.rejects(openai().responses.create({ model: model(kind, 'n3'), input: 'hi', previous_response_id: first.id }), OpenAI.BadRequestError);
    const unkept = await openai().responses.create({ model: model(kind, 'n3'), input: 'hi', store: false });
    await assert.rejects(openai().responses.retrieve(unkept.id), OpenAI.NotFoundError);
  });

  test(`responses: calls of tools are answered by the id of their response alone (${kind})`, async () => {
    const request = { model: model(kind, 'tools3-strict'), tools };
    const first = await openai().responses.create({ ...request, input: 'weather?' });
    const input = calls(first).map((c, i) => ({ type: 'function_call_output', call_id: c.call_id, output: `result ${i}` }));
    assert.equal((await openai().responses.create({ ...request, input, previous_response_id: first.id })).output_text, 'The tool said: result 0 | result 1 | result 2');
  });

  test(`responses: in the background (${kind})`, async () => {
    let response = await openai().responses.create({ model: model(kind, 'n30-itl20'), input: 'hi', background: true });
    assert.ok(['queued', 'in_progress'].includes(response.status), response.status);
    for (const until = performance.now() + 10_000; ['queued', 'in_progress'].includes(response.status) && performance.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      response = await openai().responses.retrieve(response.id);
    }
    assert.equal(response.status, 'completed');
    assert.match(response.output_text, /^ lorem ipsum.* tempor$/);
    assert.equal(response.usage.output_tokens, 30);
  });

  test(`responses: in the background, cancelled (${kind})`, async () => {
    const before = (await stats()).client_aborted;
    const { id } = await openai().responses.create({ model: model(kind, 'n200-itl20'), input: 'hi', background: true });
    assert.equal((await openai().responses.cancel(id)).status, 'cancelled');
    assert.equal((await openai().responses.retrieve(id)).status, 'cancelled');
    assert.ok(await untilAborted(before) < 1000);
  });

  test(`responses: a stream in the background is taken up again (${kind})`, async () => {
    const request = { model: model(kind, 'n30-itl20'), input: 'hi', background: true, stream: true };
    let [id, last, text] = ['', -1, ''];
    for await (const event of await openai().responses.create(request)) {
      last = event.sequence_number;
      id ||= event.response?.id ?? '';
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (text.length > 40) break;
    }
    let end;
    for await (const event of await openai().responses.retrieve(id, { stream: true, starting_after: last })) {
      assert.equal(event.sequence_number, ++last);
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type === 'response.completed') end = event.response;
    }
    assert.equal(end.id, id);
    assert.equal(text, end.output.flatMap((item) => item.content).map((part) => part.text).join(''));
    assert.equal(end.usage.output_tokens, 30);
    assert.deepEqual((await openai().responses.retrieve(id)).output, end.output);
    // The helper of the SDK takes it up from the beginning.
    assert.equal((await openai().responses.stream({ response_id: id }).finalResponse()).output_text, text);
  });
}

test('responses: what one answered is listed, page by page', async () => {
  const client = openai();
  const input = Array.from({ length: 25 }, (_, i) => ({ role: 'user', content: `part ${i}` }));
  const { id } = await client.responses.create({ model: model('chat', 'n3'), input });
  const items = [];
  for await (const item of client.responses.inputItems.list(id, { order: 'asc', limit: 10 })) items.push(item);
  assert.deepEqual(items.map((item) => [item.type, item.role, item.content[0].type, item.content[0].text]), input.map(({ content }) => ['message', 'user', 'input_text', content]));
  assert.equal(new Set(items.map((item) => item.id)).size, 25);
});

test('responses: 401 and 404', async () => {
  const request = { model: 'no-such-model', input: 'hi' };
  await assert.rejects(openai('ply_wrong').responses.create(request), OpenAI.AuthenticationError);
  await assert.rejects(openai().responses.create(request), OpenAI.NotFoundError);
  await assert.rejects(openai().responses.retrieve('resp_none'), OpenAI.NotFoundError);
});

/** What the vendor's documentation says of any stream: numbered, every item and part opened before it goes on and closed with what its deltas said. */
function check(events) {
  const types = events.map((event) => event.type);
  assert.deepEqual(types.slice(0, 2), ['response.created', 'response.in_progress']);
  events.forEach((event, i) => i === 0 || assert.ok(event.sequence_number > events[i - 1].sequence_number, `${event.type} ${event.sequence_number}`));
  const [open, done, said] = [new Map(), [], new Map()];
  for (const event of events) {
    const place = `${event.output_index}/${event.content_index ?? event.summary_index ?? ''}`;
    if (event.type === 'response.output_item.added') open.set(event.output_index, event.item.id);
    else if (event.output_index !== undefined) assert.equal(event.item_id ?? event.item.id, open.get(event.output_index), event.type);
    if (event.type === 'response.output_item.done') done[event.output_index] = event.item;
    if (/(text|refusal|arguments)\.delta$/.test(event.type)) said.set(place, (said.get(place) ?? '') + event.delta);
    if (/(text|refusal|arguments)\.done$/.test(event.type)) assert.equal(event.text ?? event.refusal ?? event.arguments, said.get(place) ?? '', event.type);
  }
  const { response } = events.at(-1);
  assert.match(types.at(-1), /^response\.(completed|incomplete)$/);
  assert.deepEqual(done, response.output);
}

test('responses: counting tokens', async () => {
  const count = (name) => openai().responses.inputTokens.count({ model: name, input: 'How many tokens are in this sentence, roughly?' });
  for (const kind of ['responses', 'messages', 'gemini']) assert.deepEqual(await count(model(kind, 'pt40-ct10-n7')), { object: 'response.input_tokens', input_tokens: 40 });
  const estimated = (await count(model('chat', 'n3'))).input_tokens;
  assert.ok(estimated > 6 && estimated < 40, `${estimated}`);
});

test('responses: a conversation is compacted by the vendor that can', async () => {
  const short = await openai().responses.compact({ model: model('responses', 'n3'), input: [{ role: 'user', content: 'hi' }] });
  assert.equal(short.object, 'response.compaction');
  assert.equal(short.output[0].type, 'compaction');
  assert.ok(short.usage.output_tokens > 0);
});

test('responses: compacting where nobody can is a BadRequestError', async () => {
  for (const kind of ['chat', 'messages', 'gemini'])
    await assert.rejects(openai().responses.compact({ model: model(kind, 'n3'), input: 'hi' }), (problem) => problem instanceof OpenAI.BadRequestError && problem.param === 'model' && /compaction/.test(problem.message));
});
