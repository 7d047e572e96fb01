import { limits } from '@headrace/contracts';

/** The head of a record, as much as quarantine keeps: `limits.quarantineRecordBytes` of UTF-8. */
export function capRecord(text: string): string {
  const bytes = Buffer.from(text.slice(0, limits.quarantineRecordBytes));
  if (bytes.length <= limits.quarantineRecordBytes) return bytes.toString();
  // A character cut in two decodes to replacement characters.
  return bytes
    .subarray(0, limits.quarantineRecordBytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}
