// What yargs asks of the package `string-width`.
export { displayWidth as default } from '../src/display-width.ts'
