import { describe, expect, it } from 'vitest';

import { explainConnection } from './temporal-unreachable.ts';

function failCall(code: number, details: string): Error {
  return Object.assign(new Error(`${code}: ${details}`), { code, details });
}

describe('explainConnection', () => {
  it.each([
    [16, 'unauthenticated'],
    [7, 'permission denied'],
  ])('names credentials that are refused with status %i, whatever the server says', (code, details) => {
    expect(explainConnection(failCall(code, details))).toMatchObject({
      reason: 'it refuses the credentials',
      advice: expect.stringContaining('TEMPORAL_API_KEY'),
    });
  });

  it.each([
    ["code: 'The request does not have valid authentication credentials'", 'it refuses the credentials'],
    ['Error: certificate has expired', 'its certificate is not valid at this time'],
    ['InvalidCertificate(Expired)', 'its certificate is not valid at this time'],
    [
      'InvalidCertificate(Other(OtherError(CaUsedAsEndEntity)))',
      "its certificate is a CA's own, which no worker accepts",
    ],
    ['received fatal alert: UnknownCA', 'it refuses the client certificate'],
    [
      'transport::Error(Transport, hyper::Error(Canceled, "connection closed"))',
      'it closes the connection, as a server does that wants TLS or another client certificate',
    ],
    ['Invalid response: HTTP status code 404', 'what answers there is not Temporal'],
  ])('explains %s', (said, reason) => {
    expect(explainConnection(new Error(said)).reason).toBe(reason);
  });

  it('says in one line what it does not know', () => {
    expect(explainConnection(new Error('the moon\nis full'))).toEqual({
      reason: 'the moon',
      advice: 'Start it, or set TEMPORAL_ADDRESS to where it runs.',
    });
  });
});
