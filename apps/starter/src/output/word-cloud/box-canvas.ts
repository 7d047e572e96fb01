import { toTextBox } from './text-box.ts';

/** What `d3-cloud` reads words from: a canvas, of which it takes one channel as a mask. */
export interface BoxCanvas {
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
export function createBoxCanvas(): BoxCanvas {
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
    getImageData: (_x, _y, width, height) => ({ data: pixels.subarray(0, width * height * 4) }),
  };
  return canvas;
}

/** `normal bold 33px sans-serif` → 33. */
function toSize(font: string): number {
  return Number(/(\d+)px/.exec(font)?.[1] ?? 0);
}
