/** Trouble with how the program is used: an unknown name, a missing file. Its message is all that people need to see. */
export class UsageError extends Error {
  override name = 'UsageError'
}
