/** The benchmarks, and what they are about. */
export const scripts = {
  'commands.mjs': 'The command line, whole processes',
  'library.mjs': 'The library in a warm process',
  'calls.mjs': 'Judging calls, parsing included',
  'first-call.mjs': 'The first call of a tool',
  'installed.mjs': 'What an installation brings along',
}
