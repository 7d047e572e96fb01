import { fit } from './text.ts';

/** The part of a process that a terminal is made of. */
export interface TerminalProcess {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  exit(code: number): never;
}

export interface Terminal {
  /** Columns of stdout; `undefined` where it is no terminal and lines may be as long as they are. */
  readonly width: number | undefined;
  /** Columns of stderr as they are now; `undefined` where it is no terminal and nothing can be overwritten. */
  readonly liveWidth: number | undefined;
  readonly colour: boolean;
  /** A result, on stdout, with its line end. */
  print(text: string): void;
  /** Everything else, on stderr, with its line end. */
  say(text: string): void;
  /** Replaces the live line at the end of stderr; an empty text takes it away. */
  live(text: string): void;
  /** Resolves once everything is written. */
  flush(): Promise<void>;
}

/** Columns where a terminal does not tell its own. */
const unknownWidth = 80;
const eraseLine = '\r\u001B[2K';

export function createTerminal(host: TerminalProcess): Terminal {
  const { stdout, stderr, env } = host;
  // A reader that has seen enough, such as head, is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) =>
    error.code === 'EPIPE' ? host.exit(0) : host.exit(1),
  );
  stderr.on('error', () => undefined);
  let isLive = false;

  function live(text: string): void {
    if (text === '' && !isLive) return;
    stderr.write(`${eraseLine}${text}`);
    isLive = text !== '';
  }

  return {
    width: stdout.isTTY ? stdout.columns || unknownWidth : undefined,
    get liveWidth() {
      return stderr.isTTY ? stderr.columns || unknownWidth : undefined;
    },
    colour: stdout.isTTY && !env['NO_COLOR'],
    print(text) {
      live('');
      stdout.write(`${text}\n`);
    },
    say(text) {
      live('');
      stderr.write(`${text}\n`);
    },
    live,
    async flush() {
      live('');
      await Promise.all([stdout, stderr].map((stream) => new Promise((done) => stream.write('', done))));
    },
  };
}

export interface LineReporter {
  /** `about` is what the line is about: another one is worth saying at once. */
  report(line: string, about: string): void;
}

/** ms between two lines where nothing can be overwritten, unless something changed. */
const sparse = 10_000;

/** A live line on a terminal, else a line when it is about something else and now and then; on stderr. */
export function createLineReporter(terminal: Terminal, now: () => number): LineReporter {
  let said = { at: -Infinity, about: '' };

  function saySparsely(line: string, about: string): void {
    if (about === said.about && now() - said.at < sparse) return;
    said = { at: now(), about };
    terminal.say(line);
  }

  return {
    report(line, about) {
      if (terminal.liveWidth === undefined) saySparsely(line, about);
      // The last column stays free: some terminals wrap when it is taken.
      else terminal.live(fit(line, terminal.liveWidth - 1));
    },
  };
}
