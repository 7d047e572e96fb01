import stringWidth from 'string-width';

/** The ink of a word set in bold Helvetica, in ems. */
export interface TextBox {
  readonly width: number;
  /** Above the baseline. */
  readonly ascent: number;
  /** Below the baseline. */
  readonly descent: number;
}

/**
 * How much room a word takes, by tables instead of a font: the same on every machine, and a browser is told the width
 * (`textLength`), whichever font it has.
 */
export function toTextBox(word: string): TextBox {
  const letters = [...new Intl.Segmenter('en').segment(word.normalize('NFD'))];
  const width = letters.reduce((sum, { segment }) => sum + toAdvance(segment), 0);
  if (!/^[a-z0-9'’._-]+$/.test(word)) return { width, ascent: 0.95, descent: 0.25 };
  const [ascent, descent] = [/[bdfhijklt0-9'’]/.test(word) ? 0.77 : 0.57, /[gjpqy]/.test(word) ? 0.24 : 0.02];
  return { width, ascent, descent };
}

/** A letter with its marks, in ems. */
function toAdvance(segment: string): number {
  const width = stringWidth(segment);
  if (width !== 1) return width === 0 ? 0 : 1;
  const [letter = ''] = segment;
  return (advances.get(letter) ?? otherAdvance) / 1_000;
}

/** Where the table has none: about the mean of Cyrillic and Greek letters. */
const otherAdvance = 620;

/** Thousandths of an em, from Adobe's font metrics of Helvetica-Bold, as Arial and Liberation Sans have them too. */
const advances: ReadonlyMap<string, number> = new Map(
  Object.entries({
    278: "ijl.’'",
    333: 'frt-',
    389: 's',
    500: 'z',
    556: 'aceksvxy_0123456789',
    611: 'bdghnopqu',
    778: 'w',
    889: 'm',
  }).flatMap(([advance, letters]) => [...letters].map((letter) => [letter, Number(advance)] as const)),
);
