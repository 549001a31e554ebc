import fc from 'fast-check'

/**
 * Properties run the same cases each time, so that a change is judged by what it changes. `SEED=random npm test` looks at
 * others, and so does any number: a property that fails says which it was.
 */
const { SEED = '20260919' } = process.env
if (SEED !== 'random') fc.configureGlobal({ seed: Number(SEED) })
