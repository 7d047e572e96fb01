interface UntilOptions {
  /** ms. */
  readonly timeout?: number;
  /** Time between two looks, ms: a query of a busy workflow is work for its worker. */
  readonly pause?: number;
}

/** Waits for a condition, asking again and again; throws with what was last seen. */
export async function until<Seen>(
  look: () => Seen | Promise<Seen>,
  holds: (seen: Seen) => boolean,
  { timeout = 60_000, pause = 20 }: UntilOptions = {},
): Promise<Seen> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen)} after ${timeout} ms`);
    await new Promise((resolve) => void setTimeout(resolve, pause));
  }
}
