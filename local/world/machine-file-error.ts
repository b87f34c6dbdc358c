/** A file of statemachines/ cannot be run; one sentence per place, each with the file and the path in it. */
export class MachineFileError extends Error {
  readonly mistakes: readonly string[];

  constructor(file: string, places: readonly string[]) {
    const mistakes = places.map((place) => `${file} ${place}`);
    super(mistakes.join('\n'));
    this.name = 'MachineFileError';
    this.mistakes = mistakes;
  }
}
