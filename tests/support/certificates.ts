import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate and its key, as PEM files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates extends AsyncDisposable {
  /** Signs the others. */
  readonly ca: Certificate;
  /** Another CA, which signs nothing. */
  readonly otherCa: Certificate;
  /** For `localhost`. */
  readonly server: Certificate;
  /** For `elsewhere.example`. */
  readonly elsewhere: Certificate;
  readonly client: Certificate;
}

/** Certificates of a day, made by `openssl`; `undefined` where there is none. */
export async function createCertificates(): Promise<Certificates | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'headrace-certificates-'));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const ca = await create(folder, 'ca');
    return {
      ca,
      otherCa: await create(folder, 'other-ca'),
      server: await create(folder, 'localhost', ca),
      elsewhere: await create(folder, 'elsewhere.example', ca),
      client: await create(folder, 'client', ca),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A CA's own where none is given that signs it. */
async function create(folder: string, name: string, ca?: Certificate): Promise<Certificate> {
  const [cert, key, request, names] = ['pem', 'key', 'csr', 'ext'].map((end) =>
    join(folder, `${name}.${end}`),
  );
  const made = { cert: cert as string, key: key as string };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', made.key];
  const subject = ['-subj', `/CN=${name}`];
  if (!ca) {
    await openssl(['req', '-x509', '-days', '1', ...newKey, ...subject, '-out', made.cert]);
    return made;
  }
  await openssl(['req', ...newKey, ...subject, '-out', request as string]);
  await writeFile(names as string, `subjectAltName=DNS:${name}\n`);
  const signer = ['-CA', ca.cert, '-CAkey', ca.key, '-CAcreateserial', '-days', '1'];
  await openssl([
    'x509',
    '-req',
    '-in',
    request as string,
    ...signer,
    '-extfile',
    names as string,
    '-out',
    made.cert,
  ]);
  return made;
}

async function openssl(args: readonly string[]): Promise<void> {
  await promisify(execFile)('openssl', [...args]);
}
