/** Lets a refusal pass that is as good as an answer. */
export function unless(refusal: abstract new (...args: never) => Error): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof refusal)) throw error;
  };
}
