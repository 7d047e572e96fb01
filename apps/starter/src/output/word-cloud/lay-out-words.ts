import type { WordCount } from '@headrace/contracts';
import cloud from 'd3-cloud';
import stringWidth from 'string-width';

/** A word and where it stands, in pixels from the middle of the cloud. */
export interface PlacedWord extends WordCount {
  /** Font size. */
  readonly size: number;
  readonly left: number;
  readonly baseline: number;
  readonly width: number;
  /** Above and below the baseline. */
  readonly ascent: number;
  readonly descent: number;
}

const largest = 112;
const smallest = 15;
/** A sprite of d3-cloud is less than 2,048 pixels wide. */
const longest = 1_200;
/** Words found their places in 1.8 to 2.0 times their own area, by 20 to 500 words of a Zipf distribution. */
const looseness = 1.7;
/** Width to height. */
const shape = 1.9;

/** Places every word, the most frequent the largest; the same for the same words and seed. */
export function layOutWords(words: readonly WordCount[], seed: number): PlacedWord[] {
  const most = Math.max(1, ...words.map(({ count }) => count));
  const sized = words.map((word) => toSized(word, most));
  const area = sized.reduce((sum, { size, width }) => sum + size * width, 0);
  const widest = Math.max(0, ...sized.map(({ width }) => width));
  for (
    let height = Math.max(Math.sqrt((area * looseness) / shape), widest / shape, largest);
    ;
    height *= 1.06
  ) {
    const placed = place(sized, { width: height * shape, height, seed });
    if (placed.length === words.length) return placed;
  }
}

type SizedWord = Omit<PlacedWord, 'left' | 'baseline'>;

/** The square of a word's size is as its count. */
function toSized({ word, count }: WordCount, most: number): SizedWord {
  const box = toTextBox(word);
  const wanted = Math.max(smallest, largest * Math.sqrt(count / most));
  const size = Math.floor(Math.min(wanted, longest / box.width));
  const [width, ascent, descent] = [box.width * size, box.ascent * size, box.descent * size];
  return { word, count, size, width, ascent, descent };
}

interface Room {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}

/** `d3-cloud` writes its own fields beside. */
interface Tag extends cloud.Word {
  readonly word: SizedWord;
}

/** The words that found a place. */
function place(words: readonly SizedWord[], { width, height, seed }: Room): PlacedWord[] {
  let placed: PlacedWord[] = [];
  cloud<Tag>()
    // d3-cloud keeps 32 pixels of a row in one number.
    .size([Math.ceil(width / 32) * 32, Math.ceil(height)])
    .canvas(createBoxCanvas)
    .words(words.map((word) => ({ word })))
    .text(({ word }) => word.word)
    .fontSize(({ word }) => word.size)
    .rotate(0)
    .padding(0)
    .random(createDraws(seed))
    .on('end', (tags) => {
      placed = tags.map(({ word, x = 0, y = 0 }) => ({ ...word, left: x - word.width / 2, baseline: y }));
    })
    .start();
  return placed;
}

/** The first word, the most frequent, is tried in the middle: its two coordinates are the first draws. */
function createDraws(seed: number): () => number {
  const random = createRandom(seed);
  let draws = 0;
  return () => ((draws += 1) <= 2 ? 0.5 : random());
}

/** The canvas that `d3-cloud` reads words from: one of its channels is a mask. */
interface BoxCanvas {
  width: number;
  height: number;
  getContext(): BoxContext;
}

interface BoxContext {
  font: string;
  save(): void;
  restore(): void;
  clearRect(): void;
  translate(x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  fillText(text: string, x: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8Array };
}

/** Free room around a word, in ems: fonts differ a little in height. */
const margin = { x: 0.12, y: 0.08 } as const;

/** Draws the box of a word in place of its glyphs, so that no font is needed and none can make words overlap. */
function createBoxCanvas(): BoxCanvas {
  // d3-cloud asks for one pixel first, to tell how many there are to a unit.
  let pixels = new Uint8Array(4);
  let origin = { x: 0, y: 0 };
  const canvas: BoxCanvas = { width: 0, height: 0, getContext: () => context };
  const context: BoxContext = {
    font: '',
    save: () => undefined,
    restore: () => (origin = { x: 0, y: 0 }),
    clearRect: () => (pixels = new Uint8Array(canvas.width * canvas.height * 4)),
    translate: (x, y) => (origin = { x, y }),
    measureText: (text) => ({ width: (toTextBox(text).width + 2 * margin.x) * toSize(context.font) }),
    fillText(text, x) {
      const size = toSize(context.font);
      const { ascent, descent } = toTextBox(text);
      const top = Math.floor(origin.y - (ascent + margin.y) * size);
      const bottom = Math.ceil(origin.y + (descent + margin.y) * size);
      const left = origin.x + x;
      const right = Math.ceil(left + context.measureText(text).width);
      for (let row = top; row < bottom; row += 1) {
        const start = row * canvas.width;
        pixels.fill(255, (start + left) * 4, (start + right) * 4);
      }
    },
    getImageData: (...[, , width, height]) => ({ data: pixels.subarray(0, width * height * 4) }),
  };
  return canvas;
}

/** `normal bold 33px sans-serif` → 33. */
function toSize(font: string): number {
  return Number(/(\d+)px/.exec(font)?.[1] ?? 0);
}

/** Numbers from 0 to below 1, the same for the same seed: https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
function createRandom(seed: number): () => number {
  let state = Math.trunc(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The ink of a word set in bold Helvetica, in ems. */
interface TextBox {
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
function toTextBox(word: string): TextBox {
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
