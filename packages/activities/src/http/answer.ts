import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';

import { BadAnswer } from './bad-answer.ts';
import { tooLarge, type Answer } from './send-request.ts';

/** A header's value; of one sent more than once, all of them, as RFC 9110 §5.3 joins them. */
export function headerOf(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

type Decode = (body: Buffer, bound: { maxOutputLength: number }) => Promise<Buffer>;

const decoders: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
  ['deflate', promisify(inflate)],
]);

/** Undoes a body's content encodings; stops decoding as soon as it passes `maxBytes`. Throws `BadAnswer`. */
export async function decodeBody(body: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const applied = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  let decoded = body;
  for (const name of applied.toReversed()) {
    if (name !== '' && name !== 'identity') decoded = await decodeOne(decoded, name, maxBytes);
  }
  return decoded;
}

async function decodeOne(body: Buffer, name: string, maxBytes: number): Promise<Buffer> {
  const decode = decoders.get(name);
  if (!decode)
    throw new BadAnswer(
      'not-json',
      `the body is encoded as ${name}; ${[...decoders.keys()].join(', ')} can be read`,
    );
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new BadAnswer('network', `the ${name} body is cut or garbled: ${message}`, { cause });
  }
}
