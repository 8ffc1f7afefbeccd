// Pictures and sound through the openai package.
import test from 'node:test';
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';
import { model, openai, png } from './stage.js';

const image = model('chat', 'n3');
const recording = () => toFile(Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(40_000)]), 'meeting.wav');

test('openai: pictures of words', async () => {
  const answer = await openai().images.generate({ model: image, prompt: 'A lighthouse in fog', n: 2 });
  assert.equal(answer.data.length, 2);
  assert.equal(Buffer.from(answer.data[0].b64_json, 'base64').subarray(1, 4).toString(), 'PNG');
  assert.ok(answer.usage.output_tokens > 0);
});

test('openai: pictures, streamed', async () => {
  const types = [];
  const stream = await openai().images.generate({ model: image, prompt: 'A lighthouse in fog', stream: true, partial_images: 2 });
  for await (const event of stream) types.push(event.type);
  assert.deepEqual(types, ['image_generation.partial_image', 'image_generation.partial_image', 'image_generation.completed']);
});

test('openai: pictures of pictures', async () => {
  const file = await toFile(Buffer.from(png, 'base64'), 'harbour.png', { type: 'image/png' });
  const answer = await openai().images.edit({ image: [file, file], prompt: 'Make it night', model: image });
  assert.ok(answer.data[0].b64_json.length > 0);
  assert.ok(answer.usage.input_tokens_details.image_tokens > 323);
});

test('openai: speech', async () => {
  const answer = await openai().audio.speech.create({ model: model('chat', 'n200-itl20'), voice: 'alloy', input: 'The ferry leaves at nine.' });
  assert.equal(answer.headers.get('content-type'), 'audio/mpeg');
  assert.ok((await answer.arrayBuffer()).byteLength > 1000);
});

test('openai: a transcript', async () => {
  const answer = await openai().audio.transcriptions.create({ file: await recording(), model: image });
  assert.ok(answer.text.length > 0);
  assert.equal(answer.usage.type, 'tokens');
});

test('openai: a transcript as text', async () => {
  const answer = await openai().audio.transcriptions.create({ file: await recording(), model: image, response_format: 'text' });
  assert.ok(typeof answer === 'string' && answer.length > 0);
});

test('openai: a transcript, streamed', async () => {
  let [said, whole] = ['', undefined];
  const stream = await openai().audio.transcriptions.create({ file: await recording(), model: image, stream: true });
  for await (const event of stream) {
    if (event.type === 'transcript.text.delta') said += event.delta;
    if (event.type === 'transcript.text.done') whole = event.text;
  }
  assert.ok(said.length > 0);
  assert.equal(said, whole);
});

test('openai: pictures and sound that are refused', async () => {
  await assert.rejects(openai().images.generate({ model: model('chat', 'err400'), prompt: 'x' }), OpenAI.BadRequestError);
  await assert.rejects(openai().audio.transcriptions.create({ file: await recording(), model: 'no-such-model' }), OpenAI.NotFoundError);
  await assert.rejects(openai().audio.speech.create({ model: model('messages', 'n3'), voice: 'alloy', input: 'x' }), OpenAI.BadRequestError);
});
