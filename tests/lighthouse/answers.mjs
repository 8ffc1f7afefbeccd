// A provider that says what the pictures show: OpenAI's format, the answer by the first words of the last message.
import { createServer } from 'node:http';

const bucket = `A **token bucket** fills with tokens at a steady rate, up to a limit; each request takes one. While there are tokens, requests pass.[^1] A small one in C#:

\`\`\`csharp
sealed class TokenBucket(double rate, double burst, TimeProvider time)
{
    private double _tokens = burst;
    private long _at = time.GetTimestamp();

    public bool TryTake()
    {
        var passed = time.GetElapsedTime(_at).TotalSeconds;
        _tokens = Math.Min(burst, _tokens + passed * rate);
        _at = time.GetTimestamp();
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }
}
\`\`\`

| | Token bucket | Fixed window |
|---|---|---|
| Bursts | up to \`burst\` | up to twice the limit |
| State | two numbers | one counter |
| Fair over time | yes | at the edges no |

Within $t$ seconds at most $b + r \\cdot t$ requests pass: start with a burst of *one second's worth*.

[^1]: Not thread-safe: put a \`Lock\` around the body when several threads ask.
`;

const answers = {
  'How does a token bucket': bucket,
  'Review this function': 'Two findings, the worse one first:\n\n1. `Load` blocks a thread on `.Result`: make it `async`, and pass the `CancellationToken` on.\n2. The empty `catch` hides a full disk. Log it, or let it go up.\n',
  'What could we cook': 'With **sardines** at 3 EUR, what the two evenings have in common is the sea:\n\n- Sardines on toast, with lemon and parsley\n- *Pasta con le sarde*, with fennel, raisins and breadcrumbs\n',
};

/** Serves it; gives its address. */
export async function serve() {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    if (request.method !== 'POST') return response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ object: 'list', data: [] }));
    const asked = JSON.parse(body);
    const last = JSON.stringify(asked.messages.at(-1).content);
    // Who names a chat asks with the question in it: its first sentence is a good name.
    const title = /<question>\\n([^.?\\]+)/.exec(last)?.[1];
    const text = title ?? answers[Object.keys(answers).find(start => last.includes(start))] ?? 'Gladly. Tell me a little more, and I begin.';
    const usage = { prompt_tokens: Math.round(body.length / 4), completion_tokens: Math.round(text.length / 4), total_tokens: Math.round((body.length + text.length) / 4) };
    if (!asked.stream) return response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ id: 'a', object: 'chat.completion', created: 1, model: asked.model, choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }], usage }));
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const send = (choices, more) => response.write(`data: ${JSON.stringify({ id: 'a', object: 'chat.completion.chunk', created: 1, model: asked.model, choices, ...more })}\n\n`);
    for (let i = 0; i < text.length; i += 40) {
      send([{ index: 0, delta: { content: text.slice(i, i + 40) }, finish_reason: null }]);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    send([], { usage });
    response.end('data: [DONE]\n\n');
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/v1`, close: () => server.close() };
}
