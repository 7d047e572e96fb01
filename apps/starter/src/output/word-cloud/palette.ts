interface Theme {
  readonly page: string;
  readonly words: readonly string[];
}

/** Every colour of a word has a contrast of at least 4.5 to its page: WCAG 2.2, 1.4.3. */
export const palette: Readonly<Record<'light' | 'dark', Theme>> = {
  light: { page: '#fcfcfa', words: ['#0b4f8a', '#9a3412', '#166048', '#6b3fa0', '#475569'] },
  dark: { page: '#14181d', words: ['#7cc0ff', '#ffb07c', '#7fdcb4', '#cdb4ff', '#b6c2cf'] },
};
