/** To be called once the request has ended, with what the host answered, if it did. */
export type Release = (answer?: HostAnswer) => void;

export interface HostAnswer {
  readonly status: number;
  /** ms */
  readonly retryAfter: number | undefined;
}
