// One stream of everything that concerns the person. It keeps its own place: after whatever happens it goes on behind the
// last durable event that it has seen.
const silence = 25_000;
const slowest = 20_000;

/** Follows the feed from a number on. Gives each event to `take`, and says "open", "lost" or "out" (signed out) to `tell`. */
export function follow(after, take, tell) {
  let cursor = after;
  let attempt = 0;
  let heard = Date.now();
  let connection;
  let timer;

  async function connect() {
    clearTimeout(timer);
    connection?.abort();
    const mine = connection = new AbortController();
    heard = Date.now();
    try {
      const response = await fetch(`/api/v1/events?html=true&after=${cursor}`, { signal: mine.signal, headers: { Accept: 'text/event-stream' }, credentials: 'same-origin', cache: 'no-store' });
      if (response.status === 401 || response.status === 403) {
        tell('out');
        return;
      }
      if (!response.ok) throw new Error(String(response.status));
      attempt = 0;
      tell('open');
      await read(response.body.getReader(), mine);
    } catch {
      if (mine.signal.aborted) return;
    }
    if (mine === connection) again();
  }

  async function read(reader, mine) {
    const decoder = new TextDecoder();
    let text = '';
    while (true) {
      const { value, done } = await reader.read();
      if (done || mine.signal.aborted) return;
      heard = Date.now();
      text += decoder.decode(value, { stream: true });
      let end;
      while ((end = text.indexOf('\n\n')) >= 0) {
        const frame = text.slice(0, end);
        text = text.slice(end + 2);
        const data = frame.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5).trimStart()).join('\n');
        if (data) give(JSON.parse(data));
      }
    }
  }

  function give(event) {
    if (event.seq !== undefined) {
      // What was told already, by a stream that broke.
      if (event.seq <= cursor && event.kind !== 'reset' && event.kind !== 'hello') return;
      cursor = event.seq;
    }
    take(event);
  }

  function again() {
    tell('lost');
    const wait = Math.min(slowest, 400 * 2 ** attempt++);
    timer = setTimeout(connect, wait / 2 + Math.random() * wait / 2);
  }

  const wake = () => {
    if (document.visibilityState === 'visible' && (Date.now() - heard > silence || !connection || connection.signal.aborted)) connect();
  };
  addEventListener('online', connect);
  addEventListener('pageshow', event => { if (event.persisted) connect(); });
  document.addEventListener('visibilitychange', wake);
  addEventListener('pagehide', () => { clearTimeout(timer); connection?.abort(); });
  setInterval(wake, 5_000);
  connect();
}
