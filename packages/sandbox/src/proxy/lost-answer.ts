/** Which request's answer is lost, and when it has been given. */
export interface LostAnswer {
  /** Whether what a client sends is that request. Default: whatever it sends next. */
  readonly isRequest?: (sent: Buffer) => boolean;
  /** Whether all that the server has sent since is the whole answer. Default: its first bytes are. */
  readonly isAnswer?: (answered: Buffer) => boolean;
}

const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5]);

/**
 * A statement of Postgres that holds one of the texts. The answer is whole with ReadyForQuery, which comes once the
 * transaction is committed: https://www.postgresql.org/docs/current/protocol-flow.html
 */
export function statementWith(...texts: readonly string[]): LostAnswer {
  return {
    isRequest: (sent) => texts.some((text) => sent.includes(text)),
    isAnswer: (answered) => answered.includes(readyForQuery),
  };
}

/** Answers that are to be lost, shared by all connections of a proxy. */
export interface Losses {
  /** Resolves to whether it was lost before it was given up. */
  expect(lost: LostAnswer): Promise<boolean>;
  giveUp(): void;
  /** Takes the first expectation that this request fits, for its connection to lose. */
  take(sent: Buffer): Loss | undefined;
}

export interface Loss {
  isAnswer(answered: Buffer): boolean;
  /** Tells whoever asked for it whether the answer was lost. */
  settle(lost: boolean): void;
}

interface Expectation extends Required<LostAnswer> {
  readonly outcome: PromiseWithResolvers<boolean>;
}

export function createLosses(): Losses {
  const expected = new Set<Expectation>();
  return {
    expect({ isRequest = always, isAnswer = always }) {
      const outcome = Promise.withResolvers<boolean>();
      expected.add({ isRequest, isAnswer, outcome });
      return outcome.promise;
    },
    giveUp() {
      for (const { outcome } of expected) outcome.resolve(false);
      expected.clear();
    },
    take(sent) {
      for (const expectation of expected) {
        if (!expectation.isRequest(sent)) continue;
        expected.delete(expectation);
        const { isAnswer, outcome } = expectation;
        return { isAnswer, settle: outcome.resolve };
      }
      return undefined;
    },
  };
}

function always(): boolean {
  return true;
}
