/** A process cannot start, and its message says all there is to know: which thing, what happened, what would be valid. */
export class StartFailure extends Error {
  override readonly name: string = 'StartFailure';
}
