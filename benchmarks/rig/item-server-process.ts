import { createServer, type Socket } from 'node:net';

/**
 * A process that answers `/v0/item/ID.json` in the shape of the Hacker News API, as cheaply as Node can, so that what is
 * measured is whoever asks. Sends its port to its parent, and to each message the requests so far.
 */
let requests = 0;

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  let rest = '';
  socket.on('data', (bytes) => {
    rest += bytes.toString('latin1');
    for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
      answer(socket, rest.slice(0, rest.indexOf('\r\n')));
      rest = rest.slice(end + 4);
    }
  });
});

const text =
  'I keep coming back to this: it is &quot;harder&quot; than it looks.<p>We measured first, and the naïve version was fine. ';
const titles = [
  'Show HN: A tiny database in Rust',
  'What I learned about shipping containers',
  'Why Postgres is boring',
];

function answer(socket: Socket, requestLine: string): void {
  requests += 1;
  const id = Number(/^GET \/v0\/item\/(\d+)\.json /.exec(requestLine)?.[1]);
  if (Number.isNaN(id)) return void socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
  const body = writeItem(id);
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.write(`${head}\r\n\r\n${body}`);
}

/** One in three a story, the others comments of some 300 characters. */
function writeItem(id: number): string {
  const common = `"id":${id},"by":"author_${id % 997}","time":${1_700_000_000 + id * 31}`;
  if (id % 3 > 0) return `{${common},"type":"comment","parent":${id - 1},"text":"${text}${text}${text}"}`;
  const title = titles[id % titles.length];
  return `{${common},"type":"story","title":"${title} ${id}","url":"https://example.com/posts/${id}","score":${id % 300},"descendants":${id % 50}}`;
}

server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('message', () => process.send?.({ requests }));
process.once('disconnect', () => process.exit(0));
// Ctrl+C reaches the whole process group; when to stop is the parent's to say.
process.on('SIGINT', () => {});
