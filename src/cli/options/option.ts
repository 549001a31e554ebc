/** An option of the command line, as plain data: the parser, the help, the completion and the docs are made from it. */
export interface Option {
  type: 'string' | 'number' | 'boolean'
  describe: string
  default?: string | boolean
  /** It may be given more than once. */
  repeatable?: true
  /** What a shell offers to complete it with; a string is the name of a file when there are none. */
  words?: readonly string[]
  /** The heading of the help that it stands under. */
  group?: string
}

/** A verb of the command line. */
export interface Verb {
  /** With its positional arguments, as in the help: `lint [files..]`. */
  usage: string
  describe: string
  /** What the positional arguments are. */
  positionals: Readonly<Record<string, string>>
  options: Readonly<Record<string, Option>>
  /** Command lines (`$0` is the program) and what they are for. */
  examples: readonly (readonly [string, string])[]
  /** Gives the exit code. */
  run(args: unknown): Promise<number>
}
