/** The story cannot be played; one sentence per mistake, each with the path of its field. */
export class StoryError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'StoryError';
    this.mistakes = mistakes;
  }
}
