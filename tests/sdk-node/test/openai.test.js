import { test } from 'node:test';
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { openai, spent, model, kinds, everyWay, sent, stats, sentSchema, sentParts, untilAborted, odd, long, png, pdf, schema } from './stage.js';

const tools = ['get_weather', 'get_time'].map((name) => ({ type: 'function', function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } } }));

/** The answer's choice and usage; a streamed answer is folded by the SDK itself. */
async function ask(streamed, request) {
  if (!streamed) {
    const answer = await openai().chat.completions.create(request);
    return { ...answer.choices[0].message, finish: answer.choices[0].finish_reason, usage: answer.usage };
  }
  let reasoning = '';
  const stream = openai().chat.completions.stream({ ...request, stream_options: { include_usage: true } });
  stream.on('chunk', (chunk) => { reasoning += chunk.choices[0]?.delta?.reasoning_content ?? ''; });
  const answer = await stream.finalChatCompletion();
  return { ...answer.choices[0].message, reasoning_content: reasoning, finish: answer.choices[0].finish_reason, usage: answer.usage };
}

const say = (content) => [{ role: 'user', content }];

everyWay((kind, streamed, way) => {
  test(`openai: text arrives exactly (${way})`, async () => {
    const told = await ask(streamed, { model: model(kind, 'echo-strict'), messages: say(odd) });
    assert.equal(told.content, odd);
    assert.equal(told.finish, 'stop');
  });

  test(`openai: any dress of the wire (${way})`, async () => {
    const plain = await ask(streamed, { model: model(kind, 'utf-n20'), messages: say('hi') });
    const dressed = await ask(streamed, { model: model(kind, 'utf-n20-crlf-split'), messages: say('hi') });
    assert.equal(dressed.content, plain.content);
    assert.match(plain.content, /日本語/);
  });

  test(`openai: system and developer prompts (${way})`, async () => {
    await ask(streamed, { model: model(kind, 'n3'), messages: [{ role: 'system', content: 'Be brief.' }, { role: 'developer', content: 'Speak French.' }, ...say('hi')] });
    assert.match(JSON.stringify(await sent()), /Be brief\..*Speak French\./s);
  });

  test(`openai: pictures and a PDF (${way})`, async () => {
    await ask(streamed, { model: model(kind, 'n3'), messages: say([
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
      { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } },
      { type: 'file', file: { filename: 'report.pdf', file_data: `data:application/pdf;base64,${pdf}` } },
    ]) });
    const body = JSON.stringify(await sent());
    for (const part of [png, pdf, 'https://example.com/cat.png']) assert.ok(body.includes(part));
    assert.deepEqual(await sentParts(kind), {
      chat: ['text', 'image_url', 'image_url', 'file'], responses: ['input_text', 'input_image', 'input_image', 'input_file'],
      messages: ['text', 'image', 'image', 'document'], gemini: ['text', 'inlineData', 'fileData', 'inlineData'],
    }[kind]);
  });

  test(`openai: parallel tools and their results (${way})`, async () => {
    const request = { model: model(kind, 'tools3-strict'), messages: say('weather?'), tools };
    const first = await ask(streamed, request);
    assert.equal(first.finish, 'tool_calls');
    assert.deepEqual(first.tool_calls.map((c) => c.function.name), ['get_weather', 'get_time', 'get_weather']);
    assert.deepEqual(first.tool_calls.map((c) => JSON.parse(c.function.arguments).days), [1, 2, 3]);
    const { role, content, tool_calls } = first;
    const results = tool_calls.map((c, i) => ({ role: 'tool', tool_call_id: c.id, content: `result ${i}` }));
    const second = await ask(streamed, { ...request, messages: [...request.messages, { role, content, tool_calls }, ...results] });
    assert.equal(second.content, 'The tool said: result 0 | result 1 | result 2');
  });

  test(`openai: a call without arguments (${way})`, async () => {
    const { tool_calls: calls } = await ask(streamed, { model: model(kind, 'tool-emptyargs-strict'), messages: say('time?'), tools });
    assert.equal(calls.length, 1);
    assert.ok(['', '{}'].includes(calls[0].function.arguments));
  });

  test(`openai: reasoning beside the answer (${way})`, async () => {
    const told = await ask(streamed, { model: model(kind, 'think-n2'), messages: say('hi'), reasoning_effort: 'medium' });
    assert.equal(told.content, ' lorem ipsum');
    assert.match(told.reasoning_content, /^The user wants/);
  });

  test(`openai: structured output (${way})`, async () => {
    const told = await ask(streamed, { model: model(kind, 'json-strict'), messages: say('weather'),
      response_format: { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema } } });
    assert.equal(JSON.parse(told.content).city, 'Paris');
    assert.deepEqual(sentSchema(kind, await sent()).required, ['city']);
  });

  test(`openai: stop sequences (${way})`, async () => {
    const request = { model: model(kind, 'echo-obey'), messages: say('one two three'), stop: ['three'] };
    const stopped = await ask(streamed, request);
    assert.equal(stopped.finish, 'stop');
    assert.equal(stopped.content, kind === 'responses' ? 'one two three' : 'one two ');
    const { response } = await openai().chat.completions.create(request).withResponse();
    assert.equal(response.headers.get('x-parley-dropped'), kind === 'responses' ? 'stop' : null);
  });

  test(`openai: limits, filter, refusal (${way})`, async () => {
    const cut = await ask(streamed, { model: model(kind, 'echo-obey'), messages: say(long), max_completion_tokens: 16 });
    assert.deepEqual([cut.content, cut.finish, cut.usage.completion_tokens], [long.slice(0, 96), 'length', 16]);
    assert.equal((await ask(streamed, { model: model(kind, 'filter-n2'), messages: say('hi') })).finish, 'content_filter');
    const refused = await ask(streamed, { model: model(kind, 'refuse'), messages: say('hi') });
    if (kind === 'gemini') assert.deepEqual([refused.content ?? '', refused.finish], ['', 'content_filter']);
    else assert.equal(refused.refusal ?? refused.content, 'I cannot help with that.');
    assert.ok(refused.refusal || refused.finish === 'content_filter');
  });

  test(`openai: usage (${way})`, async () => {
    const { usage } = await ask(streamed, { model: model(kind, 'pt40-ct10-n7'), messages: say('hi') });
    assert.deepEqual([usage.prompt_tokens, usage.prompt_tokens_details.cached_tokens, usage.completion_tokens, usage.total_tokens], [40, 10, 7, 47]);
  });

  test(`openai: errors have their types (${way})`, async () => {
    const asking = (words) => ask(streamed, { model: model(kind, words), messages: say('hi') });
    await assert.rejects(asking('err400'), OpenAI.BadRequestError);
    await assert.rejects(asking('err404'), OpenAI.NotFoundError);
    await assert.rejects(asking('err429-ra7'), (error) => error instanceof OpenAI.RateLimitError && error.headers.get('retry-after') === '7');
    for (const words of ['err500', 'err529']) await assert.rejects(asking(words), OpenAI.InternalServerError);
  });
});

for (const kind of kinds) {
  test(`openai: the SDK's own loop of tools, and its parser (${kind})`, async () => {
    for (const stream of [false, true]) {
      const asked = [];
      const run = ({ city, days }) => { asked.push([city, days]); return `${city} ${days}`; };
      const tool = { type: 'function', function: { name: 'get_weather', description: 'The weather', parameters: schema, parse: JSON.parse, function: run } };
      const runner = openai().chat.completions.runTools({ model: model(kind, 'tools3-strict'), messages: say('weather?'), tools: [tool], stream });
      assert.equal(await runner.finalContent(), 'The tool said: Paris 1 | Paris 2 | Paris 3');
      assert.deepEqual(asked, [['Paris', 1], ['Paris', 2], ['Paris', 3]]);
    }
    const response_format = zodResponseFormat(z.object({ city: z.string(), temperature: z.number(), tags: z.array(z.string()) }), 'weather');
    const parsed = await openai().chat.completions.parse({ model: model(kind, 'json-strict'), messages: say('weather'), response_format });
    assert.deepEqual(parsed.choices[0].message.parsed, { city: 'Paris', temperature: 21, tags: ['mild', 'dry'] });
  });

  test(`openai: who did not ask for usage gets none (${kind})`, async () => {
    const stream = await openai().chat.completions.create({ model: model(kind, 'n3'), messages: say('hi'), stream: true });
    for await (const chunk of stream) assert.ok(!chunk.usage && chunk.choices.length === 1);
  });

  for (const words of ['drop2-n9', 'rst2-n9', 'errmid2-n9']) {
    test(`openai: a cut stream raises (${kind}, ${words})`, async () => {
      let seen = '';
      await assert.rejects(async () => {
        const stream = await openai().chat.completions.create({ model: model(kind, words), messages: say('hi'), stream: true });
        for await (const chunk of stream) seen += chunk.choices[0]?.delta?.content ?? '';
      }, OpenAI.APIError);
      assert.equal(seen, ' lorem ipsum');
    });
  }

  test(`openai: a client that leaves closes the upstream (${kind})`, async () => {
    const before = (await stats()).client_aborted;
    const stream = await openai().chat.completions.create({ model: model(kind, 'n200-itl20'), messages: say('hi'), stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta?.content) break;
    assert.ok(await untilAborted(before) < 1000);
  });
}

test('openai: 401 and 404', async () => {
  const request = { model: 'no-such-model', messages: say('hi') };
  await assert.rejects(openai('ply_wrong').chat.completions.create(request), OpenAI.AuthenticationError);
  await assert.rejects(openai().chat.completions.create(request), OpenAI.NotFoundError);
});

test('openai: embeddings', async () => {
  for (const kind of ['chat', 'responses', 'gemini']) for (const encoding_format of ['float', 'base64', undefined]) {
    const answer = await openai().embeddings.create({ model: model(kind, 'n3'), input: ['first', 'second'], encoding_format });
    assert.equal(answer.data.length, 2);
    assert.ok(answer.usage.prompt_tokens > 0);
  }
});

test('openai: models', async () => {
  const ids = [];
  for await (const { id } of openai().models.list()) ids.push(id);
  for (const kind of kinds) assert.ok(ids.includes(model(kind, 'n3')));
  assert.equal((await openai().models.retrieve(model('messages', 'n3'))).id, model('messages', 'n3'));
});

test('openai: a key at its limit is a RateLimitError that says when to come back', async () => {
  const client = openai(spent);
  const asking = () => client.chat.completions.create({ model: model('chat', 'n3'), messages: say('hi') });
  // The suite may have spent it a while ago: then the first of two passes.
  await asking().catch(() => {});
  await assert.rejects(asking(), (error) => error instanceof OpenAI.RateLimitError && Number(error.headers.get('retry-after')) >= 1 && Number(error.headers.get('retry-after')) <= 60
    && error.headers.get('x-ratelimit-remaining-requests') === '0');
});
