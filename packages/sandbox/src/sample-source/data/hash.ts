const basis = 0x81_1c_9d_c5 | 0;

/** A hash that has taken a text in, to go on from; of a hash that was started before, it goes on from there. */
export function startHash(text: string, started: number = basis): number {
  let bits = started;
  for (let index = 0; index < text.length; index += 1) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  return bits;
}

/** 32 well-mixed bits of a text: FNV-1a, finished as in MurmurHash3. The same text gives the same bits everywhere. */
export function hash(text: string, started: number = basis): number {
  let bits = startHash(text, started);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85_eb_ca_6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2_b2_ae_35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number from 0 up to but not including 1, decided by the text. */
export function chance(text: string, started: number = basis): number {
  return hash(text, started) / 2 ** 32;
}
