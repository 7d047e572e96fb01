/** An error of this client. It is known by its `type`, never by its message. */
export abstract class HeadraceError extends Error {
  abstract readonly type: string;
}
